"""The memory over HTTP, asked by a real client over a real socket."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from hexapla.memory.termbase import Concept, Term, TermStatus
from hexapla.memory.terms.joining import join_concepts
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.api import application
from hexapla.memory.web.limits import DEFAULT_LIMITS
from tests.memory.samples import SYMBOL, sample_memory
from tests.memory.web.served import serving
from tests.processes import GUARD


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("served") / "memory.db"
    with open_store(sample_memory(path)) as store:
        roster = Concept((Term("zh", "名册"), Term("fr", "fichier", TermStatus.PREFERRED)))
        join_concepts(store, [roster], "add", who="Ana")
    with serving(path) as (base, _):
        yield base


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(retries=5, verify=False)
    with httpx.Client(
        base_url=address, transport=transport, trust_env=False, timeout=GUARD
    ) as opened:
        yield opened


@pytest.mark.parametrize("base", ["tmserver", "api/v1", "api/v1/"])
@pytest.mark.parametrize("codes", [("zh", "en"), ("zh_CN", "en-US")])
def test_cat_tools_get_what_they_ask_for(
    base: str, codes: tuple[str, str], client: httpx.Client
) -> None:
    # The address that Virtaal's plug-ins for tmserver and amaGama make up, as its TMClient and
    # RESTRequest do: the base, the languages and the text, every sign of which is quoted.
    text = quote("决定保留树木的名册。", safe="")
    answer = client.get(f"/{base}/{codes[0]}/{codes[1]}/unit/{text}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == [
        {
            "source": "决定保留树木名册。",
            "target": "Decides to keep the register of trees.",
            "context": f"{SYMBOL}#1.1",
            "quality": 90,
            "rank": 90,
        }
    ]


def test_the_answers_have_the_fields_of_translate_toolkit(
    translate_toolkit: str, client: httpx.Client, tmp_path: Path
) -> None:
    script = (
        "import json, sys\nfrom translate.storage import tmdb\n"
        "base = tmdb.TMDB(sys.argv[1])\n"
        "unit = dict(source=sys.argv[2], target='A.', context='')\n"
        "base.add_dict(unit, 'en', 'fr', commit=True)\n"
        "print(json.dumps(base.translate_unit(sys.argv[2], 'en', 'fr')))\n"
    )
    text = "Decides to keep the register of trees."
    shown = subprocess.run(
        [translate_toolkit, "-W", "ignore", "-c", script, tmp_path / "tm.db", text],
        capture_output=True,
        encoding="utf-8",
    )
    (theirs,) = json.loads(shown.stdout)
    ours = client.get(f"/tmserver/en/fr/unit/{quote(text, safe='')}").json()[0]
    assert theirs.keys() <= ours.keys()
    assert theirs["quality"] == ours["quality"] == 100


def test_a_text_with_slashes_and_question_marks_is_one_text(client: httpx.Client) -> None:
    text = quote("回顾其2043年3月5日第97/8号决议，¹", safe="")
    (found,) = client.get(f"/tmserver/zh/fr/unit/{text}").json()
    assert found["quality"] == 100
    assert client.get(f"/tmserver/zh/fr/unit/{quote('?/#', safe='')}").json() == []


def test_match_search_and_cite_answer_in_json(client: httpx.Client) -> None:
    given = {"text": "名册每年更新一次。", "target": "ar"}
    (match,) = client.get("/match", params=given).json()
    assert match["target"] == "ويُستكمل السجل كل سنة."
    found = client.get("/search", params={"phrase": "名册", "with": "register"}).json()
    assert found["total"] == len(found["hits"]) == 2
    cited = client.get("/cite", params={"document": SYMBOL, "paragraph": "pp1"}).json()
    assert dict(cited["texts"])["en"] == "Recalling its resolution 97/8 of 5 March 2043,¹"
    assert (cited["tuid"], cited["under"]) == (f"{SYMBOL}#pp-1", [])


def test_look_ups_are_narrowed_and_say_title_and_date(client: httpx.Client) -> None:
    asked = {"text": "名册每年更新一次。", "target": "fr"}
    (match,) = client.get("/match", params=asked | {"session": "98", "date": "2043"}).json()
    assert match["title"] == "Résolution de l’Assemblée générale : registre des arbres urbains"
    assert match["date"] == "2043"
    assert client.get("/match", params=asked | {"date": "2044"}).json() == []
    assert client.post("/match", json={"segments": [asked["text"]], "session": "9"}).json() == [[]]
    found = client.get("/search", params={"phrase": "名册", "body": "A"}).json()
    assert [each["symbol"] for each in found["documents"]] == [SYMBOL]
    assert client.get("/search", params={"phrase": "名册", "body": "S"}).json()["total"] == 0
    fragments = client.get("/fragments", params=asked | {"agenda": "70"}).json()
    assert fragments == {"coverage": 0, "fragments": []}
    refused = client.get("/match", params=asked | {"date": "soon"})
    assert (refused.status_code, "give a year" in refused.json()["error"]) == (400, True)
    cited = client.get("/cite", params={"document": SYMBOL, "paragraph": "pp1"}).json()
    assert dict(cited["titles"])["en"].endswith("records of urban trees")
    assert cited["date"] == "2043"


def test_many_segments_are_answered_at_once_in_their_order(client: httpx.Client) -> None:
    texts = ["决定保留树木名册。", "xyz", "名册每年更新一次。"]
    segments = [texts[0], {"text": texts[1]}, {"text": texts[2], "before": texts[0]}]
    asked = {"segments": segments, "target": "fr", "limit": 1}
    answer = client.post("/match", json=asked)
    first, none, last = answer.json()
    assert none == []
    assert first == client.get("/match", params={"text": texts[0], "target": "fr"}).json()
    assert (last[0]["kind"], last[0]["score"]) == ("context", 101)
    assert last[0]["cited"] == f"{SYMBOL}, para. 1"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"segments": []},
        {"segments": "决定"},
        {"segments": [7]},
        {"segments": [{}]},
        {"segments": ["x"] * 201},
        {"segments": ["x"], "limit": "many"},
        {"segments": ["x"], "source": ["zh"]},
    ],
)
def test_segments_that_cannot_be_read_are_one_line(wrong: object, client: httpx.Client) -> None:
    answer = client.post("/match", json=wrong)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_who_asks_a_my_memory_is_answered(client: httpx.Client) -> None:
    found = client.get("/get", params={"q": "决定保留树木名册。", "langpair": "zh-CN|en"}).json()
    assert found["responseStatus"] == 200
    assert found["responseData"] == {
        "translatedText": "Decides to keep the register of trees.",
        "match": 1,
    }
    assert found["matches"][0]["reference"] == f"{SYMBOL}, para. 1"
    nothing = client.get("/get", params={"q": "xyz", "langpair": "zh|en"}).json()
    assert (nothing["responseData"]["translatedText"], nothing["matches"]) == ("", [])
    for langpair in ("zh", "zh|xx", "zh|en|fr"):
        answer = client.get("/get", params={"q": "x", "langpair": langpair})
        assert answer.status_code == 400


def test_fragments_of_a_text_are_answered_in_json(client: httpx.Client) -> None:
    given = {"text": "请秘书处在明年决定保留树木名册", "target": "fr"}
    found = client.get("/fragments", params=given).json()
    assert 50 < found["coverage"] < 100
    (fragment,) = found["fragments"]
    assert given["text"][slice(*fragment["span"])] == fragment["text"] == "决定保留树木名册"
    assert fragment["target"] == fragment["stored"]
    assert client.get("/fragments", params={"text": "?"}).json() == {"coverage": 0, "fragments": []}


def test_terms_of_a_text_are_answered_in_json(client: httpx.Client) -> None:
    given = {"text": "决定保留树木名册", "target": "fr"}
    (term,) = client.get("/terms", params=given).json()
    assert (term["start"], term["end"], term["text"]) == (6, 8, "名册")
    (rendering,) = term["renderings"]
    assert (rendering["text"], rendering["status"]) == ("fichier", "preferred")
    assert client.get("/terms", params=given | {"target": "en"}).json() == []


def test_the_languages_are_listed(client: httpx.Client) -> None:
    found = client.get("/api/v1/languages/").json()
    assert set(found["sourceLanguages"]) == {"zh", "en", "fr", "es", "ru", "ar", "de"}


def test_every_address_of_the_description_answers(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.")
    page = client.get("/").text
    for path in described["paths"]:
        assert path in page
        for method in described["paths"][path]:
            answer = client.request(method, re.sub(r"\{\w+\}", "zh", path))
            # Units are added by people with a name alone.
            assert (
                answer.status_code == 403 if path == "/units" else answer.status_code in (200, 400)
            )


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("/match", "text is missing"),
        ("/match?text=a&source=xx", "none of zh"),
        ("/fragments", "text is missing"),
        ("/match?text=a&limit=101", "limit"),
        ("/match?text=a&limit=-1", "limit"),
        ("/match?text=a&limit=" + "1" * 5000, "limit"),
        ("/search?phrase=a&level=word", "level"),
        ("/tmserver/zh/tlh/unit/a", "none of zh"),
        ("/match?text=" + "a" * 10_001, "more than"),
    ],
)
def test_what_cannot_be_done_is_one_line(path: str, cause: str, client: httpx.Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert cause in answer.json()["error"]


def test_what_is_not_there_is_one_line(client: httpx.Client) -> None:
    for path in ("/cite?document=A/1/2", f"/cite?document={SYMBOL}&paragraph=99"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]


def test_a_look_up_that_takes_too_long_is_one_line(memory: Path) -> None:
    limits = replace(DEFAULT_LIMITS, seconds=0)
    app = application(str(memory), access=AccessPolicy(frozenset({"server"})), limits=limits)

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://server") as client,
        ):
            return await client.get("/match", params={"text": "决定保留树木的名册。"})

    answer = asyncio.run(asked())
    assert answer.status_code == 503
    assert answer.json() == {"error": "looking this up takes too long: ask for less"}


@pytest.mark.parametrize("path", ["/search?phrase=名册", "/find?q=名册&from=zh&to=en"])
def test_the_encoder_is_loaded_outside_of_the_time_of_a_look_up(
    path: str, memory: Path, late: list[float]
) -> None:
    limits = replace(DEFAULT_LIMITS, seconds=GUARD / 2)
    access = AccessPolicy(frozenset({"server"}))
    app = application(str(memory), access=access, limits=limits)
    with TestClient(app, base_url="http://server") as asking:
        answer = asking.get(path)
    assert late == [GUARD]
    assert answer.status_code == 200, answer.text


def test_other_hosts_and_writing_are_refused(client: httpx.Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 403
    assert client.post("/search", content="text=a").status_code == 405
    answer = client.get("/match", params={"text": "<script>"})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers


def test_texts_alike_in_meaning_are_asked_for(client: httpx.Client) -> None:
    given = {"text": "应当保存树木的清单。", "semantic": "yes"}
    answer = client.get("/match", params=given)
    assert answer.status_code == 404
    assert "hexapla embed" in answer.json()["error"]
    assert client.get("/match", params=given | {"semantic": "maybe"}).status_code == 400
