"""What a check is told: plain values of one contract, each of them optional."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

LicenceSpell = tuple[str, date, date | None, str]
"""Number, first day, last day (None: still running), status: in_force, suspended, withdrawn or returned."""
MarketSpell = tuple[str, date, date | None, str]
"""BANNED, SUSPENDED or WARNING, first day, last day (None: still running), the document."""


@dataclass(frozen=True)
class Facts:
    """One contract as the law sees it. None and "" mean "not known" unless a field says otherwise.

    `departed_on` is the planned day before the fact and the actual day after it. Currencies are ISO codes;
    rates are VND for one unit. `licence_spells` None means the register was not asked; () means it holds none.
    `sector` is a key of tables/jobs.toml and wins over the words of `occupation`; `banned_job` is the key of a
    job a person has recognised as barred. `accepted_on`: acceptance by the foreign side, or visa. `fund_paid`
    None means nobody asked.
    """

    form: str | None = None
    birth_date: date | None = None
    host_country: str = ""
    occupation: str = ""
    sector: str = ""
    banned_job: str = ""
    renewal: bool = False
    selected_on: date | None = None
    signed_on: date | None = None
    supply_approved_on: date | None = None
    accepted_on: date | None = None
    filed_on: date | None = None
    departed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    term_months: int | None = None
    wage: Decimal | None = None
    wage_currency: str = ""
    wage_rate_vnd: Decimal | None = None
    usd_rate_vnd: Decimal | None = None
    service_charge: Decimal | None = None
    service_charge_currency: str = "VND"
    paid_by_foreign_side: Decimal | None = None
    charge_paid_on: date | None = None
    brokerage_fee: Decimal | None = None
    brokerage_currency: str = "VND"
    deposit: Decimal | None = None
    deposit_currency: str = "VND"
    deposit_paid_on: date | None = None
    fund_paid: bool | None = None
    fund_paid_on: date | None = None
    orientation_no: str = ""
    orientation_issued_on: date | None = None
    confirmation_no: str = ""
    confirmation_on: date | None = None
    passport_expires_on: date | None = None
    licence_spells: tuple[LicenceSpell, ...] | None = None
    market_status: tuple[MarketSpell, ...] = ()

    @property
    def months(self) -> int | None:
        """The contract's length in whole months: as written, else counted between its two days (both included)."""
        if self.term_months is not None:
            return self.term_months
        return self.months_by_dates

    @property
    def months_by_dates(self) -> int | None:
        """Whole months from the first to the last day, both included; None unless both are known and in order."""
        if self.starts_on is None or self.ends_on is None or self.ends_on <= self.starts_on:
            return None
        return whole_months(self.starts_on, self.ends_on)


def whole_months(first: date, last: date) -> int:
    """Whole months from a first to a last day, both included: 15/10/2020 to 14/10/2023 is 36."""
    after = last + timedelta(days=1)
    full = (after.year - first.year) * 12 + after.month - first.month
    return full if after.day >= first.day else full - 1
