"""A list into the register: written once, updated where it may, never over an officer's words, all or nothing."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import offices, the_cast
from tests.intake.lists import a_line, another_line, as_csv, look, take
from tracker.audit.models import AuditEntry
from tracker.checkins.models import Plan
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import Base, db, transaction
from tracker.intake import actions, jobs, queries
from tracker.intake.entry import Outcome
from tracker.intake.models import ImportRun, ListedRow
from tracker.people import secrets
from tracker.people.models import ContactPoint, ContactStatus, NameKey, Relative, SignOfLife, Worker

REAL = Path(os.environ.get("TRACKER_REAL_FILES", Path(__file__).parents[3] / "shared" / "data"))
WORKERS = REAL / "workers" / "workers.csv"
REGISTER = (Worker, Contract, Relative, ContactPoint, NameKey, SignOfLife, ContactStatus, ListedRow, Plan)


@pytest.fixture(autouse=True)
def areas(house: Flask) -> None:
    offices()


def the_worker() -> Worker:
    return db.session.scalars(sa.select(Worker)).one()


def the_contract() -> Contract:
    return db.session.scalars(sa.select(Contract)).one()


def write(content: bytes, preview: actions.Preview, **more: Any) -> dict[str, int]:
    """Apply a list that was read before."""
    with transaction():
        run = actions.take_in("list.csv", content, office_path="vn.11", by=None, now=clock.now())
        return actions.apply_list(run, preview, by=None, now=clock.now(), **more)


def everything() -> dict[str, list[Any]]:
    """The whole register, to be compared with itself."""
    return {
        model.__tablename__: [tuple(row) for row in db.session.execute(sa.select(*_columns(model)).order_by(model.id))]
        if hasattr(model, "id")
        else [tuple(row) for row in db.session.execute(sa.select(*_columns(model)).order_by(model.worker_id))]
        for model in REGISTER
    }


def _columns(model: type[Base]) -> list[Any]:
    return [getattr(model, column.key) for column in sa.inspect(model).column_attrs]


def test_a_line_becomes_a_worker_a_relative_a_contract_signs_of_life_and_a_plan() -> None:
    counts = take(a_line())

    worker, contract = the_worker(), the_contract()
    assert counts["new"] == 1
    assert (worker.full_name, worker.list_ref, worker.office_path, worker.source) == (
        "Lò Thị Ánh", "T0001", "vn.11.099", "list",
    )  # fmt: skip
    assert secrets.open_id(worker) == "040912345"
    assert secrets.open_passport(worker) == "C9112233"
    assert (contract.host_country, contract.wage, contract.claimed_state) == ("TWN", Decimal(24000), "DANG_LAM_VIEC")
    assert (contract.sender.code, contract.employer.code) == ("DN001", "TWN0001")
    relative = db.session.scalars(sa.select(Relative)).one()
    assert (relative.full_name, relative.kinship, relative.may_see) == ("Lò Văn Bun", "Bố", "nothing")
    points = db.session.scalars(sa.select(ContactPoint).order_by(ContactPoint.id)).all()
    assert [(secrets.open_contact(point), point.relative_id) for point in points] == [
        ("+84566123456", None),
        ("+84598123456", relative.id),
    ]
    status = db.session.scalars(sa.select(ContactStatus)).one()
    assert (status.last_sure_kind, status.last_sure_at) == ("travel_record", clock.at("2019-05-10T00:00"))
    assert db.session.scalars(sa.select(Plan)).one().contract_id == contract.id


def test_a_worker_who_is_back_has_two_signs_and_no_plan() -> None:
    take(a_line(trang_thai="VE_TRUOC_HAN", ngay_ve_nuoc="11/02/2020"))

    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignOfLife)) == 2
    assert db.session.scalars(sa.select(ContactStatus)).one().state == "closed"
    assert db.session.scalars(sa.select(Plan)).all() == []


def test_the_same_list_twice_changes_nothing() -> None:
    lines = (a_line(), another_line(7, ho_ten="GIÀNG A CHỐNG", luong="24.000,00"))
    take(*lines)
    before = everything()

    counts = take(*lines)

    assert (counts["new"], counts["update"], counts["unchanged"]) == (0, 0, 2)
    assert everything() == before


def test_a_csv_and_an_xlsx_are_one() -> None:
    take(a_line(), another_line(7))

    as_excel_keeps_it = {
        "ma_tinh": 11, "ma_huyen": 99, "ma_xa": 3298, "so_giay_to": 40912345, "dien_thoai": 566123456,
        "dien_thoai_nguoi_than": 598123456, "ngay_sinh": date(1994, 3, 5), "ngay_ky": 43525,
        "thoi_han_thang": 36, "luong": 24000, "ho_ngheo": 1,
    }  # fmt: skip
    counts = take(a_line(**as_excel_keeps_it), another_line(7), name="list.xlsx")

    assert (counts["new"], counts["update"], counts["unchanged"]) == (0, 0, 2)
    assert counts["cells_repaired"] == 6


def test_looking_writes_nothing() -> None:
    preview = look(a_line(), another_line(7))

    assert preview.counts["new"] == 2
    assert not any(everything().values())


def test_a_later_list_may_change_what_a_list_wrote() -> None:
    take(a_line())

    later = a_line(luong="26000", trang_thai="VE_TRUOC_HAN", ngay_ve_nuoc="01/06/2020")
    told = {issue.column: issue.message for issue in look(later).issues}
    counts = take(later)

    assert told["luong"] == "Đổi “24000” thành “26000”."
    assert told["ngay_ve_nuoc"] == "Điền “01/06/2020” vào chỗ đang trống."
    assert (counts["update"], counts["cells_changes"], counts["cells_differs"]) == (1, 3, 0)
    assert (the_contract().wage, the_contract().returned_on) == (Decimal(26000), date(2020, 6, 1))
    assert db.session.scalars(sa.select(Plan)).one().state == "closed"


def test_a_list_never_writes_over_an_officers_words_but_shows_the_difference() -> None:
    take(a_line())
    with transaction():
        the_contract().place = "Cao Hùng"
        the_worker().full_name = "Lò Thị Ánh Tuyết"

    preview = look(a_line(noi_lam_viec="Đài Trung"))
    counts = take(a_line(noi_lam_viec="Đài Trung"))

    assert the_contract().place == "Cao Hùng"
    assert the_worker().full_name == "Lò Thị Ánh Tuyết"
    assert counts["unchanged"] == 1
    assert {issue.column for issue in preview.issues} == {"noi_lam_viec", "ho_ten"}
    assert all("giữ nguyên" in issue.message for issue in preview.issues)


def test_a_list_fills_in_what_was_empty() -> None:
    take(a_line(luong="", loai_tien="", so_ho_chieu="", dien_thoai="", nguoi_than="", dien_thoai_nguoi_than=""))

    counts = take(a_line())

    assert counts["update"] == 1
    assert the_contract().wage == Decimal(24000)
    assert secrets.open_passport(the_worker()) == "C9112233"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ContactPoint)) == 2


def test_an_empty_cell_takes_nothing_away() -> None:
    take(a_line())

    counts = take(a_line(luong="", dien_thoai="", dan_toc="", noi_lam_viec=""))

    assert counts["unchanged"] == 1
    assert the_contract().wage == Decimal(24000)


def test_someone_elses_number_is_refused() -> None:
    take(a_line())

    preview = look(a_line(ho_ten="Quàng Văn Pọm", ngay_sinh="16/12/1993"))

    assert preview.outcomes == {2: Outcome.REFUSED}
    assert preview.issues[0].column == "so_giay_to"


def test_a_second_contract_while_the_first_still_runs_is_refused() -> None:
    take(a_line())

    again = a_line(so_hop_dong="HĐ-2", ngay_ky="02/02/2020", ngay_xuat_canh="01/03/2020", ngay_het_han="28/02/2023")

    assert look(again).outcomes == {2: Outcome.REFUSED}


def test_a_line_from_outside_the_offices_area_is_refused() -> None:
    preview = look(a_line(), office="vn.40")

    assert preview.outcomes == {2: Outcome.REFUSED}
    assert preview.issues[0].column == "ma_xa"


def test_a_worker_of_another_office_is_refused_without_being_shown() -> None:
    take(another_line(7, ma_tinh="40", ma_huyen="412", ma_xa="16681", ten_huyen="", ten_xa=""), office="vn")
    moved = another_line(7)

    preview = look(moved)

    assert preview.outcomes == {2: Outcome.REFUSED}
    assert "cơ quan khác" in preview.issues[0].message


def test_a_failure_half_way_leaves_nothing_behind() -> None:
    content, preview = as_csv([a_line(), another_line(7)]), look(a_line(), another_line(7))

    def cut_off(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(content, preview, progress=cut_off)

    assert not any(everything().values())
    assert take(a_line(), another_line(7))["new"] == 2


def test_a_file_changed_between_reading_and_writing_stops_the_list() -> None:
    take(a_line())
    preview = look(a_line(dan_toc="Lào"))
    with transaction():
        the_worker().note = "gọi lại sau"

    with pytest.raises(actions.RegisterMoved):
        write(as_csv([a_line(dan_toc="Lào")]), preview)


def test_a_list_written_by_someone_else_meanwhile_is_not_written_again() -> None:
    preview = look(a_line())
    take(a_line())

    with pytest.raises(actions.RegisterMoved):
        write(as_csv([a_line()]), preview)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contract)) == 1


def test_a_long_list_waits_for_the_scheduler_and_shows_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.intake.actions.lists.IN_REQUEST", 1)
    content = as_csv([a_line(), another_line(7)])
    with transaction():
        run = actions.take_in("list.csv", content, office_path="vn.11", by=None, now=clock.now())
    assert run.state == "waiting"

    assert jobs.apply_waiting() == "previewed=2"
    assert (run.state, run.counts["new"], run.rows_done) == ("previewed", 2, 2)
    assert jobs.apply_waiting() == "waiting=0"

    with transaction():
        actions.ask_to_apply(run, by=None, now=clock.now())
    assert jobs.apply_waiting() == "applied=2"
    assert (run.state, run.rows_done) == ("applied", 2)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Worker)) == 2


def test_a_list_whose_work_was_cut_off_is_taken_up_again() -> None:
    with transaction():
        run = actions.take_in("list.csv", as_csv([a_line()]), office_path="vn.11", by=None, now=clock.now())
        run.state, run.started_at, run.counts = "applying", clock.at("2020-07-15T11:00"), {"new": 1}

    assert jobs.apply_waiting() == "applied=1"


def test_every_list_leaves_its_traces_in_the_audit_book() -> None:
    user = the_cast()["lan"]
    with transaction():
        run = actions.take_in("list.csv", as_csv([a_line()]), office_path="vn.11", by=user, now=clock.now())
        actions.apply_list(run, look(a_line()), by=user, now=clock.now())

    written = db.session.scalars(sa.select(AuditEntry.what).where(AuditEntry.about_ref == run.ref)).all()
    assert written == ["list.take_in", "list.apply"]


def test_no_number_of_a_person_lies_open_in_the_rows_of_a_list() -> None:
    take(a_line(so_giay_to="0409123456"), another_line(7, dien_thoai="05661234567"))

    for model in (ImportRun, queries.ImportIssue):
        for row in db.session.execute(sa.select(*_columns(model))):
            assert "0409123456" not in str(row)
            assert "05661234567" not in str(row)


@pytest.mark.skipif(not WORKERS.exists(), reason="the folder with the list of 1,000 workers is absent")
def test_the_list_of_a_thousand_workers_goes_in_whole_and_a_second_time_changes_nothing() -> None:
    content = WORKERS.read_bytes()
    counts = []
    for _time in range(2):
        preview = actions.read_list("workers.csv", content, office_path="vn.11", today=clock.today())
        counts.append(write(content, preview))

    assert (counts[0]["new"], counts[0]["refused"], counts[0]["cells_warned"]) == (1000, 0, 0)
    assert (counts[1]["unchanged"], counts[1]["refused"]) == (1000, 0)
    abroad = sa.select(sa.func.count()).select_from(Contract)
    assert db.session.scalar(abroad.where(Contract.departed_on.is_not(None), Contract.returned_on.is_(None))) == 752
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Plan)) == 752
