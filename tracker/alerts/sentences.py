"""The closed list of sentences by which the house explains its alerts; stored by key, shown in the reader's language.

Values follow their names: what ends in `_on` is a day, in `_at` an instant, `country` a country's code.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

TITLES: dict[str, Any] = {
    "title.help": _l("Xin giúp"),
    "title.help_about": _l("Xin giúp: %(about)s"),
    "title.problem": _l("Báo có vấn đề"),
    "title.problem_about": _l("Báo có vấn đề: %(about)s"),
    "title.silent": _l("Không trả lời đề nghị cho biết tình hình"),
    "title.silent_days": _l("Im lặng %(days)s ngày"),
    "title.silent_since": _l("Không có tin từ %(since_on)s"),
    "title.contradiction": _l("Thông tin trái nhau"),
    "title.disruption": _l("Trong vùng sự kiện: %(event)s"),
    "title.disruption_contract_over": _l("Hết hạn hợp đồng khi đang có sự kiện: %(event)s"),
    "title.disruption_office": _l("Sự kiện: %(event)s"),
    "title.concern": _l("Gia đình lo lắng"),
    "title.concern_kinship": _l("Gia đình lo lắng (%(kinship)s)"),
    "title.law": _l("Hồ sơ trái quy định: %(rule)s"),
    "title.unreachable": _l("Không còn cách liên lạc nào dùng được"),
    "title.ops": _l("Hệ thống cần người xem: %(kind)s"),
    "title.forgotten": _l("Cảnh báo không có bước tiếp theo"),
}

# Titles that name an event, as a list says them: what it is, with the event's own name below.
WHATS: dict[str, Any] = {
    "title.disruption": _l("Trong vùng sự kiện"),
    "title.disruption_contract_over": _l("Hết hạn hợp đồng khi có sự kiện"),
    "title.disruption_office": _l("Việc chung của sự kiện"),
}

RULES: dict[str, Any] = {
    "rule.help": _l("Người lao động bấm “Cần giúp ngay” hoặc trả lời 3: mở cảnh báo S1 ngay, cả ban đêm."),
    "rule.problem": _l("Người lao động trả lời “Có vấn đề”: một cán bộ cần xem."),
    "rule.silent": _l("Đã quá hạn trả lời và quá thời gian chờ thêm mà không có dấu hiệu chắc chắn nào khác."),
    "rule.contradiction": _l("Hai nguồn nói trái nhau trong cùng thời gian."),
    "rule.disruption": _l("Sự kiện chạm tới nơi làm việc, và hoàn cảnh riêng của người này cho thấy cần có người xem."),
    "rule.disruption_office": _l("Sự kiện chạm tới người lao động của đơn vị: một cảnh báo chung cho cả đơn vị."),
    "rule.concern": _l("Thân nhân đã được phép bấm “Lo lắng, cần giúp” trên trang gia đình."),
    "rule.law": _l("Luật đang dùng tìm thấy điểm cần xem trong hồ sơ."),
    "rule.unreachable": _l("Mọi số điện thoại và địa chỉ thư trong hồ sơ đều không dùng được."),
    "rule.officer": _l("Cán bộ mở cảnh báo bằng tay."),
    "rule.ops": _l("Hệ thống tự kiểm tra và thấy việc không chạy như phải chạy."),
}

FACTS: dict[str, Any] = {
    "fact.pressed_help": _l("Bấm “Cần giúp ngay”"),
    "fact.pressed_problem": _l("Bấm “Có vấn đề”"),
    "fact.chose": _l("Chọn “%(category)s”"),
    "fact.wrote": _l("Viết: “%(text)s”"),
    "fact.asked": _l("Đã đề nghị cho biết tình hình, hạn trả lời %(due_on)s"),
    "fact.grace_over": _l("Hết thời gian chờ thêm %(grace_days)s ngày, chưa có trả lời"),
    "fact.last_sure": _l("Dấu hiệu chắc chắn gần nhất: %(last_on)s"),
    "fact.never_sure": _l("Chưa có dấu hiệu chắc chắn nào từ ngày xuất cảnh"),
    "fact.contract_ends": _l("Hợp đồng hết hạn ngày %(ends_on)s"),
    "fact.contract_over": _l("Hợp đồng đã hết hạn ngày %(ends_on)s, chưa ghi nhận về nước"),
    "fact.passport_expires": _l("Hộ chiếu hết hạn ngày %(expires_on)s"),
    "fact.event": _l("%(event)s tại %(country)s, từ %(from_on)s"),
    "fact.policy": _l("%(indicator)s mức %(level)s tại %(country)s từ %(from_on)s"),
    "fact.circumstance": _l("%(words)s"),
    "fact.help_open": _l("Đã xin giúp, việc chưa xong"),
    "fact.problem_open": _l("Đã báo có vấn đề, việc chưa xong"),
    "fact.no_relatives": _l("Chưa có thân nhân nào trong hồ sơ"),
    "fact.touched": _l("Sự kiện chạm tới %(count)s người lao động của đơn vị"),
    "fact.family_worried": _l("%(kinship)s bấm “Lo lắng, cần giúp”"),
    "fact.family_no_news": _l("%(kinship)s báo chưa có tin"),
    "fact.number_wrong": _l("Số điện thoại không dùng được, ghi nhận ngày %(noted_on)s"),
    "fact.finding": _l("%(finding)s"),
    "fact.note": _l("%(text)s"),
    "fact.tick_late": _l("Bộ máy không chạy từ %(last_at)s"),
    "fact.no_next_step": _l("Cảnh báo %(number)s đang mở mà không có bước tiếp theo"),
}

TRIED: dict[str, Any] = {
    "tried.asked": _l("Gửi lời hỏi thăm: %(fate)s"),
    "tried.reminded": _l("Nhắc lại: %(fate)s"),
    "tried.other_number": _l("Gửi tới số khác: %(fate)s"),
    "tried.relatives": _l("Hỏi thân nhân đã được phép: %(fate)s"),
    "tried.none": _l("Chưa gửi tin nào"),
}

FATES: dict[str, Any] = {
    "fate.queued": _l("chưa gửi"),
    "fate.sent": _l("đã gửi"),
    "fate.delivered": _l("đã tới máy"),
    "fate.failed": _l("không gửi được"),
    "fate.uncertain": _l("chưa rõ đã tới chưa"),
    "fate.skipped": _l("bỏ qua"),
}

SOURCES: dict[str, Any] = {
    "source.worker": _l("người lao động tự báo"),
    "source.family": _l("gia đình báo"),
    "source.officer": _l("cán bộ ghi"),
    "source.file": _l("hồ sơ"),
    "source.engine": _l("hệ thống"),
    "source.sender": _l("bên đưa đi báo"),
    "source.oxcgrt": _l("dữ liệu chính sách OxCGRT"),
    "source.bulletin": _l("thông báo của cán bộ"),
}

CLEARS: dict[str, Any] = {
    "clears.help": _l("Nói chuyện được với người lao động và việc xin giúp đã có kết quả."),
    "clears.problem": _l("Biết rõ vấn đề là gì và đã có kết quả."),
    "clears.silent": _l("Một dấu hiệu chắc chắn: người lao động tự trả lời, cán bộ gọi được, hoặc ghi nhận về nước."),
    "clears.contradiction": _l("Biết nguồn nào đúng."),
    "clears.disruption": _l("Biết chắc người này an toàn, hoặc đã về nước."),
    "clears.disruption_office": _l("Mọi cảnh báo riêng của sự kiện tại đơn vị đã được giải quyết."),
    "clears.concern": _l("Gia đình đã được trả lời."),
    "clears.law": _l("Hồ sơ được sửa, hoặc có giải thích được ghi lại."),
    "clears.unreachable": _l("Có một số điện thoại hoặc địa chỉ thư dùng được."),
    "clears.officer": _l("Người mở hoặc người phụ trách thấy việc đã xong."),
    "clears.ops": _l("Bộ máy chạy lại bình thường."),
}

NEXT: dict[str, Any] = {
    "next.call": _l("Gọi người lao động."),
    "next.ask_relatives": _l("Hỏi thân nhân đã được phép."),
    "next.ask_sender": _l("Đề nghị bên đưa đi xác minh và báo lại."),
    "next.answer_family": _l("Trả lời gia đình trước %(answer_on)s."),
    "next.mission": _l("Liên hệ cơ quan đại diện Việt Nam."),
    "next.fix_file": _l("Mở hồ sơ và bổ sung."),
    "next.look_at_children": _l("Mở danh sách cảnh báo của sự kiện và nhận việc."),
}

SENTENCES: dict[str, Any] = {**TITLES, **RULES, **FACTS, **TRIED, **FATES, **SOURCES, **CLEARS, **NEXT}
