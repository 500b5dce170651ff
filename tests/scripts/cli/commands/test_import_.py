"""What an import says of what it leaves out."""

from pathlib import Path

from click.testing import CliRunner, Result

from hexapla.cli.main import cli


def test_an_import_says_what_it_leaves_out(memory: str, tmp_path: Path) -> None:
    def imported(path: Path, *options: str) -> Result:
        arguments = ["import", str(path), "--memory", memory, *options]
        return CliRunner().invoke(cli, arguments, standalone_mode=False)

    table, broken = tmp_path / "more.csv", tmp_path / "more.tmx"
    table.write_text("zh;en\n名册。;The register.\n只有中文。;\n一;1;eins\n", "utf-8")
    done = imported(table)
    assert done.return_value == 1
    assert done.stdout == f"{table}: 1 added, 0 merged, 0 known already, 2 left out\n"
    assert done.stderr == (
        f"{table}: left out: row 3: has no text but in zh\n"
        f"{table}: left out: row 4: has not 2 cells as it should\n"
    )
    broken.write_text(
        '<tmx version="1.4"><header srclang="en"/><body>\n'
        '<tu><tuv xml:lang="en"><seg>R&D</seg></tuv>'
        '<tuv xml:lang="zh"><seg>研发</seg></tuv></tu></body></tmx>',
        "utf-8",
    )
    refused = imported(broken)
    assert refused.return_value == 1
    assert "with --recover, what can be saved is read" in refused.stderr
    saved = imported(broken, "--recover")
    assert (saved.return_value, saved.stderr) == (0, "")
    assert saved.stdout == f"{broken}: 1 added, 0 merged, 0 known already, 0 left out\n"
