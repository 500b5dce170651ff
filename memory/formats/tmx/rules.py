"""What is wrong with a TMX file, or will be for a CAT tool: read as a stream, in constant memory.

Errors break the format (TMX 1.4b Specification, sections 2 and 3); warnings are what one tool is
known to refuse or to misread. What is said of OmegaT was seen in OmegaT itself; what is said of
Trados, Poedit, Lokalize and Wordfast is from their documentation and issue lists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.input.xml import XML_LANG, Elements, has_entities, local_name
from hexapla.memory.formats.profiles import LONGEST_SIDE, WORDFAST_SIDE
from hexapla.memory.formats.reading import reading
from hexapla.memory.formats.tmx.inline import ALLOWED, NEEDED, VALUES
from hexapla.memory.formats.tmx.reader import DATES, attributes_of
from hexapla.memory.formats.tmx.unpacking import open_unpacked

__all__ = ["TOOLS", "LineFinding", "check_tmx"]

TOOLS: Final = ("omegat", "trados", "poedit", "lokalize", "wordfast")
"""The programs that there are warnings for."""


@dataclass(frozen=True, slots=True)
class LineFinding:
    """What was found in a line of the file. `tool` is "" where the format itself is broken.

    `asked_by` is the program that wants it so all the same.
    """

    line: int
    tool: str
    message: str
    asked_by: str = ""

    def matters_to(self, tools: Collection[str]) -> bool:
        """Return whether it matters to some programs, to any where none is named."""
        if self.asked_by and set(tools) == {self.asked_by}:
            return False
        return not self.tool or not tools or self.tool in tools


_COMMON: Final = frozenset(
    {"creationtool", "creationtoolversion", "creationdate", "creationid", "changedate"}
    | {"changeid", "o-encoding", "o-tmf"}
)
_USED: Final = _COMMON | {"datatype", "usagecount", "lastusagedate"}
_NEEDED: Final = MappingProxyType(
    {
        "tmx": frozenset({"version"}),
        "header": frozenset(
            {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang"}
            | {"srclang", "datatype"}
        ),
        "tuv": frozenset({XML_LANG}),
        "prop": frozenset({"type"}),
        **NEEDED,
        "ude": frozenset({"name"}),
        "map": frozenset({"unicode"}),
    }
)
_ALLOWED: Final = MappingProxyType(
    {
        "tmx": frozenset[str](),
        "header": _COMMON,
        "body": frozenset[str](),
        "tu": _USED | {"tuid", "segtype", "srclang"},
        "tuv": _USED,
        "seg": frozenset[str](),
        "note": frozenset({XML_LANG, "o-encoding"}),
        "prop": frozenset({XML_LANG, "o-encoding"}),
        **ALLOWED,
        "ude": frozenset({"base"}),
        "map": frozenset({"code", "ent", "subst"}),
    }
)
_INLINE: Final = frozenset({"bpt", "ept", "ph", "it", "hi", "ut"})
_INSIDE: Final = MappingProxyType(
    {
        "": frozenset({"tmx"}),
        "tmx": frozenset({"header", "body"}),
        "header": frozenset({"note", "prop", "ude"}),
        "ude": frozenset({"map"}),
        "body": frozenset({"tu"}),
        "tu": frozenset({"note", "prop", "tuv"}),
        "tuv": frozenset({"note", "prop", "seg"}),
        "seg": _INLINE,
        "hi": _INLINE,
        "sub": _INLINE,
        **dict.fromkeys(("bpt", "ept", "ph", "it", "ut"), frozenset({"sub"})),
    }
)
_TEXTLESS: Final = frozenset({"tmx", "header", "body", "tu", "tuv", "ude"})
_VALUES: Final = MappingProxyType(
    {
        "segtype": frozenset({"block", "paragraph", "sentence", "phrase"}),
        **VALUES,
    }
)
_DATE: Final = re.compile(r"\d{8}T\d{6}Z")
# The type "language" of XML Schema, Part 2 (section 3.3.3).
_CODE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_WORDFAST_CODE: Final = 5
_STRANGE_CODE: Final = re.compile(r".*_.*|[a-z]{3}(?:-.*)?", re.IGNORECASE)


def check_tmx(path: Path) -> Iterator[LineFinding]:
    """Yield what is found, in the order of the file.

    Raises StoreError where the file cannot be read; a file that is not well-formed is a finding.
    """
    seen = _LinesBefore()
    if _has_mark(path):
        yield LineFinding(1, "trados", "begins with a byte order mark")
    try:
        with reading(path), open_unpacked(path) as stream:
            elements = Elements(stream, ("start", "end"))
            for event, element in elements:
                if event == "start":
                    yield from seen.start(element)
                    continue
                yield from seen.end(element)
                if local_name(element) == "tu":
                    elements.forget(element)
    except StoreError as error:
        broken = error.__cause__
        if not isinstance(broken, etree.XMLSyntaxError):
            raise
        yield LineFinding(broken.lineno or 1, "", error.cause)


def _has_mark(path: Path) -> bool:
    with reading(path), path.open("rb") as stream:
        return stream.read(3) == b"\xef\xbb\xbf"


@dataclass(slots=True)
class _LinesBefore:
    """What has to be known of the lines before to judge a line."""

    srclang: str = ""
    languages: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    tuids: set[int] = field(default_factory=set)

    def start(self, element: etree._Element) -> Iterator[LineFinding]:
        name, line = local_name(element), _line(element)
        parent = element.getparent()
        within = local_name(parent) if parent is not None else ""
        if name not in _INSIDE.get(within, frozenset()):
            yield LineFinding(
                line, "", f"<{name}> cannot stand {f'in <{within}>' if within else 'here'}"
            )
            return
        if element.tag != name:
            yield LineFinding(line, "", f"<{name}> is in a name space")
        yield from _attributes(name, element, line)
        if name == "tmx" and element.get("version") != "1.4":
            yield LineFinding(line, "", f"the version is {element.get('version')!r}, not '1.4'")
        if name == "header":
            self.srclang = element.get("srclang", "")

    def end(self, element: etree._Element) -> Iterator[LineFinding]:
        name = local_name(element)
        if name in _TEXTLESS and _has_text(element):
            yield LineFinding(_line(element), "", f"text cannot stand in <{name}>")
        if name == "tu":
            yield from self._unit(element)
        elif name == "tmx":
            yield from self._whole(element)

    def _whole(self, element: etree._Element) -> Iterator[LineFinding]:
        order = [local_name(child) for child in element]
        if order != ["header", "body"]:
            yield LineFinding(_line(element), "", "holds not one <header> and then one <body>")
        if self.srclang != "*all*" and self.srclang not in self.languages:
            yield LineFinding(
                1,
                "poedit",
                f"no text has the srclang {self.srclang!r}, byte for byte",
            )
        if len(self.languages) > 2:
            yield LineFinding(1, "trados", "more than two languages in one file")

    def _unit(self, unit: etree._Element) -> Iterator[LineFinding]:
        line = _line(unit)
        if has_entities(unit):
            yield LineFinding(line, "", "an entity of the file's own: it is not read")
        order = [local_name(child) for child in unit]
        if "tuv" not in order:
            yield LineFinding(line, "", "a unit without <tuv>")
        elif set(order[order.index("tuv") :]) != {"tuv"}:
            yield LineFinding(line, "", "<note> or <prop> after <tuv>")
        tuid = unit.get("tuid")
        if tuid is not None:
            if hash(tuid) in self.tuids:
                yield from self._once(line, "omegat", f"the tuid {tuid!r} is not the only one")
            self.tuids.add(hash(tuid))
        if self.srclang == "*all*" and unit.get("srclang") is None:
            yield from self._once(line, "poedit", "srclang='*all*' and none on the unit: not read")
        for variant in unit:
            if local_name(variant) == "tuv":
                yield from self._variant(variant)
        for prop in unit.iter("{*}prop"):
            if prop.get("type") == "file":
                yield from self._once(
                    _line(prop), "omegat", "a prop 'file' ties the unit to one file"
                )

    def _variant(self, variant: etree._Element) -> Iterator[LineFinding]:
        line = _line(variant)
        code = variant.get(XML_LANG, "")
        self.languages.add(code)
        if not _CODE.fullmatch(code):
            # Lokalize has the codes of the systems that it runs on.
            asked_by = "lokalize" if _CODE.fullmatch(code.replace("_", "-")) else ""
            told = f"the code {code!r} is none of a language"
            yield from self._once(line, "", told, asked_by)
        if _STRANGE_CODE.fullmatch(code):
            yield from self._once(line, "omegat", f"the code {code!r} gives no match")
        if len(code) > _WORDFAST_CODE:
            yield from self._once(line, "wordfast", f"the code {code!r} is too long for it")
        order = [local_name(child) for child in variant]
        if order.count("seg") != 1 or order[-1] != "seg":
            yield LineFinding(line, "", "a <tuv> needs one <seg>, after all <note> and <prop>")
            return
        segment = list(variant)[-1]
        text = "".join(str(piece) for piece in segment.itertext())
        where = _line(segment)
        if not text.strip():
            yield LineFinding(where, "omegat", "an empty text counts as translated")
        elif text != text.strip():
            yield LineFinding(where, "omegat", "white space at an end: no exact match")
        if len(text) > LONGEST_SIDE:
            yield LineFinding(
                where, "trados", f"over {LONGEST_SIDE} characters: the cloud refuses it"
            )
        if len(text) > WORDFAST_SIDE:
            yield LineFinding(
                where, "wordfast", f"over {WORDFAST_SIDE} characters: too long for it"
            )
        for tool in ("omegat", "poedit"):
            if segment.find(".//{*}hi") is not None:
                yield from self._once(where, tool, "text inside <hi> is dropped")
        if segment.find(".//{*}ut") is not None:
            yield from self._once(where, "lokalize", "<ut> is of TMX 1.1 and not shown")

    def _once(
        self, line: int, tool: str, message: str, asked_by: str = ""
    ) -> Iterator[LineFinding]:
        """Yield a finding about the habits of a whole file, the first time alone."""
        habit = tool + re.sub(r"'[^']*'", "", message)
        if habit not in self.told:
            self.told.add(habit)
            yield LineFinding(line, tool, message, asked_by)


def _has_text(element: etree._Element) -> bool:
    pieces = [element.text, *(child.tail for child in element)]
    return any(piece and piece.strip() for piece in pieces)


def _line(element: etree._Element) -> int:
    # The stubs of lxml do not know its type.
    return cast("int | None", element.sourceline) or 1


def _attributes(name: str, element: etree._Element, line: int) -> Iterator[LineFinding]:
    given: Mapping[str, str] = {str(key): str(value) for key, value in attributes_of(element)}
    if len(element.attrib) > len(given):
        yield LineFinding(line, "", f"<{name}> has more than {MOST_ATTRIBUTES} attributes")
    needed = _NEEDED.get(name, frozenset())
    for missing in sorted(needed - given.keys()):
        yield LineFinding(line, "", f"<{name}> without {missing.rpartition('}')[2]}")
    for key, value in given.items():
        if key not in needed and key not in _ALLOWED[name]:
            yield LineFinding(line, "", f"<{name}> cannot have {key.rpartition('}')[2]!r}")
        elif value not in _VALUES.get(key, {value}):
            yield LineFinding(line, "", f"{key} cannot be {value!r}")
        elif key in DATES and not _DATE.fullmatch(value):
            yield LineFinding(line, "trados", f"the {key} {value!r} is not like 20261123T090000Z")
