"""Looks for inputs that readers fail on, guided by what they reach (github.com/google/atheris).

    pip install '.[fuzzing]'
    python -m scripts.dev.fuzz.guided scripts/sample --runs 100000

Each format has an equal share of the runs, in a process of its own. Inputs grow out of the files of
a folder that have the format, and of a few words of it: those are kept that reach code which no
other did. A file that is refused with one of hexapla's own errors, of one line, is fine; anything
else, more than a gigabyte, or ten seconds for one input, is a finding, kept in `--keep`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import open_store
from scripts.dev.command import command
from scripts.dev.fuzz.harness import (
    child,
    keep_option,
    report,
    runs_option,
    seed_option,
    seeds_argument,
    use,
)

__all__ = ["WORDS", "fuzz", "main"]

_LONGEST: Final = 5000  # bytes of an input
_MEMORY: Final = 1000  # megabytes
_SECONDS: Final = 10
# What is imported in the block is what atheris follows.
_CHILD: Final = (
    "import atheris, sys; from pathlib import Path\n"
    "with atheris.instrument_imports(include=['hexapla']):\n"
    "    from scripts.dev.fuzz.guided import fuzz\n"
    "fuzz(sys.argv.pop(1), Path(sys.argv.pop(1)), sys.argv[1:])\n"
)
# By extension, words from which inputs of the format can be made.
WORDS: Final[Mapping[str, Sequence[str]]] = {
    ".txt": ("1.", "(a)", "第", "A/RES/99/1", "[1]", "\t", "\f", "—", "\u202e", "《", "."),
    ".html": ("<p>", "<table><tr><td>", "<ol>", "<sup>", "&#", "<!--", "<meta charset=", "lang="),
    ".akn": ("<akomaNtoso>", "<p>", "<num>", "<paragraph>", "<docTitle>", "<!DOCTYPE", "&#"),
    ".xml": ("<TEI.2>", "<body>", "<p n=", "<s>", "<note>", "<head>", "&#"),
    ".tmx": ("<tmx>", "<header ", "<tu ", "<tuv xml:lang=", "<seg>", "<ph>", "<bpt i=", "<prop "),
    ".xlf": ("<xliff ", "<file ", "<trans-unit ", "<source>", "<target ", "<g id=", "<note>"),
    ".po": ("msgid ", "msgstr ", "msgctxt ", '"\\n"', "#, fuzzy", "msgid_plural ", "msgstr[0] "),
    ".csv": ("zh,en", "symbol,language,path", '"', ",", ";", "\t", "\r\n", "=1+1"),
    ".jsonl": ('{"', '": ', "[", "\\u", "null", "1e9", '"zh"', '"units"', '"symbol"'),
}


def fuzz(extension: str, corpus: Path, options: Sequence[str]) -> None:
    """Run atheris in this process, which ends with it."""
    import atheris  # noqa: PLC0415  # an extra

    folder = Path(tempfile.mkdtemp())
    store = open_store(folder / "memory.db")
    path = folder / f"input{extension}"

    def once(data: bytes) -> None:
        path.write_bytes(data)
        use(path, store)

    atheris.Setup([sys.argv[0], *options, str(corpus)], once)
    atheris.Fuzz()


def _seeded(corpus: Path, extension: str, seeds: Path) -> None:
    """Write what inputs of a format grow out of: files, their beginnings, and the words."""
    corpus.mkdir()
    files = (path for path in sorted(seeds.rglob(f"*{extension}")) if path.is_file())
    texts = [path.read_bytes() for path in files]
    for number, text in enumerate([*texts, "\n".join(WORDS[extension]).encode()]):
        (corpus / f"seed-{number}").write_bytes(text[:_LONGEST])


def _dictionary(extension: str) -> str:
    """Return the words of a format as libFuzzer takes them (llvm.org/docs/LibFuzzer.html)."""
    return "".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n'
        for word in WORDS[extension]
    )


@command
@seeds_argument
@runs_option(100_000)
@seed_option
@keep_option
@click.option(
    "--format", "chosen", type=click.Choice(list(WORDS)), multiple=True, help="Only this one."
)
def main(*, seeds: Path, runs: int, seed: int, keep: Path, chosen: tuple[str, ...]) -> int:
    """Fuzz the readers with inputs that grow out of the files in SEEDS.

    \b
    Example: python -m scripts.dev.fuzz.guided scripts/sample --runs 100000
    """
    if find_spec("atheris") is None:
        raise UsageError("this needs pip install 'hexapla[fuzzing]'")
    formats = chosen or tuple(WORDS)
    failed = 0
    for extension in formats:
        with tempfile.TemporaryDirectory() as name:
            corpus, words = Path(name) / "corpus", Path(name) / "words"
            _seeded(corpus, extension, seeds)
            words.write_text(_dictionary(extension), "ascii")
            keep.mkdir(parents=True, exist_ok=True)
            options = (
                *(f"-runs={runs // len(formats)}", f"-seed={seed}", f"-max_len={_LONGEST}"),
                *(f"-rss_limit_mb={_MEMORY}", f"-timeout={_SECONDS}", f"-dict={words}"),
                f"-artifact_prefix={keep}/{extension[1:]}-",
            )
            done = child(_CHILD, extension, corpus, *options)
            reached = len(list(corpus.iterdir()))
        failed += done.returncode != 0
        click.echo(f"{extension}: {_told(done.stderr, done.returncode)}, {reached} inputs kept")
    return report(f"{runs // len(formats) * len(formats)} inputs", failed)


def _told(output: str, status: int) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    if status == 0:
        return next((line for line in lines if line.startswith("Done")), "done")
    causes = [line for line in lines if "Error" in line or "ERROR" in line]
    return f"FAILED: {(causes or lines or [str(status)])[0].strip()}"


if __name__ == "__main__":
    run(main)
