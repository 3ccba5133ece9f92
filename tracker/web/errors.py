"""Pages for what goes wrong: what happened, what to do next, and a number by which we can find it."""

import secrets
from http import HTTPStatus

import structlog
from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from tracker.core.db import AlreadySent, db
from tracker.core.scope import OutOfScope
from tracker.web.forms import show_first_result

log = structlog.get_logger(__name__)

WORDS = {
    400: (_l("Yêu cầu chưa đầy đủ"), _l("Hãy quay lại trang trước, tải lại và gửi lại biểu mẫu.")),
    403: (_l("Bạn không có quyền mở trang này"), _l("Nếu công việc cần trang này, hãy báo người quản trị của đơn vị.")),
    404: (
        _l("Không có trang này"),
        _l("Hồ sơ có thể thuộc đơn vị khác, hoặc địa chỉ gõ sai. Hãy tìm lại theo tên."),
    ),
    405: (_l("Yêu cầu chưa đầy đủ"), _l("Hãy quay lại trang trước và dùng nút trên trang.")),
    409: (_l("Có người vừa sửa trước bạn"), _l("Hãy tải lại trang để xem bản mới, rồi ghi lại phần của bạn.")),
    413: (_l("Tệp quá lớn"), _l("Hãy chia danh sách thành nhiều tệp nhỏ hơn 20 MB.")),
    429: (_l("Đã thử quá nhiều lần"), _l("Hãy chờ ít phút rồi thử lại. Nếu quên mã, hãy gọi cán bộ phụ trách.")),
    500: (_l("Hệ thống gặp lỗi"), _l("Chưa có gì bị mất. Hãy thử lại sau ít phút; nếu vẫn lỗi, báo mã dưới đây.")),
}


def answer_errors(app: Flask) -> None:
    """Give the application its error pages."""
    app.register_error_handler(HTTPException, _explain)
    app.register_error_handler(CSRFError, lambda _error: _page(400))
    app.register_error_handler(OutOfScope, lambda _error: _page(404))
    app.register_error_handler(StaleDataError, _edited_meanwhile)
    app.register_error_handler(AlreadySent, show_first_result)
    app.register_error_handler(Exception, _unexpected)


def _explain(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, InternalServerError):
        return _unexpected(error)
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    return _page(error.code)


def _edited_meanwhile(_error: StaleDataError) -> ResponseReturnValue:
    db.session.rollback()
    return _page(409)


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    number = secrets.token_hex(4)
    log.error("unexpected", number=number, kind=type(error).__name__, exc_info=error)
    return _page(500, number)


def _page(code: int, number: str = "") -> ResponseReturnValue:
    title, advice = WORDS.get(code, WORDS[400])
    return render_template("errors/page.html", title=title, advice=advice, number=number, code=code), code
