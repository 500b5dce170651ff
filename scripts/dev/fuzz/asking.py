"""Asking a server of hexapla as one of its people does, and telling what was answered."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Final

__all__ = ["ask", "told_answers"]


class _Stay(urllib.request.HTTPRedirectHandler):
    """What leads on to another page is an answer: nobody looks at that page."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


_OPENER: Final = urllib.request.build_opener(_Stay)


def ask(
    base: str, path: str, token: str, content: Mapping[str, object] | str, *, timeout: float
) -> tuple[int, bytes]:
    """Send JSON or a form to a server; return the status and the text of the answer.

    Raises OSError or HTTPException where not all of the answer comes, or none within `timeout`,
    in seconds.
    """
    form = isinstance(content, str)
    body = content if isinstance(content, str) else json.dumps(content)
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind, "Origin": base}
    address = base + path
    request = urllib.request.Request(address, body.encode(), headers)  # noqa: S310  # one of ours
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return int(answer.status), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def told_answers(answers: Mapping[int, int]) -> str:
    """Tell how often each status was answered; 0 stands for no answer."""
    return ", ".join(
        f"{count} answered {status or 'not'}" for status, count in sorted(answers.items())
    )
