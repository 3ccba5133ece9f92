"""How reasons for coming home and papers of the file are called on a page."""

from typing import Any

from flask_babel import lazy_gettext as _l

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


def end_reason(code: str) -> str:
    """Why the worker came home, in words."""
    return str(END_REASONS.get(code, code))


def document(kind: str) -> str:
    """A paper of the file, in words."""
    return str(DOCUMENTS.get(kind, kind))
