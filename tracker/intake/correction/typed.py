"""The terms of a stored contract as an officer would type them, so that the form of registration reads them back."""

from decimal import Decimal
from typing import Any

from tracker.contracts.models import Contract
from tracker.contracts.terms import TERM_NAMES
from tracker.contracts.words import RATES, SUMS
from tracker.law.facts import whole_months
from tracker.web.words import ngay, so_le

DAYS = ("signed_on", "starts_on", "ends_on", "orientation_issued_on", "confirmation_on")
PARTIES = ("sender_id", "employer_id")


def as_typed(contract: Contract) -> dict[str, str]:
    """Every field of the contract's form with its words. A term that follows from the days is left to follow them."""
    stands = {name: getattr(contract, name) for name in TERM_NAMES if name not in PARTIES}
    if contract.term_months == max(whole_months(contract.starts_on, contract.ends_on), 1):
        stands["term_months"] = None
    words = {name: _words(name, value) for name, value in stands.items()}
    sender = contract.sender.ref if contract.sender else ""
    return {**words, "sender": sender, "employer": contract.employer.name if contract.employer else ""}


def _words(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in DAYS:
        return ngay(value)
    if name in SUMS:
        return so_le(value)
    return rate_words(value) if name in RATES else str(value)


def rate_words(rate: Decimal) -> str:
    """A rate as it is typed: 23.200 or 215,37. Three decimals get a fourth, since 1,234 may also mean 1234."""
    words = so_le(rate)
    return f"{words}0" if len(words.partition(",")[2]) == 3 else words
