"""Files in the administration."""

import pytest

from tests.files.steps import PDF, send_file

pytestmark = pytest.mark.django_db


def test_the_office_sees_which_files_there_are_but_not_what_is_in_them(administrator, minji):
    shape = send_file(minji)
    page = administrator.browser.get("/admin/files/storedfile/")
    one = administrator.browser.get(f"/admin/files/storedfile/{shape['id']}/change/")

    assert "숙제.pdf" in page.content.decode()
    assert shape["sha256"] in one.content.decode()
    for answer in (page, one):
        assert shape["url"] not in answer.content.decode()
        assert b"/media/" not in answer.content
    assert administrator.browser.get(shape["url"]).status_code == 404
    assert administrator.browser.get("/admin/files/storedfile/add/").status_code == 403
    assert len(PDF) == shape["size"]


def test_the_list_asks_the_same_number_of_questions_for_many(
    administrator, minji, django_assert_max_num_queries
):
    send_file(minji)
    administrator.browser.get("/admin/files/storedfile/")
    for number in range(20):
        send_file(minji, name=f"{number}.pdf")

    with django_assert_max_num_queries(14):
        administrator.browser.get("/admin/files/storedfile/")
