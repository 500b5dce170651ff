from __future__ import annotations

import pickle

import pytest

from hexapla.corpora.errors import DocumentError, HexaplaError, StoreError, UsageError
from hexapla.corpora.messages import Message, joined


@pytest.mark.parametrize(
    "error",
    [
        UsageError("a\nb\u2028c: is  no phrase"),
        DocumentError("folder/a\nb.txt", "its  text\nis empty"),
        StoreError("a\r\nb.db", "is no memory"),
        DocumentError("a.xlsx", "9" * 5000),
    ],
)
def test_every_error_is_one_line_and_travels(error: HexaplaError) -> None:
    assert len(str(error).splitlines()) == 1
    assert len(str(error)) < 1100
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(
    "cause",
    [
        Message("damaged: %(error)s", error="9" * 5000),
        joined(["y" * 900] * 50),
        joined([Message("no %(sign)s", sign="x" * 900), Message("z" * 900)], ": "),
        Message("y" * 995 + "%(abc)s tail", abc="z" * 9),
        Message("y" * 2000 + "%(abc)s", abc=3),
    ],
)
def test_a_cause_is_short_however_much_it_quotes(cause: Message) -> None:
    short = DocumentError("a.xlsx", cause).cause
    assert 400 < len(short) <= 1000
    assert short.form % short.values == short if short.values else short.form == short
    assert short.endswith("…")


def test_what_a_long_cause_says_can_be_translated() -> None:
    error = DocumentError("a.xlsx", "damaged: %(error)s", error="9" * 5000)
    assert error.cause.said({"damaged: %(error)s": "endommagé : %(error)s"}.__getitem__) == (
        f"endommagé : {'9' * 499}…"
    )
