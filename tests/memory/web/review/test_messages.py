"""The pages speak every interface language wholly."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files

import polib
import pytest
from jinja2.ext import babel_extract

from hexapla.corpora.detection import SCRIPTS
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.messages import Message, joined
from hexapla.corpora.readers.formats import FORMATS
from hexapla.corpora.readers.pdf.glyphs.causes import CAUSES
from hexapla.memory.checks.flags import Severity
from hexapla.memory.checks.pair import check_pair
from hexapla.memory.checks.values.model import with_role
from hexapla.memory.checks.values.tables import rows
from hexapla.memory.formats.reading import GIVE_LANGUAGES
from hexapla.memory.jobs.progress import Step
from hexapla.memory.reports.findings import HEAD
from hexapla.memory.reports.report import METHOD_WORDS
from hexapla.memory.termbase import TermStatus
from hexapla.memory.units import Level
from hexapla.memory.web.accounts import AccountRole
from hexapla.memory.web.errors import AWAY, BROKEN, BUSY
from hexapla.memory.web.review.messages import INTERFACES, catalogue, preferred, translator
from tests.paths import ROOT

# Codes that `memory.web.review.application` translates as it says what was done.
DONE = (
    *("merge", "move", "split", "edit", "unlink", "link", "join", "realign", "return"),
    *("added", "aligned", "unchanged", "refused"),
    *Step,
    *METHOD_WORDS.values(),
    *(
        "reviewed",
        "rejected",
        "automatic",
        "accept what is sure",
        "undo: %(action)s",
        "redo: %(action)s",
    ),
    # What checks say with these words.
    *(with_role(row[0]) for row in rows("roles.tsv")),
    *(row[1] for row in rows("contrasts.tsv")),
    *("negated", "not negated", "demanded", "permitted"),
    *("a stop", "a question mark", "a semicolon", "a colon", "nothing"),
    *(
        f"most letters of the %(language)s text are not {script}"
        for script in ("Chinese", "Cyrillic", "Arabic", "Latin")
    ),
    *(status.value for status in TermStatus if not status.is_usable),
    *(role.word for role in AccountRole),
    *Severity,
    *Level,
    *(
        f"%(n)s {noun}{plural}"
        for noun in ("finding", "unit", "paragraph", *Severity)
        for plural in ("", "s")
    ),
    *HEAD,
    *CAUSES,
    GIVE_LANGUAGES,
    # What joins a place and what is said of it.
    joined(("", ""), ": ").form,
    DocumentError("", "").message.form,
    *SCRIPTS.values(),
    *(each.refused or each.name for each in FORMATS if each.read is None),
)

# The templates of other pages that speak these languages too.
REPORT = (
    "findings",
    "compared",
    "concord",
    "legend",
    "overview",
    "section",
    "set",
    "set_head",
    "words",
)


@cache
def messages() -> frozenset[str]:
    """Collect all that the pages say: in templates, in errors, of languages and of actions."""
    found = {*DONE, AWAY, BROKEN, BUSY} | {language.name for language in LANGUAGES.values()}
    templates = ROOT / "memory/templates"
    spoken = (templates / f"{name}.html" for name in REPORT)
    for template in (*templates.glob("review/*.html"), *spoken):
        with template.open("rb") as stream:
            for _, _, message, _ in babel_extract(stream, ("_",), (), {}):
                first = message if isinstance(message, str) else next(iter(message or ()), None)
                if first:
                    found.add(first)
    for modules in (
        "memory/checks/**/*.py",
        "memory/lookup/**/*.py",
        "memory/reports/concord.py",
        "memory/review/*.py",
        "memory/store/history.py",
        "memory/terms/checks.py",
        "memory/text/patterns.py",
        "memory/web/accounts.py",
        "memory/web/review/*.py",
        "memory/web/workbench/*.py",
        "memory/store/comments.py",
        "memory/store/assignments.py",
        "memory/selection.py",
    ):
        for module in ROOT.glob(modules):
            found.update(_said(ast.parse(module.read_text(encoding="utf-8"))))
    # Why a document is not read or not aligned, or a file left out.
    for modules in REFUSING:
        for module in ROOT.glob(modules):
            tree = ast.parse(module.read_text(encoding="utf-8"))
            found.update(_said(tree, {"Message", "LimitError"}), _said(tree, _LOCATED, at=1))
    return frozenset(found)


# What refuses files, whose causes all can be said.
REFUSING = (
    *("corpora/**/*.py", "align/documents.py", "memory/jobs/*.py", "memory/units.py"),
    *("memory/formats/**/*.py", "memory/review/offline.py"),
    *("memory/store/additions.py", "memory/store/carry_over.py"),
)
_LOCATED = {"DocumentError", "AlignmentError", "StoreError"}

_SAYING = {
    *("UsageError", "ConflictError", "ForbiddenError", "LimitError", "MissingError"),
    "HexaplaError",
    *("Message", "translate"),
}


def _said(tree: ast.AST, saying: Collection[str] = _SAYING, at: int = 0) -> Iterator[str]:
    """Yield the texts that stand at a place among what functions and classes are called with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args[at:]:
            text = node.args[at]
            said = node.func.id in saying
            if said and isinstance(text, ast.Constant) and text.value:
                yield str(text.value)


def _only_english(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of causes that are put together in English, so that no form is left."""
    made: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    made.setdefault(target.id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = {"Message": 0, "LimitError": 0, **dict.fromkeys(_LOCATED, 1)}.get(node.func.id)
            cause = node.args[at] if at is not None and node.args[at:] else None
            named = made.get(cause.id, ()) if isinstance(cause, ast.Name) else ()
            if isinstance(cause, ast.JoinedStr | ast.BinOp) or any(
                isinstance(each, ast.JoinedStr | ast.BinOp | ast.Constant) for each in named
            ):
                yield node.lineno


def test_causes_with_values_keep_their_form() -> None:
    lines = [
        f"{module.relative_to(ROOT)}:{line}"
        for modules in REFUSING
        for module in ROOT.glob(modules)
        for line in _only_english(ast.parse(module.read_text(encoding="utf-8")))
    ]
    assert lines == []
    wrong = 'cause = f"{path} is {what}"\nraise DocumentError(path, cause)\nMessage("a" + b)'
    assert list(_only_english(ast.parse(wrong))) == [2, 3]


@pytest.mark.parametrize("language", [each for each in INTERFACES if each != "en"])
def test_everything_is_translated_and_nothing_besides(language: str) -> None:
    text = (files("hexapla.memory") / "locale" / f"{language}.po").read_text(encoding="utf-8")
    entries = polib.pofile(text)
    assert entries.metadata["Language"] == language
    assert {entry.msgid for entry in entries} == messages()
    assert [entry.msgid for entry in entries if not entry.translated()] == []
    for entry in entries:
        values = [re.findall(r"%\(\w+\)s|%", each) for each in (entry.msgid, entry.msgstr)]
        assert sorted(values[0]) == sorted(values[1]), entry.msgid


def test_french_signs_stay_on_the_line_of_their_word() -> None:
    apart = [text for text in catalogue("fr").values() if re.search(r" [:;?!»]|« ", text)]
    assert apart == []
    assert translator("fr")(": ") == "\N{NO-BREAK SPACE}: "


def test_a_refused_format_is_said_in_french_whatever_its_gender() -> None:
    nb = "\N{NO-BREAK SPACE}"
    cause = Message("%(format)s, which is not read; %(advice)s", format="une image", advice="…")
    told = DocumentError("a.png", cause).message.said(translator("fr"))
    assert told == f"a.png{nb}: une image{nb}: ce format n’est pas lu{nb}; …"


def test_values_are_put_in_their_place() -> None:
    assert translator("en")("%(n)s found", n=3) == "3 found"
    assert translator("zh")("%(n)s found", n=3) == "找到3条"
    assert translator("fr")("not a message") == "not a message"
    assert catalogue("en") == {}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("de,fr;q=0.5,en;q=0.4", "de"),
        ("pt,ar-SY;q=0.5,en;q=0.4", "ar"),
        ("en;q=0.1,fr;q=x,zh;q=0.2", "zh"),
        ("", "en"),
        ("*", "en"),
    ],
)
def test_the_browser_says_what_is_liked_best(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_causes_of_checks_are_said_with_the_names_of_states() -> None:
    (flag,) = check_pair("法国提交了报告。", "Germany submitted a report.", ("zh", "en"))
    assert flag.cause == "zh: France, en: Germany"
    assert flag.cause.said(translator("ru")) == "zh: Франция, en: Германия"
    nb = "\N{NO-BREAK SPACE}"
    assert flag.cause.said(translator("fr")) == f"zh{nb}: France, en{nb}: Allemagne"
    (flag,) = check_pair("依照第47条，", "Under article 74,", ("zh", "en"))
    assert flag.cause.said(translator("de")) == "zh: Artikel 47, en: Artikel 74"
