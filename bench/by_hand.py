"""The statements one would write by hand for the same work, in the driver's own SQL: the limit to measure against."""

BY_NAME = {"sqlite": "INDEXED BY ix_worker_sort_key_id", "postgresql": ""}  # the order of the page, as the product

RANDOM_REF = {
    "sqlite": "hex(randomblob(8))",
    "postgresql": "upper(replace(substr(CAST(gen_random_uuid() AS text), 20), '-', ''))",
}

TAKE = """
CREATE TEMPORARY TABLE due AS
SELECT plan_id, worker_id FROM plan_due
WHERE rhythm IN ('arrival', 'first_90', 'normal', 'high', 'disruption', 'last_60') AND next_open_at <= :now
"""

REPHASE = """
UPDATE plan_due SET rhythm = (
  SELECT CASE WHEN p.paced_by IS NOT NULL THEN p.pace
              WHEN p.rhythm IN ('high', 'disruption') THEN p.rhythm
              WHEN plan_due.cycle_no = 1 AND c.departed_on > :arrived THEN 'arrival'
              WHEN c.ends_on <= :ends_soon THEN 'last_60'
              WHEN c.departed_on > :lately THEN 'first_90'
              ELSE 'normal' END
  FROM check_in_plan p JOIN contract c ON c.id = p.contract_id WHERE p.id = plan_due.plan_id)
WHERE plan_id IN (SELECT plan_id FROM due) AND next_open_at <= :now
"""

OPEN = """
INSERT INTO check_in (ref, plan_id, worker_id, cycle_no, rhythm, state, opened_at, remind_at, late_at, missed_at,
                      next_step_at, disruption_id)
SELECT {random_ref}, d.plan_id, d.worker_id, d.cycle_no, d.rhythm, 'open', :now, r.remind_at, r.late_at, r.missed_at,
       r.remind_at, p.paced_by
FROM plan_due d JOIN check_in_plan p ON p.id = d.plan_id JOIN rhythm_times r ON r.name = d.rhythm
WHERE d.plan_id IN (SELECT plan_id FROM due) AND d.next_open_at <= :now
ON CONFLICT DO NOTHING
"""

ASK = """
INSERT INTO message (key, about_kind, about_ref, worker_id, template, language, variables, channel, address_sealed,
                     address_place, zone, office_path, state, created_at, next_try_at, expires_at, tries, outcome)
SELECT 'ck:' || k.plan_id || ':' || k.cycle_no || ':ask:file', 'check_in', k.ref, k.worker_id, :template, 'vi', '{}',
       'file', a.value_sealed, a.place, z.zone, w.office_path, 'queued', :now, z.release_at, k.remind_at, 0, ''
FROM check_in k
JOIN worker w ON w.id = k.worker_id
JOIN check_in_plan p ON p.id = k.plan_id
JOIN contract c ON c.id = p.contract_id
JOIN country_hours z ON z.country = c.host_country
JOIN contact_point a ON a.id = (
  SELECT o.id FROM contact_point o
  WHERE o.worker_id = k.worker_id AND o.relative_id IS NULL AND o.quality <> 'wrong'
  ORDER BY o.preferred DESC, o.id LIMIT 1)
JOIN plan_due d ON d.plan_id = k.plan_id AND d.cycle_no = k.cycle_no
WHERE k.plan_id IN (SELECT plan_id FROM due)
ON CONFLICT DO NOTHING
"""

MOVE_ON = """
UPDATE plan_due SET cycle_no = cycle_no + 1,
  next_open_at = (SELECT r.next_open_at FROM rhythm_times r WHERE r.name = plan_due.rhythm)
WHERE plan_id IN (SELECT plan_id FROM due) AND next_open_at <= :now
  AND EXISTS (SELECT 1 FROM check_in k WHERE k.plan_id = plan_due.plan_id AND k.cycle_no = plan_due.cycle_no)
"""

NOTE_NEXT = """
UPDATE contact_status
SET next_contact_at = (SELECT min(d.next_open_at) FROM plan_due d WHERE d.worker_id = contact_status.worker_id)
WHERE worker_id IN (SELECT worker_id FROM due)
"""

AUDIT = """
INSERT INTO audit_entry (at, what, about_kind, about_ref, by_kind, by_ref, by_name, detail, previous, digest)
VALUES (:now, :what, 'bench', '', 'engine', '', '', '{}', :digest, :digest)
"""

FAN_OUT = """
INSERT INTO alert (ref, worker_id, office_path, host_country, dedupe_key, cause, cause_id, severity, rank, state, title,
                   why, opened_at, last_fired_at, acknowledge_by, act_by, next_step_at, waiting_on, outcome, snoozes,
                   escalation, times_fired, version)
SELECT 'CB-' || {random_ref}, t.worker_id, w.office_path, :country, 'event:' || t.disruption_id || ':w:' || t.worker_id,
       'disruption', t.disruption_id, t.severity, t.rank, 'new', 'title.disruption', t.circumstances, :now, :now,
       g.acknowledge_by, g.act_by, g.first_step_at, '', '', 0, 0, 1, 1
FROM disruption_touch t
JOIN worker w ON w.id = t.worker_id
JOIN grade g ON g.severity = t.severity
WHERE t.disruption_id = :event
ON CONFLICT DO NOTHING
"""

BY_RUN_OF_WORDS = """
SELECT k.worker_id FROM name_key k JOIN worker w ON w.id = k.worker_id
WHERE k.key >= :low AND k.key < :high AND w.office_path >= :office AND w.office_path < :above
ORDER BY k.key, k.worker_id LIMIT :most
"""

BY_EACH_WORD = """
SELECT k.worker_id FROM name_key k JOIN worker w ON w.id = k.worker_id
WHERE k.key >= :low AND k.key < :high
  {has_words}
  AND w.office_path >= :office AND w.office_path < :above
ORDER BY k.key, k.worker_id LIMIT :most
"""

HAS_WORD = "AND ' ' || w.name_fold LIKE :other_{place}"

BY_NUMBER = """
SELECT w.id FROM worker w
WHERE w.id_number_index = :number AND w.office_path >= :office AND w.office_path < :above
UNION ALL
SELECT w.id FROM earlier_number e JOIN worker w ON w.id = e.worker_id
WHERE e.value_index = :number AND w.office_path >= :office AND w.office_path < :above
UNION ALL
SELECT w.id FROM contact_point p JOIN worker w ON w.id = p.worker_id
WHERE p.value_index = :phone AND w.office_path >= :office AND w.office_path < :above
LIMIT :most
"""

LIST_PAGE = """
SELECT w.id, w.ref, w.full_name, w.birth_date, w.commune_code, f.name, s.state, s.last_sure_at, s.last_sure_kind,
       s.last_weak_at, s.last_weak_kind, s.next_contact_at
FROM worker w {by_name} JOIN office f ON f.path = w.office_path LEFT JOIN contact_status s ON s.worker_id = w.id
WHERE w.office_path >= :office AND w.office_path < :above
  AND EXISTS (SELECT 1 FROM contract c WHERE c.worker_id = w.id AND c.host_country = :country
              AND c.departed_on <= :today AND (c.returned_on IS NULL OR c.returned_on > :today))
ORDER BY w.sort_key, w.id LIMIT 51
"""

LIST_CONTRACTS = """
SELECT c.worker_id, c.host_country, e.name, c.ends_on, c.departed_on, c.returned_on
FROM contract c LEFT JOIN employer e ON e.id = c.employer_id
WHERE c.worker_id IN ({ids}) ORDER BY c.starts_on, c.id
"""

LIST_ALERTS = """
SELECT worker_id, count(*), min(severity) FROM alert
WHERE worker_id IN ({ids}) AND closed_at IS NULL GROUP BY worker_id
"""

LIST_DUE = """
SELECT d.worker_id, d.next_open_at FROM plan_due d JOIN check_in_plan p ON p.id = d.plan_id
WHERE d.worker_id IN ({ids}) AND p.state = 'active' ORDER BY d.next_open_at DESC
"""

LIST_COUNT = """
SELECT count(*) FROM (
  SELECT DISTINCT c.worker_id FROM contract c JOIN worker w ON w.id = c.worker_id
  WHERE c.host_country = :country AND c.departed_on <= :today AND (c.returned_on IS NULL OR c.returned_on > :today)
    AND w.office_path >= :office AND w.office_path < :above
  LIMIT 1001) AS listed
"""
