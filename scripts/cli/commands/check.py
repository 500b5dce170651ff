"""`hexapla check`: what is wrong with aligned texts, with two documents, with a memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, replace
from pathlib import Path

import click

from hexapla.align.resources import available_cores
from hexapla.cli.options import (
    ExistingPath,
    LanguageList,
    language_option,
    memory_option,
    not_empty,
)
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.quality import check_rules, severity_options
from hexapla.cli.speech import report_language_option
from hexapla.cli.where import register_options
from hexapla.corpora.errors import UsageError
from hexapla.memory.checks.exceptions import EXCEPTIONS_NAME, add_exceptions, read_exceptions
from hexapla.memory.checks.findings import (
    CheckOfPairs,
    CheckOfTerms,
    CheckRules,
    Examination,
    Finding,
)
from hexapla.memory.checks.titles import TitleChecks
from hexapla.memory.formats.reading import Losses, nobody
from hexapla.memory.formats.registry import format_to_read
from hexapla.memory.formats.tmx.rules import TOOLS, check_tmx
from hexapla.memory.jobs.checking import (
    MemoryFilter,
    align_two,
    all_titles,
    check_with,
    is_aligned,
    read_documents,
    units_of_file,
    units_of_memory,
)
from hexapla.memory.output.speech import Speech
from hexapla.memory.reports.findings import MOST_KEPT, require_report, write_findings
from hexapla.memory.selection import Selection
from hexapla.memory.store.locations import shown
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.terms.checks import TermChecks
from hexapla.memory.terms.recognition import Recognizers, recognizers_of
from hexapla.memory.text.cleaning import one_line
from hexapla.memory.text.counting import counted
from hexapla.memory.units import Level, Status, Unit

__all__ = ["check"]


@click.command()
@click.argument("files", nargs=-1, type=ExistingPath(folders=False))
@click.option(
    "--tool", type=click.Choice(TOOLS), multiple=True, help="Only what matters to this program."
)
@click.option("--quality", is_flag=True, help="Of TMX files, compare source and translation too.")
@click.option(
    "--consistency", is_flag=True, help="Tell texts that are translated in several ways as well."
)
@click.option(
    "--terms",
    "termbase",
    callback=not_empty,
    help="Check FILES by the terms and titles of this memory; a memory by its own, without it.",
)
@severity_options
@click.option(
    "--languages",
    type=LanguageList(),
    default=(),
    help="Of the documents in their order, or of a table that does not say: zh,en.",
)
@click.option("--encoder", default="embedded", show_default=True, help="For two documents.")
@click.option(
    "--level",
    type=click.Choice([each.value for each in Level]),
    default=Level.SENTENCE.value,
    show_default=True,
    help="Sentences or paragraphs, of two documents and of a memory.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="Processes, for many texts; as many as there are cores, where nothing is said.",
)
@click.option("--source", type=language_option, help="Of a memory, only from this language.")
@click.option("--target", "targets", type=LanguageList(), default=(), help="And into these.")
@click.option("--symbol", callback=not_empty, help="Of a memory, this symbol; * for anything.")
@register_options
@click.option("--from-file", callback=not_empty, help="Of a memory, what came from this file.")
@click.option(
    "--only",
    type=click.Choice([Status.REVIEWED.value, Status.AUTOMATIC.value]),
    help="Of a memory, only what has this status.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the findings with their texts as well: FILE.html or FILE.xlsx.",
)
@report_language_option
@click.option(
    "--accept",
    multiple=True,
    help="Keep a finding as an exception, by its name or its unit; `all` for all of them.",
)
@click.option(
    "--exceptions",
    type=click.Path(dir_okay=False, path_type=Path),
    default=EXCEPTIONS_NAME,
    show_default=True,
    help="The list of what was accepted, which is not told again.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
@memory_option
def check(
    *,
    files: tuple[Path, ...],
    tool: tuple[str, ...],
    quality: bool,
    consistency: bool,
    termbase: str | None,
    checks: tuple[str, ...],
    severities: tuple[str, ...],
    least: str,
    languages: tuple[str, ...],
    encoder: str,
    level: str,
    jobs: int | None,
    source: str | None,
    targets: tuple[str, ...],
    where: Selection,
    from_file: str | None,
    only: str | None,
    report: Path | None,
    speech: Speech,
    accept: tuple[str, ...],
    exceptions: Path,
    as_json: bool,
    memory: str,
) -> int:
    """Tell what is wrong with FILES of aligned texts, two documents, or a memory.

    FILES are of any format that can be imported: TMX, XLIFF, PO, workbooks, tables. Of a TMX file,
    the format is checked, for every CAT tool, and with --quality the texts too. Two documents, such
    as zh.docx en.docx, are aligned first; one alone is read for what would trouble its translators.
    Without FILES, the memory is checked.

    The values that source and translation state are compared: numbers in digits and in words,
    dates, times, percentages, units, articles and sessions, symbols, States and bodies; and
    lengths, endings, brackets and the like. Where there is a termbase (hexapla terms), terms that
    are to be avoided, or missing, are told; and titles in quotation marks that are not said as the
    memory has them. The exit status is 1 where anything is found.

    \b
    Example: hexapla check out/tmx/zh_en.tmx --quality --report findings.html
    """
    if report is not None:
        require_report(report)
    with ExitStack() as opened:
        # A memory that is checked is its own termbase: opened once.
        store = None if files else opened.enter_context(open_store(memory, create=False))
        terms, titles = _known(termbase, store)
        rules = check_rules(
            *(checks, severities, least),
            consistency=consistency,
            terms=not terms.is_empty,
            titles=not titles.is_empty,
        )
        check_pairs = check_with(jobs or available_cores())
        run = _CheckRun(
            *(rules, read_exceptions(exceptions), (terms, titles), check_pairs),
            as_json=as_json,
            quiet=bool(accept),
        )
        if store is not None:
            selection = replace(where, file=from_file, status=Status(only) if only else None)
            wanted = MemoryFilter(Level(level), selection, source, targets)
            run.units(shown(memory), lambda: units_of_memory(store, wanted))
    aligned = [file for file in files if is_aligned(file)]
    if files and len(aligned) == len(files):
        for file in files:
            run.file(file, tool, languages, texts=quality or not _is_tmx(file))
    elif aligned or len(files) > 2:
        raise UsageError("give files of aligned texts, or one document, or two")
    elif files:
        run.documents(files, languages, encoder, Level(level))
    if accept:
        return _accept(run, accept, exceptions)
    if report is not None:
        write_findings(report, ", ".join(run.titles), run.examined, run.kept, speech)
        say_line(f"{report}: written", err=as_json)
    return 1 if run.broken or run.examined.found else 0


def _known(memory: str | None, checked: Store | None) -> tuple[TermChecks, TitleChecks]:
    """Return what checks by the terms and titles of a memory, or else of that which is checked."""
    if memory is not None:
        with open_store(memory, create=False) as store:
            return TermChecks(recognizers_of(store)), TitleChecks(all_titles(store))
    if checked is None:
        return TermChecks(Recognizers(())), TitleChecks(())
    return TermChecks(recognizers_of(checked)), TitleChecks(all_titles(checked))


class _CheckRun:
    """One call of the command: what it has found so far, and told unless it is `quiet`."""

    def __init__(
        self,
        rules: CheckRules,
        known: frozenset[str],
        terms: Collection[CheckOfTerms],
        check: CheckOfPairs,
        *,
        as_json: bool,
        quiet: bool,
    ) -> None:
        self._rules, self._known, self._json, self._quiet = rules, known, as_json, quiet
        self._terms, self._check = terms, check
        self.examined = Examination(rules, known)
        self.kept: list[Finding] = []
        self.titles: list[str] = []
        self.broken = False

    def file(
        self, file: Path, tools: tuple[str, ...], languages: tuple[str, ...], *, texts: bool
    ) -> None:
        """Check a file of aligned texts: the format of TMX, and where it is wanted the texts."""
        found = is_broken = False
        for finding in check_tmx(file) if _is_tmx(file) else ():
            # The last one, where it is so: the file is read no further.
            is_broken = not finding.tool and "well-formed" in finding.message
            if finding.matters_to(tools) and not self._quiet:
                found = True
                line = f"{file}:{finding.line}: {finding.tool or 'error'}: {finding.message}"
                say(json_line(asdict(finding)) if self._json else one_line(line))
        self.broken = self.broken or found
        if is_broken:
            return
        losses = Losses()
        hears = iter([losses])  # once, however often the file is read

        def units() -> Iterator[Unit]:
            return units_of_file(file, languages, next(hears, nobody))

        if texts:
            self.units(str(file), units)
        elif not found:
            size = counted(sum(1 for _ in units()), "unit")
            say_line(f"{file}: nothing found in {size}; checked: the format", err=self._json)
        for loss in losses.found():
            say_line(f"{file}: left out: {loss}", err=True)
            self.broken = True

    def documents(
        self, files: Sequence[Path], languages: tuple[str, ...], encoder: str, level: Level
    ) -> None:
        """Check one document by itself, or two beside each other."""
        title = " and ".join(map(str, files))
        documents = read_documents(files, languages)
        if len(documents) == 1:
            self._tell(title, lambda examined: examined.of_document(documents[0]))
            return
        aligned = align_two(*documents, encoder=encoder)
        self.units(title, lambda: (unit for unit in aligned.units if unit.level is level))
        if alone := [each for each in aligned.unaligned if each.level is level]:
            told = counted(len(alone), level.value)
            say_line(f"{title}: {told} without a partner, not checked", err=True)

    def units(self, title: str, units: Callable[[], Iterable[Unit]]) -> None:
        """Check units, each source beside its translations; where it is wanted, what is usual."""

        def find(examined: Examination) -> Iterator[Finding]:
            # Closed where the user stops: nothing goes on in other processes then.
            with closing(examined.of_units(units())) as found:
                yield from found
            yield from examined.of_usage(units)

        self._tell(title, find)

    def _tell(self, title: str, find: Callable[[Examination], Iterator[Finding]]) -> None:
        examined = Examination(self._rules, self._known, self._terms, self._check)
        for finding in find(examined):
            if len(self.kept) < MOST_KEPT:
                self.kept.append(finding)
            if not self._quiet:
                line = f"{title}: {finding.tuid}: {finding.message} ({finding.severity})"
                say(json_line(finding.as_json()) if self._json else one_line(line))
        self.examined.add(examined)
        self.titles.append(title)
        if not self._quiet:
            made = ", ".join(examined.made) or "none of it"
            say_line(f"{title}: {examined.summary}; checked: {made}", err=self._json)


def _is_tmx(file: Path) -> bool:
    return format_to_read(file)[0].name == "TMX"


def _accept(run: _CheckRun, wanted: Collection[str], exceptions: Path) -> int:
    """Keep the findings that are wanted by their names, or the ids of their units, or all."""
    chosen = [
        each
        for each in run.kept
        if "all" in wanted or not {each.name, each.tuid}.isdisjoint(wanted)
    ]
    missing = set(wanted) - {"all"} - {name for each in chosen for name in (each.name, each.tuid)}
    kept = add_exceptions(exceptions, chosen)
    say_line(f"{exceptions}: {counted(kept, 'finding')} accepted")
    for each in sorted(missing):
        say_line(f"hexapla: {each}: there is no such finding", err=True)
    return 1 if missing else 0
