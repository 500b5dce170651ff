"""What the commands that edit a memory share: their options, the preview, and the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any, Final

import click

from hexapla.cli.options import memory_option, not_empty
from hexapla.cli.output import json_line, say_line
from hexapla.cli.user import user_name, who_option
from hexapla.cli.where import where_options
from hexapla.memory.editing.differences import Difference, differences
from hexapla.memory.edits import Edit, Edited
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.counting import counted
from hexapla.memory.text.difference import DiffKind, difference
from hexapla.memory.units import Level, Status

__all__ = ["EditOptions", "edit_options", "run_edit"]

# Characters of an unchanged stretch of text that are shown.
_AROUND: Final = 30
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class EditOptions:
    """What is asked of an edit besides the edit itself."""

    selection: Selection
    levels: tuple[Level, ...]
    applies: bool
    limit: int | None
    as_json: bool
    who: str
    memory: str


def edit_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of all edits; the command gets them as `options`, an `EditOptions`."""

    def with_options(  # as many as options
        *,
        where: Selection,
        from_file: str | None,
        only: str | None,
        level: str | None,
        applies: bool,
        limit: int | None,
        as_json: bool,
        who: str | None,
        memory: str,
        **rest: Any,
    ) -> int:
        options = EditOptions(
            replace(where, file=from_file, status=Status(only) if only else None),
            (Level(level),) if level else tuple(Level),
            *(applies, limit, as_json, who or user_name(), memory),
        )
        return command(options=options, **rest)

    with_options.__doc__ = command.__doc__
    with_options.__name__ = command.__name__
    decorated: Callable[..., int] = with_options
    for each in reversed(_OPTIONS):
        decorated = each(decorated)
    if hasattr(command, "__click_params__"):
        decorated.__click_params__ += command.__click_params__  # type: ignore[attr-defined]
    return decorated


_OPTIONS: Final = (
    where_options,
    click.option("--from-file", callback=not_empty, help="From this file, by its name or path."),
    click.option(
        "--only",
        type=click.Choice([each.value for each in Status]),
        help="Only translations that have this status.",
    ),
    click.option(
        "--level",
        type=click.Choice([each.value for each in Level]),
        help="Only sentences, or only paragraphs; both where this is not said.",
    ),
    click.option(
        "--apply",
        "--yes",
        "applies",
        is_flag=True,
        help="Do it; without this, what it would do is shown and nothing is changed.",
    ),
    click.option("--limit", type=click.IntRange(0), help="The most changes to show; else all."),
    click.option("--json", "as_json", is_flag=True, help="One JSON object a change."),
    who_option,
    memory_option,
)


def run_edit(edit: Edit, options: EditOptions) -> int:
    """Show what an edit would do, or do it; return 1 where something is left as it is, else 0."""
    shown = _DifferencesSaid(options)
    with open_store(options.memory, create=False) as store:
        if not options.applies:
            for each in store.edited_rows(edit, options.selection, levels=options.levels):
                shown.add(each)
            _say(shown, "nothing is changed yet: --apply does it", options)
            return 1 if shown.left else 0
        entry = store.edit_rows(
            edit, options.selection, levels=options.levels, who=options.who, on_row=shown.add
        )
    name = "" if options.who == user_name() else f' --as "{options.who}"'
    ending = "" if entry is None else f"hexapla undo {entry.number}{name} takes it back"
    _say(shown, ending, options)
    return 1 if shown.left else 0


@dataclass(slots=True)
class _DifferencesSaid:
    """Shows changes and counts them."""

    options: EditOptions
    counts: Counter[str] = field(default_factory=Counter)
    left: int = 0
    shown: int = 0

    def add(self, edited: Edited) -> None:
        """Show what an edit does to a row."""
        for each in differences(edited):
            if each.is_left:
                self.left += 1
                where = f"{each.tuid} {each.language}: left as it is: {each.cause}"
                say_line(where, err=True)
                continue
            self.counts[_kind(each)] += 1
            most = self.options.limit
            is_wanted = self.options.as_json or not self.options.applies
            if is_wanted and (most is None or self.shown < most):
                self.shown += 1
                _show(each, as_json=self.options.as_json)
        self.counts["rows"] += edited.is_changed


def _kind(each: Difference) -> str:
    if each.new is None:
        return "translation"
    return "text" if each.part == "text" else "other change"


def _show(each: Difference, *, as_json: bool) -> None:
    """Show a change: what goes stands between « » in the first line, what comes in the second."""
    if as_json:
        found = asdict(each)
        del found["is_left"]
        say_line(json_line(found))
        return
    part = "" if each.part == "text" else f" {each.part}"
    cause = f"  ({each.cause})" if each.cause else ""
    say_line(f"{each.tuid}  {each.language}{part}{cause}")
    if each.new is None:
        say_line(f"- {_shortened(each.old)}", colour="red")
        return
    old, new = _sides(each.old, each.new)
    say_line(f"- {old}", colour="red")
    say_line(f"+ {new}", colour="green")


def _say(shown: _DifferencesSaid, ending: str, options: EditOptions) -> None:
    """Say how much it is, in the last line; beside JSON, which has only changes, elsewhere."""
    kinds = [
        f"{counted(shown.counts[kind], kind)}{rest}"
        for kind, rest in (
            ("text", " changed"),
            ("translation", " taken out"),
            ("other change", ""),
        )
        if shown.counts[kind]
    ]
    if shown.left:
        are = "they are" if shown.left > 1 else "it is"
        left = [f"{counted(shown.left, 'text')} left as {are}"]
    else:
        left = []
    told = ", ".join([*(kinds or ["nothing to change"]), *left])
    rows = f" in {counted(shown.counts['rows'], 'unit')}" if kinds else ""
    more = "; " + ending if ending and kinds else ""
    say_line(f"{told}{rows}{more}", err=options.as_json)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _sides(old: str, new: str) -> tuple[str, str]:
    """Return both texts around what differs, which stands between « »."""
    pieces = difference(old, new)
    sides: tuple[list[str], list[str]] = ([], [])
    for is_same, group in groupby(pieces, key=lambda piece: piece.kind is DiffKind.SAME):
        some = list(group)
        if is_same:
            (piece,) = some
            same = _stretch(piece.text, first=piece is pieces[0], last=piece is pieces[-1])
            for side in sides:
                side.append(same)
            continue
        for side, kind in zip(sides, (DiffKind.REMOVED, DiffKind.ADDED), strict=True):
            text = "".join(piece.text for piece in some if piece.kind is kind)
            if text:
                side.append(f"«{_seen(text)}»")
    return "".join(sides[0]), "".join(sides[1])


def _stretch(text: str, *, first: bool, last: bool) -> str:
    """Shorten an unchanged stretch of text to what stands beside a change."""
    if len(text) <= 2 * _AROUND + 1:
        return text
    start = "" if first else text[:_AROUND]
    end = "" if last else text[-_AROUND:]
    return f"{start}…{end}"


def _seen(text: str) -> str:
    """Show signs that nobody can see, or tell from a space, by their numbers."""
    return "".join(
        each if each == " " or each.isprintable() else ascii(each)[1:-1] for each in text
    )
