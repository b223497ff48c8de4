"""What holds of every `vagrant` we call, a real one or the demo's.

Plain functions that assert: the quick suite calls them with the demo's, the lab's suite with a
real one. A machine that they name is one of the project, in the state that the name says.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import Completed
from coreos_tui.transport.vagrant import Vagrant
from coreos_tui.transport.vagrant.output import error_in, parse_output

Ask = Callable[..., Awaitable[Completed]]
KINDS = ["provider-name", "state", "state-human-short", "state-human-long"]


async def says_how_machines_stand(vagrant: Vagrant, wanted: Mapping[str, tuple[str, str]]) -> None:
    """`wanted` has the provider and the state of each machine, in the Vagrantfile's order."""
    found = [(each.name, (each.provider, each.state)) for each in await vagrant.status()]
    assert found == list(wanted.items())
    # Vagrant's own files know the machines that are there.
    hinted = {each.name: each.state for each in await vagrant.hint()}
    for name, (_, state) in wanted.items():
        assert hinted.get(name, "not_created") == state


async def prints_for_programs(ask: Ask, *names: str) -> None:
    done = await ask("status", "--machine-readable")
    assert (done.code, done.err) == (0, b"")
    rows = done.out.decode().splitlines()
    assert all(re.match(r"\d{10},[^,]*,[a-z-]+,", row) for row in rows), rows
    # All of them first, and then each with its state.
    assert [row.split(",")[1:3] for row in rows[: len(names)]] == [[n, "metadata"] for n in names]
    lines = parse_output(done.out)
    for name in names:
        own = [each for each in lines if each.target == name]
        assert [each.kind for each in own] == KINDS
        assert own[2].fields == (own[1].fields[0].replace("_", " "),)
    table = rows[-1].split(",")
    assert table[1:4] == ["", "ui", "info"]
    assert all(re.search(rf"\\n{name} +[a-z ]+ \(\w+\)", rows[-1]) for name in names)


async def knows_no_other_names(ask: Ask) -> None:
    sentence = "The machine with the name 'nope' was not found"
    done = await ask("status", "nope", "--machine-readable")
    assert (done.code, done.err) == (1, b"")
    kind, words = error_in(parse_output(done.out))
    assert (kind, words.startswith(sentence)) == ("MachineNotFound", True)
    done = await ask("halt", "nope")
    assert (done.code, done.out) == (1, b"")
    assert done.err.decode().startswith(sentence)


async def gives_the_way_in(vagrant: Vagrant, running: str) -> None:
    target = await vagrant.ssh_target(running)
    assert (target.host, target.user, target.strict) == ("127.0.0.1", "core", False)
    assert target.port
    assert all(Path(each).is_file() for each in target.identity_files)


async def gives_no_way_into_what_is_off(ask: Ask, vagrant: Vagrant, absent: str) -> None:
    done = await ask("ssh-config", absent)
    assert (done.code, done.out) == (1, b"")
    assert "not yet ready for SSH" in " ".join(done.err.decode().split())
    with pytest.raises(HopError, match=f"{absent} is not ready for SSH") as caught:
        await vagrant.ssh_target(absent)
    assert caught.value.hop is Hop.MACHINE


async def leaves_alone_what_was_never_made(vagrant: Vagrant, absent: str) -> None:
    run = vagrant.act("destroy", absent)
    said = b""
    async for piece in run:
        said += piece
    assert await run.wait() == 0
    assert re.search(rf"==> {absent}: .*created", said.decode()), said
    assert {each.state for each in await vagrant.hint() if each.name == absent} <= {"not_created"}
