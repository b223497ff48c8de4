"""Counters of the kernel, as both versions of cgroups lay them out."""

from pathlib import Path

import pytest

from coreos_tui.transport.engine.cgroups import Cgroups

ID = "ab" * 32


def lay(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name.format(id=ID)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture(params=["v1", "v2"])
def place(request, tmp_path: Path) -> tuple[Path, str, str]:
    """A tree with one container, the file of its processor time and a count of 10 ms in it."""
    if request.param == "v1":
        lay(
            tmp_path,
            {
                "cpuacct/docker/{id}/cpuacct.usage": "1000000000\n",
                "memory/docker/{id}/memory.usage_in_bytes": "5000\n",
                "memory/docker/{id}/memory.limit_in_bytes": "9000\n",
                "memory/docker/{id}/memory.stat": "cache 9\ntotal_inactive_file 2000\nx 1\n",
            },
        )
        return tmp_path, f"cpuacct/docker/{ID}/cpuacct.usage", "{}\n"
    lay(
        tmp_path,
        {
            "cgroup.controllers": "cpu memory\n",
            "system.slice/docker-{id}.scope/cpu.stat": "usage_usec 1000000\nuser_usec 1\n",
            "system.slice/docker-{id}.scope/memory.current": "5000\n",
            "system.slice/docker-{id}.scope/memory.max": "9000\n",
            "system.slice/docker-{id}.scope/memory.stat": "anon 1\ninactive_file 2000\n",
        },
    )
    return tmp_path, f"system.slice/docker-{ID}.scope/cpu.stat", "usage_usec {}\n"


def test_counters_become_shares_and_bytes(place, monkeypatch) -> None:
    root, file, form = place
    moments = iter((10.0, 12.0, 14.0))
    monkeypatch.setattr("time.monotonic", lambda: next(moments))
    cgroups = Cgroups(root)
    (first,) = cgroups.read([ID, "cd" * 32]).values()
    assert (first.cpu, first.memory, first.limit) == (None, 3000, 9000)
    second = 10**6 if "usage_usec" in form else 10**9
    (root / file).write_text(form.format(2 * second))
    assert cgroups.read([ID])[ID].cpu == pytest.approx(50.0)
    (root / file).write_text(form.format(second // 2))  # it was started anew
    assert cgroups.read([ID])[ID].cpu is None


def test_what_has_ended_is_left_out_until_it_is_there_again(place) -> None:
    root, file, _ = place
    cgroups = Cgroups(root)
    assert cgroups.read([ID])
    text = (root / file).read_text()
    (root / file).unlink()
    assert cgroups.read([ID]) == {}
    (root / file).write_text(text)
    assert cgroups.read([ID])[ID].cpu is None
