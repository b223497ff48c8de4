"""What holds of every etcd our client speaks to, a real one or the demo's.

Plain functions that assert, each with keys of its own below `ROOT`, which it takes away again.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from coreos_tui.core.errors import HopError
from coreos_tui.core.etcd import Api, Folder, Key, Revision
from coreos_tui.transport.etcd.member import EtcdMember, Keyspace
from coreos_tui.transport.etcd.refusal import ChangedError

ROOT = b"/coreos-tui-test/"
HOSTILE = (b"\x00\xff", b"\x1b[31mred", b"[bold]", "ключ ‮".encode())


async def names_its_cluster(member: EtcdMember, members: int) -> None:
    seen = await member.look()
    assert len(seen.members) == members
    own = next(each for each in seen.members if each.id == seen.member)
    assert own.name
    assert own.client_urls
    assert seen.status.leader in {each.id for each in seen.members}
    assert seen.status.version.startswith("3.")
    assert seen.status.db_size >= seen.status.db_in_use > 0
    assert seen.status.raft_term > 0
    assert seen.alarms == ()
    assert seen.apis == (Api.V3, Api.V2)


@contextlib.asynccontextmanager
async def written(keys: Keyspace, *names: bytes) -> AsyncIterator[tuple[bytes, ...]]:
    """Keys with the value `1`, gone again afterwards."""
    listed = tuple(ROOT + each for each in names)
    for each in listed:
        await keys.put(each, b"1", 0)
    try:
        yield listed
    finally:
        for each in listed:
            found = await keys.get(each)
            if found is not None:
                await keys.delete(each, found.key.mod_revision)


async def folds_keys_into_folders(keys: Keyspace) -> None:
    async with written(keys, b"a/b/c", b"a/b/d", b"a/e", b"f"):
        page = await keys.page(ROOT)
        assert [each.raw for each in page.entries] == [ROOT + b"a/", ROOT + b"f"]
        assert [type(each) for each in page.entries] == [Folder, Key]
        assert page.after is None
        page = await keys.page(ROOT + b"a/")
        assert [each.raw for each in page.entries] == [ROOT + b"a/b/", ROOT + b"a/e"]
        found = (await keys.search(ROOT + b"f")).entries
        assert [each.raw for each in found] == [ROOT + b"f"]
        assert (await keys.search(ROOT + b"none/f")).entries == ()


async def pages_past_whole_folders(keys: Keyspace) -> None:
    async with written(keys, b"a/1", b"a/2", b"a/3", b"b/1", b"c"):
        first = await keys.page(ROOT, limit=2)
        assert [each.raw for each in first.entries] == [ROOT + b"a/"]
        assert first.total == 5
        second = await keys.page(ROOT, first.after or b"", limit=2)
        assert [each.raw for each in second.entries] == [ROOT + b"b/", ROOT + b"c"]
        assert second.after is None


async def keeps_keys_that_mean_harm(keys: Keyspace) -> None:
    async with written(keys, *HOSTILE) as names:
        listed = (await keys.page(ROOT)).entries
        assert {each.raw for each in listed} == set(names)
        for name in names:
            assert await value(keys, name) == b"1"


async def remembers_what_was_before(keys: Keyspace) -> None:
    async with written(keys, b"old") as (name,):
        first = await there(keys, name)
        await keys.put(name, b"2", first.key.mod_revision)
        second = await there(keys, name)
        assert second.value == b"2"
        assert await keys.before(second) == first
        assert await keys.before(first) is None


async def changes_only_what_was_seen(keys: Keyspace) -> None:
    async with written(keys, b"seen") as (name,):
        first = await there(keys, name)
        with pytest.raises(ChangedError, match="the key has changed meanwhile"):
            await keys.put(name, b"2", 0)
        await keys.put(name, b"2", first.key.mod_revision)
        for change in (keys.put(name, b"3", first.key.mod_revision), keys.delete(name, 1)):
            with pytest.raises(ChangedError):
                await change
        assert await value(keys, name) == b"2"


async def watches_a_key(keys: Keyspace) -> None:
    async with written(keys, b"watched") as (name,):
        first = await there(keys, name)
        watch = keys.watch(name, first.key.mod_revision)
        coming = asyncio.ensure_future(anext(watch))
        await keys.put(name, b"2", first.key.mod_revision)
        changed = await asyncio.wait_for(coming, 10)
        assert changed is not None
        assert changed.value == b"2"
        coming = asyncio.ensure_future(anext(watch))
        await keys.delete(name, changed.key.mod_revision)
        assert await asyncio.wait_for(coming, 10) is None
        await watch.aclose()


async def notices_that_something_changed(keys: Keyspace) -> None:
    async with written(keys, b"mark/1", b"mark/2") as (name, _):
        before = await keys.watermark(ROOT + b"mark/")
        assert before.count == 2
        first = await there(keys, name)
        await keys.put(name, b"2", first.key.mod_revision)
        after = await keys.watermark(ROOT + b"mark/")
        assert after.count == 2
        assert after.revision > before.revision


async def creates_nothing_by_looking(member: EtcdMember) -> None:
    for api in (Api.V3, Api.V2):
        keys = member.keys(api)
        name = b"/coreos.com/nobody/made/this"
        before = (await keys.page(b"")).revision
        assert await keys.get(name) is None
        assert (await keys.watermark(name)).count == 0
        with contextlib.suppress(HopError):
            await keys.page(name + b"/")
        await member.look()
        assert (await keys.page(b"")).revision == before


async def leaves_no_folder(member: EtcdMember) -> None:
    """v2 keeps folders when their last key is gone."""
    with contextlib.suppress(HopError):
        path = f"/v2/keys{ROOT.decode().rstrip('/')}"
        await member._calls.change("DELETE", path, {"recursive": "true", "dir": "true"}, None)


async def there(keys: Keyspace, name: bytes) -> Revision:
    found = await keys.get(name)
    assert found is not None
    return found


async def value(keys: Keyspace, name: bytes) -> bytes:
    return (await there(keys, name)).value
