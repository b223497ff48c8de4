"""The units and the journal of a demo host, as the program itself asks for them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coreos_tui.core.errors import HopError
from coreos_tui.core.log import Line
from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.scenario import UnitPart
from coreos_tui.demo.ssh import DemoSshd
from coreos_tui.transport.ssh import SshLink, connect, resolve
from coreos_tui.transport.systemd import Journal, act, processes, properties, unit_files

SAYS = UnitPart("shop.service", says=("order {n}", "!no stock\x1b[0m"), every=0.2)
BROKEN = UnitPart("broken.service", "failed", status="cannot open /etc/shop.conf")


@pytest.fixture
async def link(tmp_path: Path) -> AsyncIterator[SshLink]:
    sockets = {"/run/docker.sock": tmp_path / "none.sock"}
    sshd = DemoSshd(DemoHost("core-09", tmp_path, sockets=sockets, units=(SAYS, BROKEN)))
    await sshd.start()
    config = tmp_path / "config"
    config.write_text(sshd.config_block().replace("/dev/null", str(tmp_path / "known")))
    (tmp_path / "known").write_text(sshd.known_hosts_line())
    made = await connect(await resolve("core-09", config=config))
    yield made
    await made.close()
    await sshd.stop()


async def read(journal: Journal, **wanted: object) -> list[Line]:
    stream = await journal.read(**wanted)
    return [line async for batch in stream for line in batch]


async def test_the_journal_has_an_end_a_middle_and_goes_on(link: SshLink) -> None:
    journal = Journal(lambda: link, "shop", "shop.service")
    last = await read(journal, tail=20)
    assert len(last) == 20
    assert {line.priority for line in last} == {3, 6}
    assert any(line.text == b"no stock\x1b[0m" for line in last)
    first = last[0].at
    assert first is not None
    before = await read(journal, tail=5, until=first.timestamp())
    assert len(before) == 5
    assert before == sorted(before, key=lambda line: line.at)
    assert before[-1].text == last[0].text
    stream = await journal.read(tail=1, follow=True)
    seen: list[Line] = []
    async for batch in stream:
        seen += batch
        if len(seen) > 3:
            break
    stream.close()
    times = [line.at for line in seen]
    assert times == sorted(set(times))


async def test_a_failed_unit_says_why_and_fails_again(link: SshLink) -> None:
    lines = await read(Journal(lambda: link, "broken", "broken.service"), tail=10)
    texts = b"\n".join(line.text for line in lines)
    assert b"cannot open /etc/shop.conf" in texts
    assert b"Failed with result 'exit-code'" in texts
    with pytest.raises(HopError, match=r"Job for broken\.service failed"):
        await act(link, "restart", "broken.service", sudo=False)
    assert (await properties(link, "broken.service"))["state"]["ActiveState"] == "failed"
    await act(link, "reset-failed", "broken.service", sudo=False)
    assert (await properties(link, "broken.service"))["state"]["ActiveState"] == "inactive"
    with pytest.raises(HopError, match=r"\(-1\) is not available"):
        await read(Journal(lambda: link, "x", boot=-1))


async def test_units_are_stopped_and_started_and_known(link: SshLink) -> None:
    await act(link, "stop", "shop.service", sudo=False)
    assert (await properties(link, "shop.service"))["state"]["SubState"] == "dead"
    await act(link, "start", "shop.service", sudo=False)
    assert (await properties(link, "shop.service"))["state"]["SubState"] == "running"
    assert "ExecStart=/usr/bin/docker" in await unit_files(link, "docker.service")
    rows = await processes(link, "docker.service")
    assert rows[0][:2] == ("PID", "USER")
    assert rows[1][-1] == "/usr/bin/dockerd --host=fd://"
    assert len(rows) == 2
