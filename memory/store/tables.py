"""The tables of a memory, the same column by column in every database.

A memory can so be moved between them, and one statement serves all. Texts are compared byte by
byte, as SQLite does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

__all__ = [
    "CHECKED",
    "COLUMNS",
    "HISTORY",
    "OF_SETS",
    "POSTINGS",
    "changes_since",
    "create_tables",
    "key_of",
    "migration",
]

# In an order in which the owner of a row is there before it.
COLUMNS: Final = {
    "document_set": "id, symbol, sort_key, source_language, fingerprint, warnings, priority",
    "document": "set_id, language, path, digest, paragraphs, warnings",
    "unit": (
        "id, set_id, level, position, reference, kind, label, text, before, after, match_key,"
        " shape, carried"
    ),
    "translation": (
        "id, unit_id, language, text, score, method, label, status, match_key, shape, carried"
    ),
    "unaligned": (
        "id, set_id, target_language, language, position, kind, label, text, cause, level,"
        " reference"
    ),
    "segment": "id, language, level, size, units, sets, lengths",
    "posting": "gram, segment_id, part, places",
    "change": "id, symbol, level, action, who, made, state, before, after",
    "edit": "id, action, who, made, state, size",
    "edited": "id, edit_id, symbol, level, reference, unaligned, place, before, after",
    "imported_file": "digest, name",
    "unfinished_file": "digest, name, units",
    "quarantine": "symbol, fingerprint, cause",
    "concept": "id, domain, symbol, label, note, who, made",
    "term": "id, concept_id, language, text, status, superseded_by",
    "edited_concept": "id, edit_id, concept_id, before, after",
    "comment": "id, symbol, level, reference, who, made, said, text, withdraws",
    "assignment": "id, symbol, person, ends, who, made",
    "fact": "id, symbol, kind, language, text, origin",
    "edited_fact": "id, edit_id, symbol, before, after",
    "indexed": "last_unit",
}
"""The columns of each table but for its checksum: first those that name a row."""
# The entries of the index are compared with the texts instead.
CHECKED: Final = tuple(table for table in COLUMNS if table not in {"posting", "indexed"})
"""The tables whose rows have a checksum (`memory.store.checksums`)."""

HISTORY: Final = {
    "change": "state, checksum",
    "edit": "state, checksum",
    **dict.fromkeys(
        ("edited", "edited_concept", "edited_fact", "comment", "assignment"), "checksum"
    ),
}
"""The tables of the history, with the columns that change after a row was entered."""

OF_SETS: Final = ("change", "edited", "comment", "assignment")
"""Those of the history that name a set by its symbol, and go where it goes."""

# {posting_anew} makes the table of postings of another form, which need not hold anything yet.
# {key} is a key that is never used again, for an index may still know the old ones; {row} one that
# may be. {end} ends a table, {keyed} one whose rows lie in the order of their keys.
# A unit's context is mostly the text of the unit before and after it: stored only where it is not
# (NULL says that it is), for it would be half of the file.
# `match_key` and `shape` are numbers of the folded text (`memory.text.keys`): the same one where
# that has no number, as most have none.
_TABLES: Final = """
CREATE TABLE document_set (
    id {key},
    symbol {text} NOT NULL UNIQUE,
    sort_key {text} NOT NULL,
    source_language {text} NOT NULL,
    fingerprint {text} NOT NULL,
    warnings {text} NOT NULL,
    priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1 AND 1)
) {end};
CREATE UNIQUE INDEX document_set_in_order ON document_set (sort_key, symbol);
CREATE INDEX document_set_excluded ON document_set (id) WHERE priority < 0;
CREATE TABLE document (
    set_id {number} NOT NULL REFERENCES document_set {with_owner},
    language {text} NOT NULL,
    path {text} NOT NULL,
    digest {text} NOT NULL,
    paragraphs INTEGER NOT NULL,
    warnings {text} NOT NULL,
    PRIMARY KEY (set_id, language)
) {keyed};
CREATE TABLE unit (
    id {key},
    set_id {number} NOT NULL REFERENCES document_set {with_owner},
    level {text} NOT NULL CHECK (level IN ('paragraph', 'sentence')),
    position INTEGER NOT NULL,
    reference {text} NOT NULL,
    kind {text} NOT NULL,
    label {text} NOT NULL,
    text {text} NOT NULL CHECK (text <> ''),
    before {text},
    after {text},
    match_key {number} NOT NULL,
    shape {number} NOT NULL,
    carried {text}
) {end};
CREATE INDEX unit_in_order ON unit (set_id, level, position);
CREATE UNIQUE INDEX unit_by_reference ON unit (set_id, level, reference);
CREATE INDEX unit_by_key ON unit (match_key, set_id);
CREATE INDEX unit_by_shape ON unit (shape) WHERE shape <> match_key;
CREATE TABLE translation (
    id {row},
    unit_id {number} NOT NULL REFERENCES unit {with_owner},
    language {text} NOT NULL,
    text {text} NOT NULL CHECK (text <> ''),
    score {real} NOT NULL,
    method {text} NOT NULL,
    label {text} NOT NULL,
    status {text} NOT NULL CHECK (status IN ('automatic', 'reviewed', 'rejected')),
    match_key {number} NOT NULL,
    shape {number} NOT NULL,
    carried {text}
) {end};
CREATE UNIQUE INDEX translation_of_unit ON translation (unit_id, language);
CREATE INDEX translation_by_key ON translation (match_key);
CREATE INDEX translation_by_shape ON translation (shape) WHERE shape <> match_key;
CREATE TABLE unaligned (
    id {row},
    set_id {number} NOT NULL REFERENCES document_set {with_owner},
    target_language {text} NOT NULL,
    language {text} NOT NULL,
    position INTEGER NOT NULL,
    kind {text} NOT NULL,
    label {text} NOT NULL,
    text {text} NOT NULL,
    cause {text} NOT NULL,
    level {text} NOT NULL,
    reference {text} NOT NULL
) {end};
CREATE INDEX unaligned_of_set ON unaligned (set_id);
CREATE TABLE segment (
    id {row},
    language {text} NOT NULL,
    level {text} NOT NULL,
    size {number} NOT NULL,
    units {bytes} NOT NULL,
    sets {bytes} NOT NULL,
    lengths {bytes} NOT NULL
) {end};
CREATE INDEX segment_of_language ON segment (language, level);
CREATE TABLE indexed (last_unit {number} NOT NULL) {end};
INSERT INTO indexed VALUES (0);
CREATE TABLE change (
    id {key},
    symbol {text} NOT NULL,
    level {text} NOT NULL,
    action {text} NOT NULL,
    who {text} NOT NULL,
    made {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('done', 'undone', 'closed')),
    before {text} NOT NULL,
    after {text} NOT NULL
) {end};
CREATE INDEX change_of_set ON change (symbol, level, state, id)
"""
_FILES: Final = """
CREATE TABLE IF NOT EXISTS imported_file (
    digest {text} PRIMARY KEY,
    name {text} NOT NULL
) {keyed}
"""
# Document sets that ended the process that aligned them.
_QUARANTINE: Final = """
CREATE TABLE quarantine (
    symbol {text} PRIMARY KEY,
    fingerprint {text} NOT NULL,
    cause {text} NOT NULL
) {keyed}
"""
# Edits of many rows at once, and each row as it was before, with a digest of what it is after.
_EDITS: Final = """
CREATE TABLE edit (
    id {key},
    action {text} NOT NULL,
    who {text} NOT NULL,
    made {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('done', 'undone')),
    size INTEGER NOT NULL
) {end};
CREATE TABLE edited (
    id {row},
    edit_id {number} NOT NULL REFERENCES edit {with_owner},
    symbol {text} NOT NULL,
    level {text} NOT NULL,
    reference {text} NOT NULL,
    unaligned {number},
    place INTEGER NOT NULL,
    before {text} NOT NULL,
    after {text} NOT NULL
) {end};
CREATE INDEX edited_of_edit ON edited (edit_id)
"""
# Concepts with their terms; of an edit of them, each concept as it was before, with a digest of
# what it is after.
_TERMS: Final = """
CREATE TABLE concept (
    id {key},
    domain {text} NOT NULL,
    symbol {text} NOT NULL,
    label {text} NOT NULL,
    note {text} NOT NULL,
    who {text} NOT NULL,
    made {text} NOT NULL
) {end};
CREATE TABLE term (
    id {row},
    concept_id {number} NOT NULL REFERENCES concept {with_owner},
    language {text} NOT NULL,
    text {text} NOT NULL CHECK (text <> ''),
    status {text} NOT NULL
        CHECK (status IN ('preferred', 'admitted', 'deprecated', 'superseded')),
    superseded_by {text} NOT NULL
) {end};
CREATE INDEX term_of_concept ON term (concept_id);
CREATE TABLE edited_concept (
    id {row},
    edit_id {number} NOT NULL REFERENCES edit {with_owner},
    concept_id {number} NOT NULL,
    before {text} NOT NULL,
    after {text} NOT NULL
) {end};
CREATE INDEX edited_concept_of_edit ON edited_concept (edit_id)
"""
# Files of which a part is stored: so many units, the first ones. `digest` is of the files that are
# read and of how they are.
_UNFINISHED: Final = """
CREATE TABLE unfinished_file (
    digest {text} PRIMARY KEY,
    name {text} NOT NULL,
    units {number} NOT NULL
) {keyed}
"""
# What is said of rows, and who has a document for a time: entries that are never changed.
_TEAMWORK: Final = """
CREATE TABLE comment (
    id {key},
    symbol {text} NOT NULL,
    level {text} NOT NULL,
    reference {text} NOT NULL,
    who {text} NOT NULL,
    made {text} NOT NULL,
    said {text} NOT NULL CHECK (said IN ('comment', 'resolve', 'reopen', 'withdraw')),
    text {text} NOT NULL,
    withdraws {number} NOT NULL
) {end};
CREATE INDEX comment_of_set ON comment (symbol, level, id);
CREATE TABLE assignment (
    id {key},
    symbol {text} NOT NULL,
    person {text} NOT NULL,
    ends {text} NOT NULL,
    who {text} NOT NULL,
    made {text} NOT NULL
) {end};
CREATE INDEX assignment_of_set ON assignment (symbol, id)
"""
# The register: what is known of documents, those that are not here yet as well; of an edit of it,
# what a catalogue said of a document before, with a digest of what it says after.
_REGISTER: Final = """
CREATE TABLE fact (
    id {row},
    symbol {text} NOT NULL,
    kind {text} NOT NULL
        CHECK (kind IN ('title', 'body', 'session', 'agenda', 'date', 'subject')),
    language {text} NOT NULL,
    text {text} NOT NULL CHECK (text <> ''),
    origin {text} NOT NULL CHECK (origin IN ('document', 'catalogue'))
) {end};
CREATE INDEX fact_of_symbol ON fact (symbol);
CREATE INDEX fact_of_kind ON fact (kind, symbol);
CREATE TABLE edited_fact (
    id {row},
    edit_id {number} NOT NULL REFERENCES edit {with_owner},
    symbol {text} NOT NULL,
    before {text} NOT NULL,
    after {text} NOT NULL
) {end};
CREATE INDEX edited_fact_of_edit ON edited_fact (edit_id)
"""
# Tables that were added after rows had checksums, by the version that lacks them.
_LATER: Final = {9: _TERMS, 10: _TEAMWORK, 11: _REGISTER, 12: _UNFINISHED}
# A long list of places has several parts, each named by its first place but for the first of all:
# what goes beyond the page of a database would leave half a page empty.
POSTINGS: Final = """
CREATE TABLE posting (
    segment_id {number} NOT NULL REFERENCES segment {with_owner},
    gram {text} NOT NULL,
    part {number} NOT NULL,
    places {bytes} NOT NULL,
    PRIMARY KEY ({posting_key})
) {keyed}
"""
"""The statement that makes the table of postings."""
# Texts without a number are found by their keys alone.
_SHAPES: Final = """
DROP INDEX unit_by_shape;
CREATE INDEX unit_by_shape ON unit (shape) WHERE shape <> match_key;
DROP INDEX translation_by_shape;
CREATE INDEX translation_by_shape ON translation (shape) WHERE shape <> match_key
"""
# A row that was just changed has none; few do, and only until its transaction ends.
_CHECKSUM: Final = """
ALTER TABLE {table} ADD COLUMN checksum {{number}};
CREATE INDEX {table}_unchecked ON {table} ({key}) WHERE checksum IS NULL
"""


def key_of(table: str) -> tuple[str, ...]:
    """Return the columns that name a row of a table."""
    columns = COLUMNS[table].split(", ")
    return tuple(columns[: 2 if table == "document" else 1])


def _checksums(tables: Iterable[str]) -> str:
    return ";".join(_CHECKSUM.format(table=each, key=", ".join(key_of(each))) for each in tables)


def _made(statements: str) -> list[str]:
    """Return the tables that some statements make."""
    return re.findall(r"CREATE TABLE (\w+)", statements)


# What was there before rows had checksums has none of these.
_NEW: Final = frozenset(_made(";".join(_LATER.values())))
# What a memory has since each version, for who is to bring one to it.
_CHANGES: Final = {
    5: "files that were imported are known again",
    6: "sets that ended their worker are not tried again",
    7: "texts are looked up by other keys, and the index is made anew",
    8: "edits of many units can be taken back",
    9: "each row has a checksum, so that damage is found",
    10: "terms, with their concepts and history",
    11: "rows have comments, and documents are assigned for a time",
    12: "the register: session, agenda item, date and body of each document",
    13: "a large file whose import was stopped is gone on with",
    14: "the index is of fewer and larger parts: texts are found in less time, and take less room"
    " (a file keeps its size: what comes next goes where room became free)",
}
# What makes a memory of a version one of the next.
_MIGRATIONS: Final = {
    4: _FILES,
    5: _QUARANTINE,
    7: _EDITS,
    8: _checksums(each for each in CHECKED if each not in _NEW),
    **{version: ";".join((each, _checksums(_made(each)))) for version, each in _LATER.items()},
    13: ";".join(("{posting_anew}", _SHAPES)),
}


def create_tables(words: Mapping[str, str]) -> list[str]:
    """Return the statements that make all tables, in the words of a database."""
    every = (_TABLES, POSTINGS, _FILES, _QUARANTINE, _EDITS, *_LATER.values(), _checksums(CHECKED))
    return ";".join(every).format_map(words).split(";")


def changes_since(version: int) -> tuple[str, ...]:
    """Return what memories can do since a version, a line for each of the versions after it."""
    return tuple(told for number, told in sorted(_CHANGES.items()) if number > version)


def migration(version: int, words: Mapping[str, str]) -> list[str]:
    """Return what makes a memory of a version one of the next: nothing where keys alone differ."""
    statements = _MIGRATIONS.get(version, "").format_map(words).split(";")
    return [each for each in statements if each]
