"""Does the worker pay more service charge than the law allows?"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tracker.law.amounts import money
from tracker.law.checks.exchange import over_limit
from tracker.law.checks.reading import Law, Reading
from tracker.law.findings import Finding
from tracker.law.forms import SendingForm
from tracker.law.jobs import job_kind

WHAT = "Tiền dịch vụ"


def check(reading: Reading) -> Iterator[Finding]:
    """`service_charge` is what the worker pays. Some forms may take none; service enterprises have a ceiling."""
    facts = reading.facts
    if not facts.service_charge or not facts.form:
        return
    for rule_id in ("service_charge.zero_forms", "service_charge.own_employees"):
        law = reading.law(rule_id)
        if law is not None and facts.form in law.value:
            paid = (facts.service_charge, facts.service_charge_currency)
            yield from over_limit(reading, law, "service_charge", WHAT, paid, (Decimal(0), "VND"))
            return
    if facts.form == SendingForm.SERVICE_ENTERPRISE:
        yield from _ceiling(reading)
        yield from _letters(reading)
    else:
        found = money(facts.service_charge, facts.service_charge_currency)
        yield from reading.unknown("service_charge.zero_forms", "service_charge", found)


def ceiling_in_wage(wage: Decimal, months: int, *, rate: Decimal, long_cap: Decimal) -> Decimal:
    """The ceiling in the wage's currency: rate × wage × months / 12, at most long_cap × wage.

    From 36 months on long_cap × wage is the whole ceiling (69/2020 Điều 23 khoản 4); part years count by month.
    """
    most = long_cap * wage
    return most if months >= 36 else min(rate * wage * months / 12, most)


def _ceiling(reading: Reading) -> Iterator[Finding]:
    facts = reading.facts
    charge = facts.service_charge or Decimal(0)
    found = money(charge, facts.service_charge_currency)
    terms = _terms(reading)
    if terms is None:
        yield from reading.unknown("service_charge.rate", "service_charge", found)
        return
    law, rate, long_cap, row = terms
    limit, currency = Decimal(0), "VND"
    if rate or long_cap:
        if not facts.wage or not facts.wage_currency or not facts.months:
            message = f"{law.rule.title}: cần tiền lương và thời hạn hợp đồng để đối chiếu {found}."
            yield reading.finding(law, "service_charge", "info", message, found=found)
            return
        limit, currency = ceiling_in_wage(facts.wage, facts.months, rate=rate, long_cap=long_cap), facts.wage_currency
    yield from _which_ship(reading, law)
    paid = (charge, facts.service_charge_currency)
    less = _foreign_share(reading)
    yield from over_limit(reading, law, "service_charge", WHAT, paid, (limit, currency), less=less, row=row)


def _terms(reading: Reading) -> tuple[Law, Decimal, Decimal, Mapping[str, Any] | None] | None:
    """The rule that governs, its rate and its cap in months of wage: renewal, then market and job, then sea transport.

    Only officers and crew of sea transport ships have the higher rate (69/2020 Điều 23 khoản 4; TTLT 16/2007).
    """
    facts, cap = reading.facts, reading.law("service_charge.long_cap")
    if facts.renewal:
        law = reading.law("service_charge.rate_renewal")
        return None if law is None or cap is None else (law, law.number, cap.number, None)
    overrides = reading.law("service_charge.overrides")
    row = None if overrides is None else reading.row(overrides)
    if overrides is not None and row is not None:
        return overrides, Decimal(str(row["rate"])), Decimal(str(row["cap"])), row
    at_sea = job_kind(facts.occupation, facts.sector) == "transport_ship"
    law = reading.law("service_charge.rate_seafarer" if at_sea else "service_charge.rate")
    return None if law is None or cap is None else (law, law.number, cap.number, None)


def _which_ship(reading: Reading, law: Law) -> Iterator[Finding]:
    """One piece of information where crew is judged by the general rate because the kind of ship is not told."""
    told, higher = reading.facts.occupation, reading.law("service_charge.rate_seafarer")
    if law.rule.id != "service_charge.rate" or higher is None or job_kind(told, reading.facts.sector) != "some_ship":
        return
    message = (
        f"Công việc “{told}” chưa nói rõ loại tàu nên tiền dịch vụ đối chiếu theo mức chung. Mức cao hơn chỉ dành cho "
        "sĩ quan, thuyền viên tàu vận tải biển: ghi rõ tàu vận tải hay tàu cá."
    )
    yield reading.finding(higher, "occupation", "info", message, found=told)


def _foreign_share(reading: Reading) -> Decimal:
    """What the foreign side paid, in the charge's currency, where the rule set takes it off the ceiling."""
    law = reading.law("service_charge.offset_foreign_side")
    return (reading.facts.paid_by_foreign_side or Decimal(0)) if law is not None and law.value else Decimal(0)


def _letters(reading: Reading) -> Iterator[Finding]:
    """Lower sums set by letters for some markets, on top of the general ceiling."""
    facts, law = reading.facts, reading.law("service_charge.market_letters")
    row = None if law is None else reading.row(law)
    if law is None or row is None or facts.service_charge is None:
        return
    paid = (facts.service_charge, facts.service_charge_currency)
    limit = (Decimal(row["amount"]), row["currency"])
    yield from over_limit(reading, law, "service_charge", WHAT, paid, limit, row=row)
