"""Small made-up lists: one good line, changed where a test needs it, as .csv or .xlsx."""

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.intake import actions
from tracker.intake.preview import Preview

GOOD: dict[str, Any] = {
    "worker_ref": "T0001",
    "ho_ten": "Lò Thị Ánh",
    "gioi_tinh": "Nữ",
    "ngay_sinh": "05/03/1994",
    "dan_toc": "Thái",
    "loai_giay_to": "CMND",
    "so_giay_to": "040912345",
    "so_ho_chieu": "C9112233",
    "ma_tinh": "11",
    "ma_huyen": "099",
    "ma_xa": "03298",
    "ten_huyen": "Huyện Tuần Giáo",
    "ten_xa": "Xã Chiềng Sinh",
    "dien_thoai": "0566123456",
    "ho_ngheo": "1",
    "trinh_do": "THPT",
    "nguoi_than": "Lò Văn Bun",
    "quan_he": "Bố",
    "dien_thoai_nguoi_than": "0598123456",
    "nuoc": "TWN",
    "noi_lam_viec": "Đào Viên",
    "ma_nsdld": "TWN0001",
    "nganh_nghe": "Điện tử",
    "hinh_thuc": "DOANH_NGHIEP",
    "ma_doanh_nghiep": "DN001",
    "so_hop_dong": "HĐ-2019-000001",
    "ngay_ky": "01/03/2019",
    "ngay_xuat_canh": "10/05/2019",
    "thoi_han_thang": "36",
    "ngay_het_han": "09/05/2022",
    "luong": "24000",
    "loai_tien": "TWD",
    "trang_thai": "DANG_LAM_VIEC",
    "ngay_ve_nuoc": "",
}
TODAY = date(2020, 7, 15)


def a_line(**changes: Any) -> dict[str, Any]:
    """The good line with other cells where a test says so."""
    return GOOD | changes


def another_line(number: int, **changes: Any) -> dict[str, Any]:
    """A line of another person."""
    own = {
        "worker_ref": f"T{number:04d}",
        "ho_ten": "Giàng A Chống",
        "gioi_tinh": "Nam",
        "ngay_sinh": f"{number % 28 + 1:02d}/06/1990",
        "so_giay_to": f"0409{number:05d}",
        "so_ho_chieu": f"C91{number:05d}",
        "dien_thoai": f"05661{number:05d}",
        "so_hop_dong": f"HĐ-2019-{number:06d}",
    }
    return GOOD | own | changes


def as_csv(lines: Sequence[dict[str, Any]], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """Lines as a .csv file."""
    out = StringIO()
    writer = csv.DictWriter(out, list(lines[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode(encoding)


def as_xlsx(lines: Sequence[dict[str, Any]]) -> bytes:
    """Lines as an .xlsx file; numbers and days as Excel keeps them."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet()
        for row, cells in enumerate([list(lines[0]), *(list(line.values()) for line in lines)]):
            for column, cell in enumerate(cells):
                page.write(row, column, cell)
    return out.getvalue()


def look(*lines: dict[str, Any], office: str = "vn.11", name: str = "list.csv") -> Preview:
    """What a list would do. Writes nothing."""
    content = as_xlsx(lines) if name.endswith(".xlsx") else as_csv(lines)
    return actions.read_list(name, content, office_path=office, today=clock.today())


def take(*lines: dict[str, Any], office: str = "vn.11", name: str = "list.csv") -> dict[str, int]:
    """Apply a list and give the counts."""
    preview = look(*lines, office=office, name=name)
    content = as_xlsx(lines) if name.endswith(".xlsx") else as_csv(lines)
    with transaction():
        run = actions.take_in(name, content, office_path=office, by=None, now=clock.now())
        counts = actions.apply_list(run, preview, by=None, now=clock.now())
    db.session.expire_all()
    return counts
