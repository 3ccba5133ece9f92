"""WTForms' own messages in Vietnamese: the library brings no such catalogue."""

from flask_babel import lazy_gettext as _l

SPOKEN = {
    "Choices cannot be None.": _l("Danh sách lựa chọn đang trống."),
    "CSRF failed.": _l("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "CSRF token expired.": _l("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "CSRF token missing.": _l("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "Invalid CSRF Token.": _l("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "Date must be at least %(min)s.": _l("Ngày không được trước %(min)s."),
    "Date must be at most %(max)s.": _l("Ngày không được sau %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Ngày cần nằm giữa %(min)s và %(max)s."),
    "Field must be equal to %(other_name)s.": _l("Cần giống ô %(other_name)s."),
    "Field must be at least %(min)d characters long.": _l("Cần ít nhất %(min)d ký tự."),
    "Field must be at least %(min)d character long.": _l("Cần ít nhất %(min)d ký tự."),
    "Field cannot be longer than %(max)d characters.": _l("Không được dài quá %(max)d ký tự."),
    "Field cannot be longer than %(max)d character.": _l("Không được dài quá %(max)d ký tự."),
    "Field must be exactly %(max)d characters long.": _l("Cần đúng %(max)d ký tự."),
    "Field must be exactly %(max)d character long.": _l("Cần đúng %(max)d ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Cần từ %(min)d đến %(max)d ký tự."),
    "File does not have an approved extension.": _l("Loại tệp này không nhận."),
    "Invalid Choice: could not coerce.": _l("Lựa chọn này không có trong danh sách."),
    "Invalid IP address.": _l("Địa chỉ IP chưa đúng."),
    "Invalid Mac address.": _l("Địa chỉ MAC chưa đúng."),
    "Invalid URL.": _l("Địa chỉ trang chưa đúng."),
    "Invalid UUID.": _l("Mã chưa đúng."),
    "Invalid email address.": _l("Địa chỉ thư điện tử chưa đúng."),
    "Invalid field name '%s'.": _l("Không có ô tên '%s'."),
    "Invalid input.": _l("Nội dung vừa nhập chưa đúng dạng."),
    "Invalid value, can't be any of: %(values)s.": _l("Không được là: %(values)s."),
    "Invalid value, must be one of: %(values)s.": _l("Cần là một trong: %(values)s."),
    "Not a valid choice.": _l("Hãy chọn một mục trong danh sách."),
    "Not a valid date value.": _l("Ngày cần viết dạng ngày/tháng/năm, ví dụ 05/03/1994."),
    "Not a valid datetime value.": _l("Thời điểm chưa đúng dạng."),
    "Not a valid decimal value.": _l("Cần là một số."),
    "Not a valid float value.": _l("Cần là một số."),
    "Not a valid integer value.": _l("Cần là một số nguyên."),
    "Not a valid time value.": _l("Giờ cần viết dạng giờ:phút, ví dụ 08:30."),
    "Not a valid week value.": _l("Tuần chưa đúng dạng."),
    "Number must be at least %(min)s.": _l("Số không được nhỏ hơn %(min)s."),
    "Number must be at most %(max)s.": _l("Số không được lớn hơn %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Số cần nằm giữa %(min)s và %(max)s."),
    "This field cannot be edited.": _l("Ô này không sửa được."),
    "This field is disabled and cannot have a value.": _l("Ô này đang khóa."),
    "This field is required.": _l("Cần điền ô này."),
}


class VietnameseWords:
    """What WTForms asks for its messages: ours where there is one, else the message as it stands."""

    def gettext(self, text: str) -> str:
        """One message; placeholders are filled in by WTForms afterwards."""
        return str(SPOKEN.get(text, text))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """One message that counts; Vietnamese has one form for all numbers."""
        return self.gettext(singular if count == 1 else plural)
