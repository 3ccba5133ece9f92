"""What the law asks once a licence is lost: by the way it was lost, under the set of that day, never made up."""

from datetime import date

import pytest

from tracker.law.licences import after_loss

IN_2020, IN_2023 = date(2020, 5, 1), date(2023, 5, 1)


def said(status: str, since: date) -> dict[str, str]:
    """{what is asked: where it stands}"""
    return {duty.message: duty.cite for duty in after_loss(status, since)}


@pytest.mark.parametrize("status", ["suspended", "withdrawn", "returned"])
def test_a_contract_signed_from_that_day_on_waits_for_a_supervisor_and_an_earlier_one_does_not(status):
    first = after_loss(status, IN_2020)[0]

    assert first.message.startswith("Hợp đồng ký từ ngày 01/05/2020 chỉ được đăng ký khi lãnh đạo ghi lý do")
    assert (first.cite, first.confidence) == ("72/2006 Điều 8", "second_hand")


def test_a_withdrawn_licence_leaves_the_duties_and_is_sent_back_in_fifteen_days_under_the_law_of_2006():
    found = said("withdrawn", IN_2020)

    assert found["Bên đưa đi vẫn chịu mọi nghĩa vụ với người lao động đang ở nước ngoài."] == "TT 21/2007 mục I"
    assert found["Bên đưa đi nộp lại bản giấy phép trong 15 ngày từ quyết định thu hồi."] == "TT 21/2007 mục I"


def test_a_licence_handed_back_asks_for_a_report_in_ten_days_under_the_law_of_2006():
    assert any("trong 10 ngày, kèm báo cáo" in message for message in said("returned", IN_2020))


def test_the_law_of_2020_leaves_the_duties_by_its_own_article_and_names_no_days():
    found = after_loss("withdrawn", IN_2023)

    assert [(duty.cite, duty.confidence) for duty in found[1:]] == [("69/2020 Điều 27 khoản 1 điểm a", "verified")]


@pytest.mark.parametrize(("status", "since"), [("suspended", IN_2020), ("suspended", IN_2023), ("returned", IN_2023)])
def test_where_the_book_knows_nothing_it_says_so_instead_of_an_article(status, since):
    last = after_loss(status, since)[-1]

    assert (last.cite, last.confidence) == ("Chưa có căn cứ", "memory")


def test_a_licence_in_force_asks_for_nothing():
    assert after_loss("in_force", IN_2020) == []
