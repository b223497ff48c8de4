"""The user's own keys are checked before anything starts."""

import pytest

from coreos_tui.app.commands import PLACES, all_commands
from coreos_tui.app.keymap import checked_keymap, clashes
from coreos_tui.core.errors import Hop, HopError


def test_our_own_keys_do_not_clash_and_ids_are_unique() -> None:
    assert clashes() == []
    listed = [each.id for _, commands in PLACES for each in commands]
    assert len(listed) == len(set(listed)) == len(all_commands())


@pytest.mark.parametrize(
    ("wished", "told"),
    [
        ({"containers.stopp": "s"}, "there is no command `containers.stopp`"),
        ({"containers.stop": "ctrl+"}, "`ctrl+` for `containers.stop` is not a key"),
        ({"containers.stop": "hyper+x"}, "is not a key"),
        ({"containers.stop": "control s"}, "is not a key"),
        ({"containers.stop": "x,"}, "is not a key"),
        ({"containers.stop": "l"}, "`l` is both `containers.logs` and `containers.stop`"),
        ({"containers.stop": "f5,q"}, "`q` is both `containers.stop` and `app.quit`"),
        ({"app.quit": "j"}, "`j` is both"),
        ({"containers.stop": "j"}, "`j` is both `containers.stop` and `table.down`"),
        ({"table.mark": "l"}, "`l` is both `machines.journal` and `table.mark`"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(wished: dict[str, str], told: str) -> None:
    with pytest.raises(HopError) as caught:
        checked_keymap(wished)
    assert caught.value.hop is Hop.CONFIG
    assert told in caught.value.sentence


@pytest.mark.parametrize(
    "wished",
    [
        {},
        {"containers.stop": "ctrl+s"},
        {"containers.stop": "ctrl+shift+f5, alt+x"},
        {"containers.stop": "l", "containers.logs": "s"},
        {"machines.halt": "f6", "app.help": "f2"},
    ],
)
def test_good_keys_are_taken_as_they_are(wished: dict[str, str]) -> None:
    assert checked_keymap(wished) == wished
