"""The forms of going abroad: seven in Law 69/2020 (Điều 5, 54), four in Law 72/2006 (Điều 6)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flask_babel import lazy_gettext as _l


class SendingForm(StrEnum):
    """Who sends the worker, which decides all later checks and clocks."""

    PUBLIC_UNIT = "PUBLIC_UNIT"
    SERVICE_ENTERPRISE = "SERVICE_ENTERPRISE"
    CONTRACTOR = "CONTRACTOR"
    TRAINEE = "TRAINEE"
    INVESTOR = "INVESTOR"
    DIRECT = "DIRECT"
    POST_EXIT = "POST_EXIT"


class LegacyForm(StrEnum):
    """The four forms of Law 72/2006, Điều 6."""

    SERVICE_OR_PUBLIC = "SERVICE_OR_PUBLIC"
    CONTRACTOR_OR_INVESTOR = "CONTRACTOR_OR_INVESTOR"
    INTERNSHIP = "INTERNSHIP"
    INDIVIDUAL = "INDIVIDUAL"


FORM_NAMES = MappingProxyType(
    {
        SendingForm.PUBLIC_UNIT: _l("Qua đơn vị sự nghiệp (thỏa thuận quốc tế, gồm EPS)"),
        SendingForm.SERVICE_ENTERPRISE: _l("Qua doanh nghiệp dịch vụ"),
        SendingForm.CONTRACTOR: _l("Doanh nghiệp trúng thầu, nhận thầu ở nước ngoài"),
        SendingForm.TRAINEE: _l("Đào tạo, nâng cao trình độ, kỹ năng nghề ở nước ngoài"),
        SendingForm.INVESTOR: _l("Tổ chức, cá nhân đầu tư ra nước ngoài"),
        SendingForm.DIRECT: _l("Hợp đồng lao động trực tiếp giao kết"),
        SendingForm.POST_EXIT: _l("Hợp đồng lao động giao kết sau khi xuất cảnh"),
    }
)
LEGACY_FORM_NAMES = MappingProxyType(
    {
        LegacyForm.SERVICE_OR_PUBLIC: _l("Hợp đồng với doanh nghiệp dịch vụ hoặc tổ chức sự nghiệp"),
        LegacyForm.CONTRACTOR_OR_INVESTOR: _l(
            "Hợp đồng với doanh nghiệp trúng thầu, nhận thầu hoặc đầu tư ra nước ngoài"
        ),
        LegacyForm.INTERNSHIP: _l("Hợp đồng theo hình thức thực tập nâng cao tay nghề"),
        LegacyForm.INDIVIDUAL: _l("Hợp đồng cá nhân"),
    }
)
LEGACY_FORMS: Mapping[SendingForm, LegacyForm] = MappingProxyType(
    {
        SendingForm.PUBLIC_UNIT: LegacyForm.SERVICE_OR_PUBLIC,
        SendingForm.SERVICE_ENTERPRISE: LegacyForm.SERVICE_OR_PUBLIC,
        SendingForm.CONTRACTOR: LegacyForm.CONTRACTOR_OR_INVESTOR,
        SendingForm.INVESTOR: LegacyForm.CONTRACTOR_OR_INVESTOR,
        SendingForm.TRAINEE: LegacyForm.INTERNSHIP,
        SendingForm.DIRECT: LegacyForm.INDIVIDUAL,
    }
)


def legacy_form(form: str) -> LegacyForm | None:
    """The form of Law 72/2006 that covers a form of Law 69/2020; None for POST_EXIT, which that law did not know."""
    return LEGACY_FORMS.get(SendingForm(form))
