"""Did the sender hold a licence on the day the contract was signed?"""

from collections.abc import Iterator

from tracker.law.amounts import day
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding

STATUS_WORDS = {"suspended": "đang bị đình chỉ", "withdrawn": "đã bị thu hồi", "returned": "đã nộp lại"}


def check(reading: Reading) -> Iterator[Finding]:
    """A supervisor may lift it with a reason; a licence lost later does not touch a contract signed before."""
    facts, law = reading.facts, reading.law("licence.on_signing")
    signed, spells = facts.signed_on, facts.licence_spells
    if law is None or facts.form not in law.value or signed is None or spells is None:
        return
    held = [spell for spell in spells if spell[1] <= signed and (spell[2] is None or signed <= spell[2])]
    if any(status == "in_force" for *_, status in held):
        return
    state = "không có giấy phép"
    if held:
        number, *_, status = held[-1]
        state = f"giấy phép {number} {STATUS_WORDS.get(status, status)}"
    message = f"Vào ngày ký {day(signed)}, bên đưa đi {state}."
    yield reading.finding(law, "signed_on", "override", message, found=state, allowed="giấy phép còn hiệu lực")
