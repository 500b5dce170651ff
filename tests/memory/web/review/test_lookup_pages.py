"""The pages of words: key words in context, and renderings."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from starlette.testclient import TestClient

from tests.memory.samples import SYMBOL

ASKED = {"q": "名册 OR en:trees", "source": "zh", "target": "en"}


def test_key_words_stand_in_columns(pages: TestClient) -> None:
    page = pages.get("/concordance", params=ASKED | {"sort": "left"}).text
    assert page.count('<td class="word"><mark>名册</mark></td>') == 2
    assert '<td class="left"><div>决定保留树木</div></td>' in page
    # What the query found in the translation is marked there, and leads to its row.
    assert "register of <mark>trees</mark>." in page
    assert "/set?symbol=A%2FRES%2F98%2F12&amp;level=sentence&amp;at=1.1" in page
    assert '<option value="left" selected>' in page
    assert "key words: 3, texts: 3" in page


def test_what_is_found_is_counted_and_narrowed(pages: TestClient) -> None:
    page = pages.get("/concordance", params=ASKED).text
    counted = re.findall(r"<caption>(\w+)</caption>", page)
    assert counted == ["Year", "Organ", "Language", "Form"]
    assert "symbol=A%2F%2A" in page
    # Counted within some documents, an organ would lead to all of its own.
    assert "symbol=A%2F%2A" not in pages.get("/concordance", params=ASKED | {"symbol": SYMBOL}).text
    nothing = pages.get("/concordance", params=ASKED | {"symbol": "S/*"}).text
    assert "There is nothing here." in nothing and "key words: " not in nothing


@pytest.mark.parametrize("query", ["(名册", "NOT 名册", "/(/", '"名册', "*", "a NEAR/2 (b AND c)"])
def test_a_query_that_cannot_be_read_stays_to_be_mended(pages: TestClient, query: str) -> None:
    answer = pages.get("/concordance", params=ASKED | {"q": query})
    assert answer.status_code == 200
    assert '<p role="alert">' in answer.text
    assert answer.text.count("<form") == 2


@pytest.mark.parametrize("query", ["名 OR " * 60 + "名", "(" * 50 + "名", "名 NEAR/101 册"])
def test_what_a_query_may_not_have_is_told_in_the_language_of_the_page(
    pages: TestClient, query: str
) -> None:
    own = {"Accept-Language": "zh-CN"}
    page = pages.get("/concordance", params=ASKED | {"q": query}, headers=own).text
    told = re.findall('<p role="alert">(.*?)</p>', page)
    assert told and "最" in told[0]


def test_a_pattern_without_end_is_stopped(pages: TestClient) -> None:
    answer = pages.get("/concordance", params={"q": "/(.?.?.?.?)+(.*.*)+#/", "source": "fr"})
    assert answer.status_code in {200, 400, 503}
    assert "名册" in pages.get("/concordance", params=ASKED).text


def test_lines_are_sent_as_files(pages: TestClient) -> None:
    files = {
        ending: pages.get("/concordance/file", params=ASKED | {"format": ending})
        for ending in ("tsv", "xlsx", "tmx")
    }
    for ending, answer in files.items():
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].endswith(f".{ending}")
    assert files["tsv"].text.count("\t名册\t") == 2
    sheet = openpyxl.load_workbook(BytesIO(files["xlsx"].content)).active
    assert sheet is not None and sheet["A2"].value == SYMBOL
    assert files["tmx"].text.count("<tu ") == 3
    table = {"format": "tsv"}
    for wrong in ({"format": "doc"}, {}, table | {"q": "("}, table | {"sort": "x"}):
        assert pages.get("/concordance/file", params=ASKED | wrong).status_code == 400


def test_pairs_are_of_two_languages_where_the_query_is_in_the_other(pages: TestClient) -> None:
    asked = ASKED | {"q": "en:trees", "format": "tmx"}
    answer = pages.get("/concordance/file", params=asked)
    assert answer.status_code == 200
    assert re.findall('<tuv xml:lang="(\\w\\w)', answer.text)[:2] == ["en", "zh"]


def test_the_last_lines_are_shown_where_more_are_passed_over(pages: TestClient) -> None:
    page = pages.get("/concordance", params=ASKED | {"skip": "500"}).text
    assert page.count('<td class="word">') == 3


def test_many_lines_are_on_several_pages(pages: TestClient) -> None:
    asked = {"q": "/./", "source": "en", "target": "fr"}
    first = pages.get("/concordance", params=asked).text
    assert first.count('<td class="word">') == 100
    later = re.search(r'href="(/concordance\?[^"]*skip=100[^"]*)"', first)
    assert later
    second = pages.get(later[1].replace("&amp;", "&")).text
    assert "skip=0" in second
    assert second.count('<td class="word">') > 0


def test_renderings_are_shown_by_language(pages: TestClient) -> None:
    page = pages.get("/renderings", params={"q": "名册", "source": "zh", "target": "fr"}).text
    names = re.findall(r"<h2>(\w+)", page)
    assert names[0] == "French" and set(names) > {"English", "Russian", "Arabic"}
    assert '<bdi class="text" dir="ltr">register</bdi>' in page
    assert "<mark>register</mark>" in page
    assert "level=sentence&amp;at=1.1" in page
    assert (
        "There is nothing here."
        in pages.get("/renderings", params={"q": "无此术语之词", "source": "zh"}).text
    )
    assert "<table" not in pages.get("/renderings").text


@pytest.mark.parametrize("page", ["search", "concordance", "renderings"])
def test_each_page_of_words_leads_to_the_others(pages: TestClient, page: str) -> None:
    shown = pages.get(f"/{page}", params={"q": "名册", "source": "zh", "target": "fr"}).text
    for other in ("search", "concordance", "renderings"):
        assert f'href="/{other}?q=%E5%90%8D%E5%86%8C&amp;source=zh&amp;target=fr"' in shown
    assert shown.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("register NEAR/3 trees", "q=register+NEAR%2F3+trees&source=en&target=zh"),
        ("名册 NOT en:forest", "q=%E5%90%8D%E5%86%8C+NOT+en%3Aforest&source=zh&target=en"),
        ("zh:名册 AND register", "q=zh%3A%E5%90%8D%E5%86%8C+AND+register&source=en&target=zh"),
        (
            "zh:名册 AND en:register",
            "q=zh%3A%E5%90%8D%E5%86%8C+AND+en%3Aregister&source=zh&target=en",
        ),
        ("zh:名册 AND /regist/", "q=zh%3A%E5%90%8D%E5%86%8C+AND+%2Fregist%2F&source=en&target=zh"),
        ("zh:名册 NOT registre", "q=zh%3A%E5%90%8D%E5%86%8C+NOT+registre&source=fr&target=en"),
        ("/regist(er|re)/", "q=%2Fregist%28er%7Cre%29%2F&source=en&target=zh"),
    ],
)
def test_the_box_leads_a_query_to_the_page_of_key_words(
    pages: TestClient, asked: str, query: str
) -> None:
    answer = pages.get("/find", params={"q": asked}, follow_redirects=False)
    assert answer.headers["location"] == f"/concordance?{query}"
