"""The same person twice in one list: copies are written once, contradictions not at all."""

from tests.intake.lists import TODAY, a_line, another_line
from tracker.intake.doubles import Doubles, find_doubles
from tracker.intake.entry import Kind
from tracker.intake.rows import read_row


def doubles(*lines: dict[str, object]) -> Doubles:
    entries = [read_row(number, line, today=TODAY)[0] for number, line in enumerate(lines, start=2)]
    return find_doubles([entry for entry in entries if entry])


def test_a_line_copied_whole_is_taken_once() -> None:
    found = doubles(a_line(), another_line(7), a_line())

    assert (found.copies, found.refused) == ({4}, set())
    assert "dòng 2" in found.issues[0].message.lower()


def test_one_contract_told_in_two_ways_is_refused_the_second_time() -> None:
    assert doubles(a_line(), a_line(luong="30000")).refused == {3}


def test_one_number_for_two_people_refuses_both() -> None:
    assert doubles(a_line(), another_line(7, so_giay_to="040912345")).refused == {2, 3}


def test_one_passport_for_two_people_refuses_both() -> None:
    assert doubles(a_line(), another_line(7, so_ho_chieu="C9112233")).refused == {2, 3}


def test_one_reference_for_two_people_refuses_the_second() -> None:
    assert doubles(a_line(), another_line(7, worker_ref="T0001")).refused == {3}


def test_a_second_contract_after_the_return_is_taken() -> None:
    first = a_line(trang_thai="VE_TRUOC_HAN", ngay_ve_nuoc="01/01/2020")
    second = a_line(so_hop_dong="HĐ-2", ngay_ky="02/02/2020", ngay_xuat_canh="01/03/2020", ngay_het_han="28/02/2023")

    assert doubles(first, second).refused == set()


def test_two_contracts_abroad_at_once_refuse_the_second() -> None:
    second = a_line(so_hop_dong="HĐ-2", ngay_ky="02/02/2020", ngay_xuat_canh="01/03/2020", ngay_het_han="28/02/2023")

    assert doubles(a_line(), second).refused == {3}


def test_the_same_name_birth_date_and_commune_under_two_numbers_is_held_back() -> None:
    twin = a_line(worker_ref="T2", so_giay_to="040999999", so_ho_chieu="", so_hop_dong="HĐ-9", dien_thoai="")

    assert doubles(a_line(), twin).refused == {3}


def test_the_same_name_and_birth_date_elsewhere_is_taken_with_a_remark() -> None:
    namesake = a_line(
        worker_ref="T2", so_giay_to="040999999", so_ho_chieu="", so_hop_dong="HĐ-9", dien_thoai="",
        ma_huyen="096", ma_xa="03158", ten_huyen="", ten_xa="",
    )  # fmt: skip

    found = doubles(a_line(), namesake)

    assert found.refused == set()
    assert [issue.kind for issue in found.issues] == [Kind.WARNED]
