"""Sanitizer, errors, sizes, secrets, configuration, commands: small pure things."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coreos_tui.core.command import Command, key_text
from coreos_tui.core.config import Config, config_path, parse_config, read_config
from coreos_tui.core.errors import Hop, HopError, in_words
from coreos_tui.core.machine import Machine, Power
from coreos_tui.core.now import now, set_clock
from coreos_tui.core.sanitize import clean, clean_lines
from coreos_tui.core.secrets import MASK, mask
from coreos_tui.core.text import age, count, share, size, span


@given(st.text() | st.binary())
def test_clean_text_holds_nothing_a_terminal_acts_on(text: str | bytes) -> None:
    cleaned = clean(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in cleaned)
    cleaned.encode("utf-8")


def test_clean_shows_what_it_took_out() -> None:
    assert clean("a\x1b[2Jb\x9b1m\u202e\u200b\x7f\n") == "a␛[2Jb\ufffd1m\ufffd\ufffd␡␊"
    assert clean(b"\xff ok") == "\ufffd ok"
    assert clean("plain [b]markup[/b] 日本") == "plain [b]markup[/b] 日本"
    assert clean_lines("a\r\nb\tc\x07") == "a\nb\tc␇"


def test_errors_are_sentences() -> None:
    error = HopError(Hop.SSH, "connection refused.", "Is sshd running?\x1b[1m")
    assert str(error) == "ssh: connection refused. Is sshd running?␛[1m."
    assert HopError(Hop.ENGINE, "").sentence == "engine: it said nothing."
    assert in_words(ConnectionRefusedError(111, "Connection refused")).said == "Connection refused"
    assert "bug" in in_words(KeyError("x")).sentence


def test_sizes_and_ages() -> None:
    assert [size(n) for n in (0, 999, 1024, 12 << 20, 3 << 30)] == [
        "0 B",
        "999 B",
        "1.0 KiB",
        "12 MiB",
        "3.0 GiB",
    ]
    assert [span(n) for n in (0, 59, 61, 7300, 90_000, 4e7)] == [
        "0 s",
        "59 s",
        "1 m",
        "2 h",
        "1 d",
        "1 y",
    ]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert age(now - timedelta(hours=3), now) == "3 h"
    assert age(None) == ""
    assert age(now + timedelta(hours=1), now) == "0 s"
    assert (share(0.04), share(250)) == ("0.0%", "250%")
    assert (count(1, "machine"), count(0, "machine")) == ("1 machine", "0 machines")


def test_ages_are_told_by_the_clock_that_is_set() -> None:
    stood = datetime(2013, 10, 22, 12, tzinfo=UTC)
    set_clock(lambda: stood)
    try:
        assert now() == stood
        assert age(stood - timedelta(hours=3)) == "3 h"
    finally:
        set_clock(None)
    assert now() > stood + timedelta(days=4000)


def test_secrets_are_masked_by_name_and_by_shape() -> None:
    value = {
        "Env": ["PATH=/bin", "DB_PASSWORD=hunter2", "URL=postgres://u:pw@db/x"],
        "Labels": {"api-key": "k", "note": "eyJhbGciOiJI.eyJzdWIiOiIx.abc"},
        "token": "",
        "n": 3,
    }
    masked = mask(value)
    assert masked["Env"] == ["PATH=/bin", f"DB_PASSWORD={MASK}", f"URL=postgres://{MASK}@db/x"]
    assert masked["Labels"] == {"api-key": MASK, "note": MASK}
    assert (masked["token"], masked["n"]) == ("", 3)


def test_a_configuration_is_read_whole(tmp_path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('theme = "coreos-light"\nhosts = ["core@a"]\n[keys]\n"containers.stop" = "x"\n')
    config = read_config(path)
    assert (config.theme, config.hosts, config.keys) == (
        "coreos-light",
        ("core@a",),
        {"containers.stop": "x"},
    )
    assert read_config(tmp_path / "none") == Config()
    assert config_path({"XDG_CONFIG_HOME": "/c"}).as_posix() == "/c/coreos-tui/config.toml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theem = 'x'", "Did you mean `theme`?"),
        ("theme = 'x'", "must be one of"),
        ("hosts = 'x'", "must be a list"),
        ("hosts = ['-oProxyCommand=x']", "must be a list"),
        ("read_only = 1", "true or false"),
        ("log_lines = true", "number of lines"),
        ("keys = 3", "must be a table"),
        ("= 3", "is not TOML"),
    ],
)
def test_a_wrong_configuration_names_its_key(text: str, said: str) -> None:
    with pytest.raises(HopError, match="configuration: ") as caught:
        parse_config(text)
    assert said in caught.value.sentence + "?"


def test_an_unreadable_configuration_is_a_sentence(tmp_path) -> None:
    (tmp_path / "c").write_bytes(b"\xff\xfe")
    with pytest.raises(HopError, match="cannot be read"):
        read_config(tmp_path / "c")


def test_powers_of_every_provider() -> None:
    assert Machine("a", "virtualbox", "poweroff").power is Power.OFF
    assert Machine("a", "libvirt", "shutoff").power is Power.OFF
    assert Machine("a", "docker", "not_created").power is Power.ABSENT
    assert Machine("a", "virtualbox", "gurumeditation").power is Power.ODD
    assert Machine("a", "new", "levitating").power is Power.UNKNOWN


def test_keys_as_people_read_them() -> None:
    assert key_text("question_mark,ctrl+p,shift+up,K") == "? ^p shift+↑ K"
    command = Command("containers.stop", "s", "stop", "Stops it.")
    assert (command.place, command.verb) == ("containers", "stop")
