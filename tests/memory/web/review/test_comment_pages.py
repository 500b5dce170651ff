"""Comments beside the rows: who may, what others see, the filter and the history."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from tests.memory.samples import SYMBOL
from tests.memory.web.people import bearer, pages_of
from tests.memory.web.review.asking import SET, run


def comment(pages: TestClient, action: str, token: str = "", **more: object) -> Any:
    given = SET | {"languages": ["en"], "reference": "1.1", "action": action, **more}
    headers = bearer(token) if token else {}
    return pages.post("/set/comment", json=given, headers=headers)


def test_a_comment_is_seen_resolved_and_taken_back(pages: TestClient) -> None:
    answer = comment(pages, "comment", text="Is <b>register</b> right?").json()
    assert answer["message"] == "comment kept"
    (row,) = answer["rows"]
    assert 'aria-label="comments: 1"' in row["html"]
    panel = pages.get("/set/row", params=SET | {"at": "1.1", "of": "en"}).json()["html"]
    assert "Is &lt;b&gt;register&lt;/b&gt; right?" in panel
    assert 'data-comment="resolve"' in panel
    assert comment(pages, "resolve").json()["message"] == "resolved"
    panel = pages.get("/set/row", params=SET | {"at": "1.1", "of": "en"}).json()["html"]
    assert 'data-comment="reopen"' in panel
    assert comment(pages, "resolve").status_code == 409  # somebody else was quicker
    assert comment(pages, "reopen").json()["message"] == "open again"
    taken = comment(pages, "withdraw", number=1).json()
    assert taken["message"] == "comment taken back"
    assert taken["rows"][0]["said"] == ""
    history = pages.get("/set/history", params=SET).text
    assert "Is &lt;b&gt;register&lt;/b&gt; right?" in history
    assert history.index("comment taken back") < history.index("resolved")
    assert comment(pages, "shout").status_code == 400
    assert comment(pages, "withdraw", number=1).status_code == 400
    assert comment(pages, "resolve").status_code == 400


def test_rows_are_found_by_what_is_said_of_them(pages: TestClient) -> None:
    comment(pages, "comment", text="Ask the author")
    comment(pages, "comment", text="Fine", reference="1.2")
    comment(pages, "resolve", reference="1.2")

    def shown(**asked: str) -> list[bool]:
        page = pages.get("/set", params=SET | asked).text
        return [f'data-reference="{name}"' in page for name in ("1.1", "1.2", "2.1")]

    assert shown(show="commented") == [True, True, False]
    assert shown(show="open") == [True, False, False]
    assert shown(q="the AUTHOR") == [True, False, False]
    assert "open comments: 1" in pages.get("/").text


def test_others_are_told_of_a_comment(pages: TestClient) -> None:
    before = pages.get("/set/news", params=SET | {"after": 0, "said": 0}).json()
    assert (before["said"], before["rows"]) == (0, [])
    comment(pages, "comment", text="Look")
    news = pages.get("/set/news", params=SET | {"after": 0, "said": 0}).json()
    assert (news["said"], news["who"]) == (1, ["Ana"])
    assert [(each["reference"], each["said"]) for each in news["rows"]] == [("1.1", "1:1")]
    assert pages.get("/set/news", params=SET | {"after": 0, "said": 1}).json()["rows"] == []


def test_what_was_said_of_a_row_that_was_joined_stands_at_its_paragraph(pages: TestClient) -> None:
    comment(pages, "comment", reference="1.2", text="Second sentence")
    run(pages, "merge-next", language="zh")
    page = pages.get("/set", params=SET | {"show": "commented"}).text
    assert re.findall('data-reference="([^"]*)"', page) == ["1.1+1.2"]
    assert comment(pages, "resolve", reference="1.1+1.2").status_code == 200
    page = pages.get("/set", params=SET | {"show": "open"}).text
    assert "data-reference" not in page
    # Others who have the page open are told of the row that it stands at now.
    news = pages.get("/set/news", params=SET | {"after": 1, "said": 1}).json()
    assert [each["reference"] for each in news["rows"]] == ["1.1+1.2"]
    assert news["gone"] == []


def test_readers_read_comments_and_each_takes_back_their_own(
    memory: Path, accounts: tuple[Path, dict[str, str]]
) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        refused = comment(pages, "comment", tokens["Ana"], text="Look")
        assert (refused.status_code, refused.json()["message"]) == (
            403,
            "Ana is reader here, and this needs translator",
        )
        # Of no language alone: whoever has English may speak of a row all the same.
        assert comment(pages, "comment", tokens["Boris"], text="Look").status_code == 200
        assert comment(pages, "withdraw", tokens["Chen"], number=1).status_code == 403
        asked = SET | {"at": "1.1", "of": "en"}
        of_reader = pages.get("/set/row", params=asked, headers=bearer(tokens["Ana"])).json()
        assert "Look" in of_reader["html"]
        assert "<textarea" not in of_reader["html"]
        of_other = pages.get("/set/row", params=asked, headers=bearer(tokens["Chen"])).json()
        assert "withdraw" not in of_other["html"]
        of_own = pages.get("/set/row", params=asked, headers=bearer(tokens["Boris"])).json()
        assert "withdraw" in of_own["html"]
    with open_store(memory) as store:
        (entry,) = store.comments(SYMBOL, Level.SENTENCE)
    assert entry.who == "Boris"
