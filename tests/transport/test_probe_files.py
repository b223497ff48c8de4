"""Load, confd and etcd from the files and programs of a host."""

import pytest

from coreos_tui.core.answer import Lack
from coreos_tui.core.etcd_here import EtcdHere
from coreos_tui.core.load import Load
from coreos_tui.transport.probe import Rare
from tests.transport.probed import parsed, services

DF = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda9 1100 400 600 40% /\n"


def _rare(*sections: tuple) -> Rare:
    rare = parsed(("family", "unknown"), *sections).rare
    assert rare
    return rare


def test_load_and_what_old_kernels_leave_out() -> None:
    memory = "MemTotal: 2048 kB\nMemFree: 512 kB\nBuffers: 256 kB\nCached: 256 kB\n"
    load = parsed(
        ("loadavg", "0.52 0.58 0.59 1/467 12345\n"),
        ("cores", "4\n"),
        ("memory", memory),
        ("uptime", "350735.47 234388.90\n"),
        ("disk", DF, 0),
    ).load
    assert load == Load((0.52, 0.58, 0.59), 4, 2 << 20, 1 << 20, 1024000, 614400, 350735.47)
    assert (load.memory_used, load.disk_used) == (0.5, pytest.approx(0.4))
    newer = parsed(("memory", memory + "MemAvailable: 1536 kB\n")).load
    assert newer.memory_available == 1536 << 10
    assert parsed(("loadavg", "nonsense"), ("disk", "", 124)).load == Load()
    macos = parsed(("loadavg", "{ 1.20 1.40 1.60 }\n"), ("memory", "17179869184\n")).load
    assert (macos.averages, macos.memory) == ((1.2, 1.4, 1.6), 16 << 30)


def test_confd_and_its_resources() -> None:
    conf = 'backend = "etcdv3"\nnodes = [\n  "http://127.0.0.1:4001",\n]\nprefix = "/production"\n'
    resource = (
        'nginx.toml\n1700000000\n0\n[template]\nsrc = "nginx.tmpl"\ndest = "/etc/nginx.conf"\n'
        'keys = [\n  "/nginx",\n  "/evil\\u001b[2J",\n]\n'
    )
    found = _rare(
        services(confd="LoadState=loaded\nActiveState=failed"),
        ("confd", ""),
        ("confd-toml", conf),
        ("confd-resource", resource),
        ("confd-resource", "broken.toml\n0\n0\n[template\n"),
    ).confd.get()
    assert (found.backend, found.nodes, found.prefix) == (
        "etcdv3",
        ("http://127.0.0.1:4001",),
        "/production",
    )
    (nginx,) = found.resources
    assert (nginx.name, nginx.keys, found.active) == (
        "nginx.toml",
        ("/nginx", "/evil\u241b[2J"),
        "failed",
    )
    assert nginx.src_changed
    assert nginx.dest_changed is None
    assert _rare().confd.lack is Lack.NOT_HERE
    assert _rare(("confd", "shut\n")).confd.lack is Lack.NOT_PERMITTED


def test_etcd_by_its_unit_its_files_or_its_port() -> None:
    unit = "LoadState=loaded\nActiveState=active\nlisten=http://0.0.0.0:2379,unix://x"
    found = _rare(
        services(etcd=unit),
        ("etcd-conf", 'ETCD_ADVERTISE_CLIENT_URLS="http://10.0.0.1:2379"\n'),
        ("etcd", "etcd Version: 3.5.16\nGit SHA: x\n", 0),
        ("etcd-ports", "   0: 00000000:094B 00000000:0000 0A 00000000:00000000\n"),
    ).etcd
    assert found.get() == EtcdHere(
        "etcd.service", "active", "3.5.16", ("http://127.0.0.1:2379", "http://10.0.0.1:2379")
    )
    ports = (
        "   0: 0100007F:0FA1 00000000:0000 0A 0\n"
        "   1: 00000000000000000000000001000000:094B 0:0000 0A 0\nnonsense\n"
    )
    found = _rare(("etcd-ports", ports)).etcd
    assert found.get().urls == ("http://127.0.0.1:4001", "http://[::1]:2379")
    assert _rare(("etcd", "etcd Version: 3.5.16", 0)).etcd.words == (
        "not here: etcd is installed and does not run"
    )
    assert _rare().etcd.words == "not here: no etcd runs here"
