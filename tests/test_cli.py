"""The command line: what it says and the codes it ends with."""

from pathlib import Path

import pytest

from coreos_tui import __version__, cli
from coreos_tui.cli import run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version(option, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        run([option])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    if option == "--version":
        assert out == f"coreos-tui {__version__}\n"
    else:
        for word in ("--directory", "--host", "--read-only", "--config", "status", "doctor"):
            assert word in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--host", ""], "configuration: `` is not the name of a host."),
        (["--host=-oProxyCommand=x"], "`-oProxyCommand=x` is not the name of a host."),
        (["--directory", "none", "status"], "file: none is not a folder."),
        (["status", "--directory", "."], "file: there is no Vagrantfile in ."),
        (["--config", "none.toml"], "configuration: none.toml is not there."),
        (["--theme", "pink"], "`theme` must be one of coreos, coreos-light, coreos-contrast."),
        (["--theme", 'a"b'], "configuration: "),
        (["--config", "bad.toml"], "bad.toml: `thme` is not a setting. Did you mean `theme`?"),
        ([], "terminal: standard input and output are not a terminal. Use `coreos-tui status`"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_code_2(words, sentence, home, capsys) -> None:
    (home / "bad.toml").write_text('thme = "coreos"\n')
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("coreos-tui: ")
    assert sentence in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("words", [["fly"], ["--fly"], ["status", "--deadline", "soon"]])
def test_words_that_are_unknown(words, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        run(words)
    assert ended.value.code == 2
    assert "usage: coreos-tui" in capsys.readouterr().err


def test_a_configuration_that_cannot_be_read(home, capsys) -> None:
    place = home / ".config" / "coreos-tui"
    place.mkdir(parents=True)
    (place / "config.toml").write_bytes(b"\xff\xfe\x1b[2J")
    assert run(["status"]) == 2
    err = capsys.readouterr().err
    assert "config.toml cannot be read" in err
    assert "\x1b" not in err


def test_no_words_mean_what_the_parser_would_make_of_them() -> None:
    assert vars(cli._parsed([])) == vars(cli._parser().parse_args([]))
