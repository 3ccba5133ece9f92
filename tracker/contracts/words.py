"""How reasons for coming home, papers of the file and the terms of a contract are called on a page."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.law.forms import FORM_NAMES, SendingForm
from tracker.places.countries import country_name
from tracker.web.furniture import language
from tracker.web.words import ngay, so_le

END_REASONS: dict[str, Any] = {
    "COMPLETED": _l("Hoàn thành hợp đồng"),
    "ACCIDENT_WORK": _l("Tai nạn lao động"),
    "ACCIDENT_OTHER": _l("Tai nạn khác"),
    "ILLNESS": _l("Ốm đau, bệnh tật"),
    "EMPLOYER_DISSOLVED": _l("Người sử dụng lao động giải thể"),
    "EMPLOYER_BANKRUPT": _l("Người sử dụng lao động phá sản"),
    "PRODUCTION_CUT": _l("Thu hẹp sản xuất, dịch bệnh hoặc lý do bất khả kháng"),
    "ABUSE": _l("Bị ngược đãi"),
    "FORCED_LABOUR": _l("Bị cưỡng bức lao động"),
    "DANGER": _l("Nguy hiểm đến tính mạng, sức khỏe"),
    "SEXUAL_HARASSMENT": _l("Bị quấy rối tình dục"),
    "DISPUTE": _l("Tranh chấp lao động"),
    "EMPLOYER_BREACH": _l("Người sử dụng lao động không thực hiện đúng hợp đồng"),
    "WORKER_WISH": _l("Theo nguyện vọng của người lao động"),
    "FAMILY": _l("Việc gia đình"),
    "PREGNANCY": _l("Thai sản"),
    "DISCIPLINE": _l("Bị kỷ luật"),
    "CONTRACT_BREACH": _l("Người lao động vi phạm hợp đồng"),
    "LEFT_EMPLOYER": _l("Tự ý bỏ hợp đồng (có văn bản)"),
    "DEPORTED": _l("Bị trục xuất, buộc về nước"),
    "OTHER": _l("Lý do khác"),
}
DOCUMENTS: dict[str, Any] = {
    "registration": _l("Văn bản đăng ký hợp đồng"),
    "application": _l("Đơn đăng ký đi làm việc ở nước ngoài"),
    "cv": _l("Sơ yếu lý lịch có xác nhận"),
    "health": _l("Giấy chứng nhận sức khỏe"),
    "orientation": _l("Giấy chứng nhận giáo dục định hướng"),
    "diploma": _l("Văn bằng, chứng chỉ chuyên môn, ngoại ngữ"),
    "passport": _l("Bản sao hộ chiếu"),
    "labour_contract": _l("Hợp đồng lao động"),
    "contract_translation": _l("Bản dịch hợp đồng có chứng thực"),
    "employer_papers": _l("Tài liệu về người sử dụng lao động"),
}
PROOFS: dict[str, Any] = {
    "contract": _l("Bản hợp đồng đã ký"),
    "appendix": _l("Phụ lục, bản gia hạn hợp đồng"),
    "sender": _l("Văn bản của bên đưa đi"),
    "authority": _l("Văn bản của cơ quan nhà nước, cơ quan đại diện"),
    "other": _l("Giấy tờ khác"),
}
TERMS: dict[str, Any] = {
    "form": _l("hình thức"),
    "number": _l("số hợp đồng"),
    "signed_on": _l("ngày ký"),
    "sender_id": _l("bên đưa đi"),
    "host_country": _l("nước đến làm việc"),
    "employer_id": _l("người sử dụng lao động"),
    "place": _l("nơi làm việc"),
    "occupation": _l("công việc"),
    "starts_on": _l("từ ngày"),
    "ends_on": _l("đến ngày"),
    "term_months": _l("thời hạn (tháng)"),
    "wage": _l("tiền lương mỗi tháng"),
    "wage_currency": _l("loại tiền lương"),
    "wage_rate_vnd": _l("tỷ giá tiền lương"),
    "service_charge": _l("tiền dịch vụ"),
    "service_charge_currency": _l("loại tiền dịch vụ"),
    "paid_by_foreign_side": _l("phần bên nước ngoài đã trả"),
    "brokerage_fee": _l("tiền môi giới"),
    "brokerage_currency": _l("loại tiền môi giới"),
    "deposit": _l("tiền ký quỹ"),
    "deposit_currency": _l("loại tiền ký quỹ"),
    "usd_rate_vnd": _l("tỷ giá USD"),
    "orientation_no": _l("số giấy chứng nhận giáo dục định hướng"),
    "orientation_issued_on": _l("ngày cấp giấy chứng nhận giáo dục định hướng"),
    "confirmation_no": _l("số văn bản xác nhận đăng ký hợp đồng"),
    "confirmation_on": _l("ngày văn bản xác nhận đăng ký hợp đồng"),
    "departed_on": _l("ngày xuất cảnh"),
    "returned_on": _l("ngày về nước"),
    "end_reason": _l("lý do về nước"),
}
SUMS = ("wage", "service_charge", "paid_by_foreign_side", "brokerage_fee", "deposit")
RATES = ("wage_rate_vnd", "usd_rate_vnd")


def end_reason(code: str) -> str:
    """Why the worker came home, in words."""
    return str(END_REASONS.get(code, code))


def document(kind: str) -> str:
    """A paper of the file, in words."""
    return str(DOCUMENTS.get(kind, kind))


def proof(kind: str) -> str:
    """On which kind of paper a correction rests, in words."""
    return str(PROOFS.get(kind, kind))


def corrected_terms(terms: Mapping[str, Any]) -> str:
    """What a correction has changed, in the order of the contract: "đến ngày 09/07/2022 → 09/07/2023".

    What reads the same before and after is left out: an employer entered anew because the place was another.
    """
    told = [(TERMS[name], *(term_value(name, each) for each in terms[name])) for name in TERMS if name in terms]
    return "; ".join(f"{name} {was} → {now}" for name, was, now in told if was != now)


def term_value(name: str, value: Any) -> str:
    """A term as it stands or as a correction keeps it, in words; a blank one says that it is."""
    if value in (None, ""):
        return str(_("để trống"))
    if name == "form":
        return str(FORM_NAMES[SendingForm(value)])
    if name == "end_reason":
        return end_reason(value)
    if name == "host_country":
        return country_name(value, language())
    if name.endswith("_on"):
        return ngay(date.fromisoformat(str(value)))
    return so_le(Decimal(value)) if name in (*SUMS, *RATES) else str(value)
