"""An event from the bulletin to the alerts: who is touched, how gravely, once each, and who comes later."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cast import the_cast
from tests.disruptions.cases import a_bulletin, a_running_event, hear_of, noon, policies, single_alerts, someone
from tracker.alerts.actions import raise_one
from tracker.alerts.explain import explanation_of, title_of, why
from tracker.alerts.models import Alert
from tracker.audit.models import AuditEntry
from tracker.auth.models import UserAccount
from tracker.contracts.models import Contract
from tracker.core.db import db, transaction
from tracker.disruptions import actions
from tracker.disruptions.models import Disruption, Episode, Touch
from tracker.disruptions.queries import board, dry_run, touched
from tracker.disruptions.queries.circumstances import held
from tracker.people.models import Worker
from tracker.senders.models import Employer

pytestmark = pytest.mark.usefixtures("house")
TODAY = noon("2020-07-15")


@pytest.fixture
def minh() -> UserAccount:
    return the_cast()["minh"]


def test_everybody_abroad_at_the_place_gets_one_alert_held_under_one_of_the_office(minh: UserAccount):
    someone("Lò Thị Ánh")
    someone("Cà Văn Toàn")
    someone("Vì Thị Mai", host_country="JPN")
    someone("Lò Văn Về", returned_on=date(2020, 6, 1))

    a_running_event(minh)

    alerts = single_alerts()
    assert len(alerts) == 2
    parents = {alert.parent_id for alert in alerts}
    assert len(parents) == 1
    parent = db.session.get_one(Alert, parents.pop())
    assert (parent.worker_id, parent.office_path) == (None, "vn.11.099")


def test_being_in_a_country_that_closed_is_no_reason_by_itself(minh: UserAccount):
    someone()

    a_running_event(minh)

    assert [alert.severity for alert in single_alerts()] == [4]


@pytest.mark.parametrize(
    ("contract", "severity", "codes"),
    [
        ({"ends_on": date(2020, 7, 14)}, 2, ["contract_over"]),
        ({"ends_on": date(2020, 7, 15)}, 3, ["ends_inside"]),
        ({"ends_on": date(2020, 9, 13)}, 3, ["ends_inside"]),
        ({"ends_on": date(2020, 9, 14)}, 4, []),
    ],
)
def test_a_contract_that_is_over_or_ends_soon_makes_it_graver(
    minh: UserAccount, contract: dict[str, Any], severity: int, codes: list[str]
):
    someone(**contract)

    a_running_event(minh)

    touch = db.session.scalars(sa.select(Touch)).one()
    assert touch.severity == severity
    assert [one.code for one in held(touch.rank)] == codes


def test_silence_a_passport_and_no_relatives_are_seen(minh: UserAccount):
    silent, papers, alone = someone("Lò A"), someone("Lò B"), someone("Lò C", calm=False)
    with transaction():
        hear_of(silent, state="silent")
        db.session.get_one(Worker, papers.id).passport_expires_on = date(2020, 9, 1)

    a_running_event(minh)

    found = {touch.worker_id: touch for touch in db.session.scalars(sa.select(Touch))}
    assert [one.code for one in held(found[silent.id].rank)] == ["no_answer"]
    assert [one.code for one in held(found[papers.id].rank)] == ["passport"]
    assert [one.code for one in held(found[alone.id].rank)] == ["no_relatives", "old_sign"]
    assert [found[one.id].severity for one in (silent, papers, alone)] == [3, 3, 4]


def test_who_asked_for_help_stands_above_all_others(minh: UserAccount):
    stranded, asking = someone("Lò A", ends_on=date(2020, 7, 1)), someone("Lò B")
    with transaction():
        raise_one(
            worker=asking,
            cause="help",
            cause_id=None,
            dedupe_key=f"help:{asking.id}",
            severity=1,
            title="title.help",
            why=why("help"),
            now=TODAY,
        )

    a_running_event(minh)

    ranked = sorted(single_alerts(), key=lambda alert: (alert.severity, -alert.rank))
    assert [alert.worker_id for alert in ranked] == [asking.id, stranded.id]


def test_an_alert_explains_itself_with_facts_dates_and_sources(minh: UserAccount):
    someone(ends_on=date(2020, 7, 1))

    a_running_event(minh)

    (alert,) = single_alerts()
    told = explanation_of(alert.why)
    assert title_of(alert.title, alert.why) == "Hết hạn hợp đồng khi đang có sự kiện: Đóng cửa nhà máy, KCN Đào Viên"
    assert [fact.text for fact in told.facts] == [
        "Đóng cửa nhà máy, KCN Đào Viên tại Đài Loan (Trung Quốc), từ 01/07/2020",
        "Hợp đồng đã hết hạn ngày 01/07/2020, chưa ghi nhận về nước",
        "Dấu hiệu chắc chắn gần nhất: 10/07/2020",
    ]
    assert told.facts[0].source == "thông báo của cán bộ"
    assert told.next
    assert told.clears


def test_words_of_the_officer_cannot_break_the_explanation(minh: UserAccount):
    someone()

    a_running_event(minh, title='Đóng cửa "KCN" \\ 100% @@facts@@ {x}')

    (alert,) = single_alerts()
    assert alert.why["title"]["event"] == 'Đóng cửa "KCN" \\ 100% @@facts@@ {x}'


def test_an_event_of_one_employer_touches_its_people_only(minh: UserAccount):
    with transaction():
        employer = Employer(ref="SD-1", name="Điện tử Đào Viên", name_fold="dien tu dao vien", host_country="TWN")
        db.session.add(employer)
        db.session.flush()
    there = someone("Lò A", employer_id=employer.id)
    someone("Lò B")

    a_running_event(minh, host_country="", employer=employer)

    assert [alert.worker_id for alert in single_alerts()] == [there.id]


def test_people_of_another_province_are_not_touched(minh: UserAccount):
    someone("Nguyễn Văn Vinh", office="vn.40.412")
    mine = someone("Lò Văn Minh", office="vn.11.094")

    a_running_event(minh)

    assert [alert.worker_id for alert in single_alerts()] == [mine.id]


def test_a_dry_run_counts_what_starting_then_does_and_writes_nothing(minh: UserAccount):
    someone("Lò A", ends_on=date(2020, 7, 1))
    someone("Lò B")

    run = dry_run(actions.unsaved(a_bulletin(), office_path="vn.11"), now=TODAY)

    assert (run.workers, run.alerts_by_severity) == (2, {2: 1, 4: 1})
    assert [example.full_name for example in run.sample] == ["Lò A", "Lò B"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Disruption)) == 0
    assert single_alerts() == []
    a_running_event(minh)
    assert len(single_alerts()) == run.workers


def test_every_night_newcomers_are_caught_and_nobody_is_doubled(minh: UserAccount):
    someone("Lò A")
    a_running_event(minh)
    someone("Lò B", departed_on=date(2020, 7, 20))

    with transaction():
        first = actions.spread(now=noon("2020-07-19"))
    with transaction():
        second = actions.spread(now=noon("2020-07-20"))
    with transaction():
        third = actions.spread(now=noon("2020-07-21"))

    assert (first, second, third) == (0, 1, 0)
    assert len(single_alerts()) == 2


def test_circumstances_that_worsen_make_the_same_alert_graver(minh: UserAccount):
    someone(ends_on=date(2020, 7, 20))
    a_running_event(minh)

    with transaction():
        actions.spread(now=noon("2020-07-21"))

    (alert,) = single_alerts()
    assert alert.severity == 2
    assert title_of(alert.title, alert.why).startswith("Hết hạn hợp đồng")


def test_an_alert_that_people_have_closed_stays_closed(minh: UserAccount):
    someone()
    a_running_event(minh)
    with transaction():
        db.session.execute(sa.update(Alert).values(closed_at=TODAY, state="closed"))

    with transaction():
        actions.spread(now=noon("2020-07-16"))

    assert len(single_alerts()) == 1


def test_an_event_is_started_once(minh: UserAccount):
    event = a_running_event(minh)

    with pytest.raises(actions.NotInThisState), transaction():
        actions.activate(event, by=minh, now=TODAY)


def test_a_closed_event_reaches_nobody_new(minh: UserAccount):
    event = a_running_event(minh)
    with transaction():
        actions.close(event, by=minh, now=TODAY, note="Nhà máy mở lại")
    someone()

    with transaction():
        assert actions.spread(now=noon("2020-07-16")) == 0


def test_an_event_that_is_over_still_touches_who_was_there_and_has_not_come_home(minh: UserAccount):
    there = someone("Lò A")
    someone("Lò B", departed_on=date(2020, 7, 10))

    event = a_running_event(minh, from_on=date(2020, 6, 1), to_on=date(2020, 7, 1))

    assert [row.worker_id for row in db.session.execute(touched(event, date(2020, 7, 15)))] == [there.id]


def test_the_board_tells_how_each_of_them_stands(minh: UserAccount):
    safe, silent, home = someone("Lò A"), someone("Lò B"), someone("Lò C")
    someone("Lò D")
    event = a_running_event(minh)
    with transaction():
        hear_of(safe, last_sure_at=noon("2020-07-16"))
        hear_of(silent, state="silent")
        his = sa.update(Contract).where(Contract.worker_id == home.id)
        db.session.execute(his.values(returned_on=date(2020, 7, 16)))

    counts = board.counts(event, now=noon("2020-07-16"))

    assert counts == board.Counts(safe=1, silent=1, returned=1, waiting=1)
    assert counts.affected == 4


def test_who_never_left_after_all_is_counted_as_home_and_reached_no_more(minh: UserAccount):
    someone("Lò A")
    here = someone("Lò B")
    event = a_running_event(minh)
    with transaction():
        his = sa.update(Contract).where(Contract.worker_id == here.id)
        db.session.execute(his.values(departed_on=None))

    assert board.counts(event, now=noon("2020-07-16")) == board.Counts(returned=1, waiting=1)
    assert here.id not in [row.worker_id for row in db.session.execute(touched(event, date(2020, 7, 16)))]


def test_every_step_is_written_into_the_book(minh: UserAccount):
    event = a_running_event(minh)
    with transaction():
        actions.close(event, by=minh, now=TODAY)

    steps = db.session.scalars(
        sa.select(AuditEntry.what).where(AuditEntry.about_ref == event.ref).order_by(AuditEntry.id)
    )
    assert list(steps) == ["disruption.declared", "disruption.started", "disruption.closed"]


def test_an_end_that_lies_ahead_is_not_known_yet():
    policies("4" * 50 + "0" * 150)
    (proposal,) = (one for one in db.session.scalars(sa.select(Episode)) if one.level == 4)

    on_20_march = actions.draft_of(proposal, today=date(2020, 3, 20))
    on_1_may = actions.draft_of(proposal, today=date(2020, 5, 1))

    assert (on_20_march.to_on, on_1_may.to_on) == (None, date(2020, 4, 19))
