"""People with names, roles and languages, on the pages and over HTTP."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.review.session import Command, ReviewSession
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level, Status
from hexapla.memory.web import api
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.accounts import (
    AccountRole,
    AccountsFile,
    change_accounts,
    new_account,
    read_accounts,
    write_accounts,
)
from hexapla.memory.web.operation import Operation
from hexapla.memory.web.proxies import proxies_named
from hexapla.memory.web.review.application import application
from tests.memory.samples import SYMBOL
from tests.memory.web.people import HOSTS, PEOPLE, bearer, command, pages_of


def test_the_file_is_private_and_holds_no_token(accounts: tuple[Path, dict[str, str]]) -> None:
    file, tokens = accounts
    assert file.stat().st_mode & 0o777 == 0o600
    assert not any(token in file.read_text("utf-8") for token in tokens.values())
    assert [(each.name, each.role, each.languages) for each in read_accounts(file)] == [
        (name, role, languages) for name, (role, languages) in PEOPLE.items()
    ]


@pytest.mark.parametrize(
    "content",
    [
        *("", "[]", "{}", "null", '{"accounts": 7}', '{"accounts": [7]}', "[" * 100_000, "\xff"),
        '{"accounts": [{"name": "A", "role": "king", "languages": [], "digest": "", "since": ""}]}',
        '{"accounts": [{"name": "A", "role": "reader", "languages": ["xx"], "digest": "",'
        ' "since": ""}]}',
        '{"accounts": [{"name": "\\ud800", "role": "reader", "languages": [], "digest": "",'
        ' "since": ""}]}',
    ],
)
def test_what_holds_no_accounts_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "accounts.json"
    file.write_text(content, "latin-1")
    with pytest.raises(UsageError, match=r"accounts\.json: holds no accounts"):
        read_accounts(file)


def test_who_is_revoked_by_a_link_to_the_file_is_revoked_in_the_file(
    accounts: tuple[Path, dict[str, str]],
) -> None:
    file, _ = accounts
    link = file.with_name("link.json")
    link.symlink_to(file)
    change_accounts(link, lambda known: known[1:])
    assert link.is_symlink()
    assert [each.name for each in read_accounts(file)] == list(PEOPLE)[1:]


def test_links_that_lead_to_one_another_are_refused_in_one_line(tmp_path: Path) -> None:
    link, other = tmp_path / "one.json", tmp_path / "other.json"
    link.symlink_to(other)
    other.symlink_to(link)
    for change in (partial(change_accounts, change=tuple), partial(write_accounts, accounts=())):
        with pytest.raises(StoreError, match=r"one\.json: Too many levels of symbolic links$"):
            change(link)
    with pytest.raises(UsageError, match=r"one\.json: Too many levels of symbolic links$"):
        read_accounts(link)
    assert sorted(tmp_path.iterdir()) == [link, other]


@pytest.mark.parametrize("name", ["", " Ana", "Ana\n", "A\x1b[31m", "x" * 101, "A\u202eB"])
def test_a_name_is_one_that_can_be_read(name: str) -> None:
    with pytest.raises(UsageError, match="a name has"):
        new_account(name, AccountRole.READER)


def test_each_does_what_the_role_and_the_languages_allow(
    memory: Path, accounts: tuple[Path, dict[str, str]]
) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        assert pages.get("/").status_code == 403
        assert pages.get("/", headers=bearer("x" * 32)).status_code == 403
        assert all(
            pages.get("/", headers=bearer(each)).status_code == 200 for each in tokens.values()
        )
        refused = {
            ("Ana", "edit", "en"): "Ana is reader here, and this needs translator",
            ("Boris", "edit", "fr"): "Boris may change en alone",
            ("Boris", "accept", "en"): "Boris is translator here, and this needs reviewer",
            ("Chen", "edit", "es"): "Chen may change en, fr alone",
            # In the source column it would accept Spanish, too.
            ("Chen", "accept", "zh"): "Chen may change en, fr alone",
            ("Chen", "merge-next", "zh"): "Chen may change en, fr alone",
        }
        for (name, action, language), message in refused.items():
            assert command(pages, tokens[name], action, language) == (403, message)
        for name, action, language in (
            *(("Boris", "edit", "en"), ("Chen", "reject", "fr"), ("Dalia", "accept", "zh")),
        ):
            assert command(pages, tokens[name], action, language)[0] == 200
        for name in ("Chen", "Dalia"):
            library = pages.get("/", headers=bearer(tokens[name])).text
            assert ('action="/priority"' in library) is (name == "Dalia")
        for path in ("/set/realign", "/set/accept", "/priority"):
            given = {"symbol": SYMBOL, "level": "sentence", "languages": ["en"]}
            answer = pages.post(path, json=given, headers=bearer(tokens["Boris"]))
            assert answer.status_code == 403, path
        asked = {"symbol": SYMBOL, "level": "sentence", "language": "fr"}
        asked |= {"find": "arbres", "replacement": "forêts"}
        for name in ("Boris", "Chen"):
            own = bearer(tokens[name])
            seen = pages.post("/set/replace", json=asked, headers=own).json()
            done = pages.post(
                "/set/replace", json=asked | {"version": seen["version"]}, headers=own
            )
            assert done.status_code == (403 if name == "Boris" else 200)
        assert (
            pages.post("/set/replace", json=asked, headers=bearer(tokens["Ana"])).status_code == 403
        )
    with open_store(memory) as store:
        assert [each.who for each in store.history(SYMBOL, Level.SENTENCE)] == [
            "Chen",
            "Dalia",
            "Chen",
            "Boris",
        ]


def test_one_takes_back_what_is_ones_own(
    memory: Path, accounts: tuple[Path, dict[str, str]]
) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        assert command(pages, tokens["Boris"], "edit", "en")[0] == 200
        assert "nothing more" in command(pages, tokens["Chen"], "undo", "en")[1]
        assert "edit" in command(pages, tokens["Boris"], "undo", "en")[1]


def test_who_is_revoked_is_so_at_once(memory: Path, accounts: tuple[Path, dict[str, str]]) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        opened = pages.get("/", params={"token": tokens["Ana"]})
        assert opened.status_code == 200
        assert "token" not in str(opened.url)
        assert pages.get("/").status_code == 200  # by the cookie
        write_accounts(file, [each for each in read_accounts(file) if each.name != "Ana"])
        assert pages.get("/").status_code == 403
        assert pages.get("/", headers=bearer(tokens["Ana"])).status_code == 403
        assert pages.get("/", headers=bearer(tokens["Chen"])).status_code == 200
        file.write_text("{", "utf-8")
        answer = pages.get("/", headers=bearer(tokens["Chen"]))
        assert answer.status_code == 503
        assert str(file) not in answer.text


def test_a_proxy_that_is_believed_names_who_asks(
    memory: Path, accounts: tuple[Path, dict[str, str]]
) -> None:
    file, _ = accounts
    app = api.application(
        str(memory),
        access=AccessPolicy(HOSTS, accounts=AccountsFile(file)),
        operation=Operation(proxies_named(["10.0.0.0/8"], "X-Remote-User")),
    )
    for client, user, status in (
        *(("10.1.2.3", "Ana", 200), ("10.1.2.3", "Nobody", 403), ("10.1.2.3", "", 401)),
        *(("192.0.2.1", "Ana", 401), ("::ffff:10.1.2.3", "Ana", 200)),
        ("10.1.2.3", "Efraín Ñ", 200),
    ):
        headers = {"X-Remote-User": user.encode(), "X-Forwarded-For": b"203.0.113.9"}
        with TestClient(app, base_url="http://server", client=(client, 1)) as asked:
            raw = {name.encode(): value for name, value in headers.items()}
            answer = asked.get("/api/v1/languages/", headers=raw)
            assert answer.status_code == status, (client, user)


def test_confirmed_units_are_added_with_the_rights_of_who_asks(
    memory: Path, accounts: tuple[Path, dict[str, str]]
) -> None:
    file, tokens = accounts
    unit = {
        "source": "zh",
        "target": "en",
        "text": "河流每年泛滥。",
        "translation": "The river floods yearly.",
    }
    app = api.application(str(memory), access=AccessPolicy(HOSTS, accounts=AccountsFile(file)))
    with TestClient(app, base_url="http://server") as client:

        def post(name: str, body: object) -> tuple[int, dict[str, object]]:
            answer = client.post("/units", json=body, headers=bearer(tokens[name]))
            found: dict[str, object] = answer.json()
            return answer.status_code, found

        assert post("Ana", unit)[0] == 403
        assert post("Boris", unit | {"target": "fr"})[0] == 403
        assert post("Boris", unit) == (201, {"added": 1, "merged": 0, "known": 0})
        assert post("Boris", [unit, unit]) == (200, {"added": 0, "merged": 0, "known": 2})
        assert post("Chen", unit | {"target": "fr", "translation": "La rivière déborde."})[0] == 201
        wrongs: tuple[object, ...] = (
            *(7, [], {}, [[]], unit | {"text": ""}, unit | {"text": 7}, unit | {"target": "zh"}),
            *(unit | {"target": "tlh"}, unit | {"translation": "x" * 10_001}, [unit] * 101),
        )
        for wrong in wrongs:
            assert post("Dalia", wrong)[0] == 400, wrong
        found = client.get("/match", params={"text": unit["text"]}, headers=bearer(tokens["Ana"]))
    (match,) = found.json()
    assert (match["target"], match["status"]) == ("The river floods yearly.", "reviewed")
    with open_store(memory) as store:
        (stored,) = store.units(level=Level.SENTENCE, symbol="confirmed by Boris")
    english = next(each for each in stored.translations if each.language == "en")
    assert english.status is Status.REVIEWED
    assert english.carried
    assert dict(english.carried.attributes)["creationid"] == "Boris"


def test_confirmed_units_change_no_document_and_undo_no_rejection(
    filled_location: str, accounts: tuple[Path, dict[str, str]]
) -> None:
    file, tokens = accounts
    with open_store(filled_location) as store:
        before = list(store.units(level=Level.SENTENCE, symbol=SYMBOL))
    told = next(each for each in before if each.reference == "1.2")
    unit = {"source": "zh", "target": "en", "text": told.text, "translation": "Kept up yearly."}
    unit |= {"symbol": SYMBOL, "before": told.before, "after": told.after}
    app = api.application(filled_location, access=AccessPolicy(HOSTS, accounts=AccountsFile(file)))
    with TestClient(app, base_url="http://server", headers=bearer(tokens["Boris"])) as client:
        assert client.post("/units", json=unit).status_code == 201
        with open_store(filled_location) as store:
            assert list(store.units(level=Level.SENTENCE, symbol=SYMBOL)) == before
            session = ReviewSession(store)
            (row,) = session.grid("confirmed by Boris", Level.SENTENCE).rows
            reject = Command("reject", row.reference, "en", ("en",))
            seen = {row.reference: row.version}
            session.run("confirmed by Boris", Level.SENTENCE, reject, seen, who="Chen")
        assert client.post("/units", json=unit).json() == {"added": 0, "merged": 0, "known": 1}
    with open_store(filled_location) as store:
        (own,) = store.units(level=Level.SENTENCE, symbol="confirmed by Boris")
        # What was added stands in the history, once; what was known already does not.
        entered = list(store.journal(symbol="confirmed by Boris"))
    assert [(each.who, each.change.action) for each in entered] == [
        ("Boris", "added"),
        ("Chen", "rejected"),
    ]
    added, _ = entered
    assert [(each.language, each.before, each.after) for each in added.change.texts("zh")] == [
        ("zh", "", told.text),
        ("en", "", "Kept up yearly."),
    ]
    assert [each.status for each in own.translations] == [Status.REJECTED]
    assert own.translations[0].carried
    assert own.translations[0].carried.properties == (("x-document", SYMBOL),)


def test_what_one_may_not_do_now_is_not_undone_either(
    memory: Path, accounts: tuple[Path, dict[str, str]]
) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        assert command(pages, tokens["Chen"], "reject", "fr")[0] == 200
        known = read_accounts(file)
        write_accounts(file, [replace(each, role=AccountRole.TRANSLATOR) for each in known])
        status, message = command(pages, tokens["Chen"], "undo", "fr")
        assert (status, message) == (403, "Chen is translator here, and this needs reviewer")
        write_accounts(file, known)
        assert command(pages, tokens["Chen"], "undo", "fr")[0] == 200


def test_units_are_added_by_people_with_a_name_alone(memory: Path) -> None:
    app = api.application(str(memory), access=AccessPolicy(HOSTS))
    with TestClient(app, base_url="http://server") as client:
        assert client.post("/units", json={}).status_code == 403


def test_each_way_to_change_anything_is_closed_to_readers_and_most_to_translators(
    memory: Path, accounts: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    file, tokens = accounts
    app = application(
        str(memory),
        access=AccessPolicy(HOSTS, accounts=AccountsFile(file)),
        who="the server",
        folder=tmp_path,
    )
    writing = sorted(
        each.path
        for each in app.routes
        if isinstance(each, Route) and "POST" in (each.methods or ())
    )
    own = {"/set/change", "/set/replace", "/set/comment", "/set/assign", "/bring", "/compare"}
    with TestClient(app, base_url="http://server", headers={"Origin": "http://server"}) as client:
        for name, allowed in (("Ana", {"/compare"}), ("Boris", own)):
            answers = {
                path: client.post(path, json={}, headers=bearer(tokens[name])) for path in writing
            }
            open_to = {path for path, each in answers.items() if "this needs" not in each.text}
            assert {path.removesuffix("/file") for path in open_to} == allowed
            assert {answers[path].status_code for path in writing if path not in open_to} == {403}
