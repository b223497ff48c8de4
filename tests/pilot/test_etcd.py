"""etcd behind the whole app: its pane, the tab of a value, and writing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from coreos_tui.core.etcd_access import EtcdAccess
from tests.far_ends import site_of
from tests.far_etcd import FarEtcd, far_etcd
from tests.pilot.driver import Driven, opened


@asynccontextmanager
async def etcd_open(folder: Path, *, write: bool = False) -> AsyncIterator[tuple[Driven, FarEtcd]]:
    """The app in front of its etcd, whose keys are listed."""
    async with far_etcd() as far:
        for key in (b"/config/web", b"/services/web/1", b"\x1b[31mred\x00"):
            far.scene.v3_keys.put(key, b'{"port": 8080}' if key == b"/config/web" else b"10.0.0.1")
        far.scene.v2_keys.set("/old/key", "of 2013")
        access = EtcdAccess(far.addresses, write=write)
        async with opened(replace(site_of(None, folder), etcd=access)) as driven:
            await driven.press("colon", *"etcd", "enter")
            await driven.see("leader", "3/3 up", "v3 keys · 3", "▸ /config/", "▸ /old/")
            yield driven, far


async def to(driven: Driven, *wanted: str) -> None:
    """Opens folders down to the last of these."""
    for each in wanted:
        await driven.press("g")
        for _ in range(12):
            place = driven.main.query_one("EtcdPane .keys").cursor_key
            if place and place.raw.endswith(each.encode()):
                break
            await driven.press("j")
        await driven.press("enter")
    await driven.quiet()


async def test_a_value_is_followed_and_remembered_and_not_written(tmp_path) -> None:
    async with etcd_open(tmp_path) as (driven, far):
        assert "␛[31mred␀" in driven.part("EtcdPane")
        await to(driven, "/services/", "/web/")
        await driven.see("▾ /services/", "▾ web/")
        await driven.press("j", "w")
        await driven.see("will not write /services/web/1", "--write-etcd")
        assert far.scene.v3_keys.revision == 4
        await driven.press("enter")
        await driven.see_in_tab("10.0.0.1", "revision 3", "write 1")
        far.scene.v3_keys.put(b"/services/web/1", b"10.0.0.2")
        await driven.see_in_tab("10.0.0.2", "changed ", "write 2")
        await driven.press("less_than_sign")
        await driven.see_in_tab("10.0.0.1", "1 newer")
        await driven.press("less_than_sign")
        await driven.see_in_tab("this is its first value")
        await driven.press("greater_than_sign")
        await driven.see_in_tab("10.0.0.2", "write 2")
        far.scene.v3_keys.delete(b"/services/web/1")
        await driven.see_in_tab("deleted ")


async def test_writing_names_the_key_and_the_old_value(tmp_path) -> None:
    async with etcd_open(tmp_path, write=True) as (driven, far):
        await driven.press("slash", *"/services", "enter")
        await driven.see("/services/web/1")
        await driven.press("j", "w")
        await driven.see("Value of /services/web/1")
        await driven.press(*["backspace"] * 8, *"new", "enter")
        await driven.see("Write /services/web/1?", "was: 10.0.0.1", "revision 3", "now: new")
        far.scene.v3_keys.put(b"/services/web/1", b"of another")
        await driven.press("y")
        await driven.see("the key has changed meanwhile", "Nothing was done")
        await driven.press("w")
        await driven.see("Value of /services/web/1")
        await driven.press(*["backspace"] * 10, *"new", "enter")
        await driven.see("was: of another")
        await driven.press("y")
        await driven.see("/services/web/1 written")
        assert far.scene.v3_keys.at(b"/services/web/1").value == b"new"
        await driven.press("d")
        await driven.see("Delete /services/web/1?", "was: new")
        await driven.press("n")
        await driven.miss("Delete /services/web/1?")
        assert far.scene.v3_keys.at(b"/services/web/1") is not None
        await far.members["core-01"].stop()
        await driven.see("core-01: 127.0.0.1 port", "connection refused", "2/3 up", "down")
        await driven.press("3")
        await driven.see("etcd ✕1")
