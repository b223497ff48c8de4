"""The client of etcd, on the demo's and on a real one where this machine has it."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import Api, Folder, Key, fold, key_text, prefix_end
from coreos_tui.core.etcd_access import Address, EtcdAccess
from coreos_tui.demo.etcd import DemoEtcd
from coreos_tui.demo.etcd_scene import cluster_of
from coreos_tui.transport.etcd.dialling import dial_member
from coreos_tui.transport.etcd.member import EtcdMember
from coreos_tui.transport.etcd.refusal import CompactedError
from tests.transport import etcd_contract as contract
from tests.transport.certified import certified

FAR_ENDS = ("simulated", *(("real",) if shutil.which("etcd") else ()))


@asynccontextmanager
async def simulated(**kept: object) -> AsyncIterator[DemoEtcd]:
    far = DemoEtcd(cluster_of(("core-01", "core-02", "core-03"), **kept), "core-01")
    await far.start()
    try:
        yield far
    finally:
        await far.stop()


def member_of(port: int, login: tuple[str, str] | None = None) -> EtcdMember:
    return EtcdMember(dial_member(Address("127.0.0.1", port), EtcdAccess()), "core-01", login)


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@asynccontextmanager
async def real(folder: Path) -> AsyncIterator[int]:
    client, peer = free_ports()
    urls = {
        "--listen-client-urls": client,
        "--advertise-client-urls": client,
        "--listen-peer-urls": peer,
        "--initial-advertise-peer-urls": peer,
    }
    argv = [each for flag, port in urls.items() for each in (flag, f"http://127.0.0.1:{port}")]
    argv += ["--initial-cluster", f"default=http://127.0.0.1:{peer}", "--enable-v2"]
    null = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        "etcd", "--data-dir", str(folder / "etcd"), *argv, stdout=null, stderr=null
    )
    try:
        yield client
    finally:
        process.kill()
        await process.wait()


@pytest.fixture(params=FAR_ENDS)
async def member(request, tmp_path):
    if request.param == "simulated":
        async with simulated() as far:
            member = member_of(far.port)
            yield member
            member.close()
        return
    async with real(tmp_path) as port:
        member = member_of(port)
        for _ in range(400):
            try:
                if (await member.look()).status.leader:
                    break
            except HopError:
                member.forget()
            await asyncio.sleep(0.05)
        yield member
        member.close()


async def test_the_contract(member) -> None:
    seen = await member.look()
    await contract.names_its_cluster(member, len(seen.members))
    await contract.creates_nothing_by_looking(member)
    for keys in (member.keys(Api.V3), member.keys(Api.V2)):
        await contract.folds_keys_into_folders(keys)
        await contract.remembers_what_was_before(keys)
        await contract.changes_only_what_was_seen(keys)
        await contract.watches_a_key(keys)
        await contract.notices_that_something_changed(keys)
    await contract.pages_past_whole_folders(member.keys(Api.V3))
    await contract.keeps_keys_that_mean_harm(member.keys(Api.V3))


def test_keys_fold_by_their_slashes() -> None:
    names = (b"/", b"//a", b"/a", b"/a/", b"/a/b", b"a", b"a//b/c", b"a/b")
    assert [(type(each), each.raw) for each in fold(b"", tuple(map(Key, names)))] == [
        (Key, b"/"),
        (Folder, b"//"),
        (Key, b"/a"),
        (Folder, b"/a/"),
        (Key, b"a"),
        (Folder, b"a/"),
    ]
    assert [each.raw for each in fold(b"a/", (Key(b"a//b/c"), Key(b"a/b")))] == [b"a//b/", b"a/b"]


def test_the_end_of_a_prefix_and_keys_as_text() -> None:
    assert prefix_end(b"/a/") == b"/a0"
    assert prefix_end(b"a\xff\xff") == b"b"
    assert prefix_end(b"") == prefix_end(b"\xff") == b"\0"
    assert key_text(b"\x00\xff\x1b[31m") == "␀\\xff␛[31m"


async def test_a_hundred_thousand_keys_cost_one_page() -> None:
    async with simulated() as far:
        names = {b"/app/%d/%05d" % (n % 40, n): b"x" * 20 for n in range(100_000)}
        far.cluster.v3_keys.fill(names | {b"/zoo/1": b"1"})
        member = member_of(far.port)
        await member.look()
        far.requests.clear()
        page = await member.keys(Api.V3).page(b"")
        assert far.requests == ["POST /v3/kv/range"]
        assert ([each.raw for each in page.entries], page.total) == ([b"/app/"], 100_001)
        assert page.after == b"/app0"
        rest = await member.keys(Api.V3).page(b"", page.after)
        assert ([each.raw for each in rest.entries], rest.after) == ([b"/zoo/"], None)
        member.close()


@pytest.mark.parametrize("prefix", ["/v3beta", "/v3alpha"])
async def test_an_older_gateway_is_found_where_it_is(prefix) -> None:
    async with simulated(prefix=prefix, version="3.3.27", v2=False) as far:
        member = member_of(far.port)
        seen = await member.look()
        assert (seen.status.version, seen.apis) == ("3.3.27", (Api.V3,))
        member.close()


async def test_v2_alone_is_enough() -> None:
    async with simulated(prefix="", version="2.3.8") as far:
        member = member_of(far.port)
        seen = await member.look()
        assert (seen.status.version, seen.apis) == ("2.3.8", (Api.V2,))
        assert seen.status.leader == seen.member
        assert seen.cluster == f"{far.cluster.id:x}"
        member.close()


async def test_a_compacted_revision_is_a_sentence() -> None:
    async with simulated() as far:
        keys = far.cluster.v3_keys
        for value in (b"1", b"2", b"3"):
            keys.put(b"k", value)
        keys.compact(keys.revision)
        member = member_of(far.port)
        store = member.keys(Api.V3)
        now = await contract.there(store, b"k")
        with pytest.raises(CompactedError, match="keeps no value as old as that"):
            await store.before(now)
        with pytest.raises(CompactedError, match="keeps no changes as old as 2"):
            await anext(store.watch(b"k", 2))
        member.close()


async def test_who_asks_is_told_only_where_it_is_wanted() -> None:
    async with simulated(login=("root", "secret")) as far:
        nobody = member_of(far.port)
        assert (await nobody.look()).status.leader
        with pytest.raises(HopError, match="permission: core-01 wants to know who asks"):
            await nobody.keys(Api.V3).page(b"")
        known = member_of(far.port, ("root", "secret"))
        await known.look()
        assert "POST /v3/auth/authenticate" not in far.requests
        assert (await known.keys(Api.V3).page(b"")).entries == ()
        wrong = member_of(far.port, ("root", "wrong"))
        with pytest.raises(HopError, match="authentication failed"):
            await wrong.keys(Api.V3).page(b"")
        for each in (nobody, known, wrong):
            each.close()


async def test_alarms_and_a_lost_leader_come_with_the_status() -> None:
    async with simulated(alarms=[("core-02", "NOSPACE")]) as far:
        member = member_of(far.port)
        (alarm,) = (await member.look()).alarms
        assert (alarm.member, alarm.kind) == (f"{far.cluster.member('core-02').id:x}", "NOSPACE")
        for name in ("core-02", "core-03"):
            far.cluster.turn(name, False)
        seen = await member.look()
        assert seen.status.leader == ""
        assert seen.status.problems[0] == "etcdserver: no leader"
        with pytest.raises(HopError, match="More than half of its members must run"):
            await member.keys(Api.V3).page(b"")
        member.close()


async def test_a_silent_member_and_a_closed_port() -> None:
    async with simulated() as far:
        member = member_of(far.port)
        await member.look()
        await far.fault("hang")
        with pytest.raises(HopError, match=r"etcd: core-01 did not answer within 0.2 s"):
            await member.look(0.2)
        await far.stop()
        with pytest.raises(HopError) as refused:
            await member.look()
        assert refused.value.hop is Hop.HOST
        member.close()


async def test_tls_both_ways_and_a_certificate_of_somebody_else(tmp_path) -> None:
    async with simulated() as far:
        certified(tmp_path / "other")
        context = certified(tmp_path / "own")
        server = await asyncio.start_server(far._serving.accept, "127.0.0.1", 0, ssl=context)
        address = Address("127.0.0.1", server.sockets[0].getsockname()[1], tls=True)

        def member(folder: str) -> EtcdMember:
            ca, cert, key = (tmp_path / folder / f"{name}.pem" for name in ("ca", "cert", "key"))
            access = EtcdAccess(ca=ca, cert=cert, key=key)
            return EtcdMember(dial_member(address, access), "core-01")

        own = member("own")
        assert (await own.look()).status.leader
        keys = own.keys(Api.V3)
        far.cluster.v3_keys.put(b"/large", b"x" * 300_000)
        assert len((await contract.there(keys, b"/large")).value) == 300_000
        await contract.watches_a_key(keys)
        with pytest.raises(HopError, match=r"certificate of 127\.0\.0\.1 does not hold"):
            await member("other").look()
        plain = dial_member(replace(address, tls=None), EtcdAccess())
        with pytest.raises(HopError):
            await EtcdMember(plain, "core-01").look()
        own.close()
        server.close()
