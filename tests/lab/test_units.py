"""Real systemd and journald: units, acts, journals, and those who may not."""

from __future__ import annotations

import pytest

from coreos_tui.core import topics
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import Line
from coreos_tui.transport.systemd import Journal, act, processes, properties, unit_files
from tests.lab.real import Lab
from tests.lab.stage import Stage, aside, logged_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

TICKER = "lab-ticker.service"


async def read(journal: Journal, **wanted: object) -> list[Line]:
    stream = await journal.read(**wanted)
    return [line async for batch in stream for line in batch]


async def test_a_failing_unit_is_two_keys_away_and_its_journal_one_more(stage: Stage) -> None:
    await stage.at("core-02")
    await stage.press("5")
    await stage.see("lab-broken.service", "failed", TICKER, "etcd.service")
    rows = [line.split()[1] for line in stage.part("UnitsPane").splitlines()[2:4]]
    assert rows[0] == "lab-broken.service"
    await stage.press("g", "l")
    await stage.see_in_tab("cannot open /etc/lab/missing.conf", "Failed with result")
    await stage.press("shift+tab", "right", "right")
    await stage.see("docker.socket", "/run/docker.sock → docker.service")
    await stage.press("left", "left")
    await stage.see("lab-broken.service")


async def test_systemds_refusal_is_shown_as_it_is(stage: Stage) -> None:
    await stage.at("core-01")
    await stage.press("5", "slash", *"ticker", "enter")
    await stage.wait(lambda: stage.row(TICKER, "UnitsPane"), "the unit in view")
    await stage.press("r")
    await stage.agree(f"systemctl --no-ask-password restart -- {TICKER}")
    await stage.see("core-01 refuses", "Access denied", "--sudo")
    await stage.press("escape")


@pytest.mark.parametrize("host", ["core-01", "core-02"])
async def test_acts_go_through_sudo_where_that_is_allowed(
    lab: Lab, stage: Stage, host: str
) -> None:
    link = stage.app.fleet.link(host)
    before = (await processes(link, TICKER))[1][0]
    await act(link, "restart", TICKER, sudo=True)
    assert (await processes(link, TICKER))[1][0] != before
    away = ("mv", "/etc/sudoers.d/core", "/etc/core.sudoers")
    await aside(lab.machine, host, *away)
    try:
        with pytest.raises(HopError, match="refuses sudo") as caught:
            await act(link, "restart", TICKER, sudo=True)
        assert caught.value.hop is Hop.PERMISSION
    finally:
        await aside(lab.machine, host, "mv", away[2], away[1])
    with pytest.raises(HopError, match=r"no-such\.service"):
        await act(link, "start", "no-such.service", sudo=True)


@pytest.mark.parametrize("host", ["core-01", "core-02"])
async def test_a_journal_is_followed_paged_and_leaves_nothing_behind(
    lab: Lab, stage: Stage, host: str
) -> None:
    link = stage.app.fleet.link(host)
    journal = Journal(lambda: link, TICKER, TICKER)
    stream = await journal.read(tail=2, follow=True)
    seen: list[Line] = []
    async for batch in stream:
        seen += batch
        if len(seen) > 3:
            break
    said = f"pgrep -fc '[j]ournalctl.*{TICKER}' || true"
    assert (await aside(lab.machine, host, "sh", "-c", said)).strip() == "1"
    stream.close()
    for _ in range(100):
        if (await aside(lab.machine, host, "sh", "-c", said)).strip() == "0":
            break
    else:
        raise AssertionError("journalctl is still there")
    assert seen[0].at is not None
    older = await read(journal, tail=3, until=seen[0].at.timestamp())
    assert len(older) == 3
    assert older[-1].text == seen[0].text
    assert (await journal.standing()).running
    kernel = Journal(lambda: link, host, priority=3)
    assert all((line.priority or 0) <= 3 for line in await read(kernel, tail=50))


async def test_who_may_not_read_the_journal_is_told(lab: Lab, stage: Stage) -> None:
    await aside(lab.machine, "core-02", "gpasswd", "-d", "core", "systemd-journal")
    try:
        async with logged_in(stage, "core-02") as link:
            # Either nothing is to be had, or only one's own messages, and then a line says so.
            try:
                lines = await read(Journal(lambda: link, TICKER, TICKER), tail=5)
                words = lines[0].text.decode()
            except HopError as error:
                words = error.sentence
            assert words.startswith("permission: ")
            assert "Add it to the group systemd-journal" in words
    finally:
        await aside(lab.machine, "core-02", "gpasswd", "-a", "core", "systemd-journal")


async def test_noisy_rc_files_stay_out_of_it(lab: Lab, stage: Stage) -> None:
    rc = "/home/core/.bashrc"
    noise = f"cp {rc} {rc}.kept 2>/dev/null; printf 'echo noise; echo more >&2\\n' > {rc}"
    await aside(lab.machine, "core-01", "sh", "-c", noise)
    try:
        async with logged_in(stage, "core-01") as link:
            lines = await read(Journal(lambda: link, TICKER, TICKER), tail=5)
            assert [line.text[:4] for line in lines] == [b"tick"] * 5
            assert "ExecStartPre" in await unit_files(link, "etcd.service")
    finally:
        back = f"rm {rc}; mv {rc}.kept {rc} 2>/dev/null || true"
        await aside(lab.machine, "core-01", "sh", "-c", back)


async def test_what_systemd_knows_agrees_with_what_is_listed(stage: Stage) -> None:
    link = stage.app.fleet.link("core-01")
    await stage.at("core-01")
    await stage.press("5")
    await stage.wait(lambda: stage.app.store.value(topics.units("core-01")), "the units")
    answer = stage.app.store.value(topics.units("core-01"))
    assert answer is not None
    listed = {each.name: each for each in answer.value or ()}
    for name in ("etcd.service", "lab-broken.service", "docker.socket"):
        told = await properties(link, name)
        state = told["state"]
        assert isinstance(state, dict)
        assert (state["ActiveState"], state["SubState"]) == (listed[name].active, listed[name].sub)
