"""What the pages that are written from templates have in common: nothing in them can run."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hexapla.corpora.languages import language_for
from hexapla.corpora.messages import said
from hexapla.memory.checks.flags import FLAG_WORDS
from hexapla.memory.output.speech import ENGLISH

__all__ = ["content_policy", "new_environment", "page_environment"]

# What no HTML page may hold, and what UTF-8 cannot: a path may have half characters.
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@cache
def page_environment() -> Environment:
    """Return the templates of the pages, each compiled once in a process; leave it as it is."""
    return new_environment()


def new_environment() -> Environment:
    """Return an environment for the templates of the pages, to which its owner may add.

    Every text is escaped, and controls are shown as one. Pages speak English, where they are not
    told otherwise.
    """
    environment = Environment(
        loader=PackageLoader("hexapla.memory"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        # Markup is made of values that have come through here before.
        finalize=lambda value: (
            _UNSHOWABLE.sub("\ufffd", value)
            if isinstance(value, str) and not isinstance(value, Markup)
            else value
        ),
    )
    environment.globals.update(
        language=ENGLISH.language,
        _=ENGLISH.translate,
        language_of=language_for,
        flag_words=FLAG_WORDS,
    )
    environment.filters["said"] = said
    return environment


def content_policy(style: str) -> str:
    """Return the content security policy of a page that has this style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
