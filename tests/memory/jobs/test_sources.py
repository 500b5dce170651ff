from pathlib import Path

import pytest

from hexapla.memory.jobs.sources import OF_ALIGNMENT, digest_of_sources


def test_the_digest_tells_modules_and_tables_that_are_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "room_of_a_test"
    room.mkdir()
    (room / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))

    def digest() -> str:
        digest_of_sources.cache_clear()
        return digest_of_sources((room.name,))

    try:
        found = [digest()]
        for name, text in (("one.py", "1"), ("one.py", "2"), ("words.tsv", ""), ("two.py", "2")):
            (room / name).write_text(text)
            found.append(digest())
        (room / "page.html").write_text("not what results depend on")
        assert len(set(found)) == len(found)
        assert digest() == found[-1]
    finally:
        digest_of_sources.cache_clear()


def test_the_digest_is_that_of_this_checkout_at_any_time() -> None:
    assert digest_of_sources() == digest_of_sources()
    assert len(digest_of_sources()) == 64
    assert digest_of_sources(OF_ALIGNMENT) != digest_of_sources()
