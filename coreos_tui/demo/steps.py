"""What can happen in a scenario: the words of a step, checked beforehand, and carried out."""

import heapq
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from coreos_tui.demo.clock import Clock
from coreos_tui.demo.faults import Fault
from coreos_tui.demo.scenario import MachinePart, Scenario, Step
from coreos_tui.demo.scene import RefusedError, SceneEngine

if TYPE_CHECKING:
    from coreos_tui.demo.engine import DemoEngine
    from coreos_tui.demo.etcd import DemoEtcd
    from coreos_tui.demo.machine import DemoMachine

_PLAIN = ("start", "stop", "restart", "kill", "pause", "unpause", "remove", "die")
_WORDED = ("health", "log")
_HEALTH = ("healthy", "unhealthy", "starting")
_ENGINE = (*(each.value for each in Fault if each.value), "cut", "heal")
_SSH = ("cut", "hang", "refuse", "change-key", "heal")
_MACHINE = ("poweroff", "aborted", "saved", "running", "reboot")
_VAGRANT = ("locked", "nonsense", "heal")
_ETCD = ("stop", "start", "put")
_OTHERS = {"engine": _ENGINE, "ssh": _SSH, "machine": _MACHINE, "vagrant": _VAGRANT}

Problem = tuple[str, str] | None


def check_step(step: Step, scenario: Scenario) -> Problem:
    """The key of a step that is wrong, and why; None where it can be carried out."""
    subject, *rest = step.words
    if subject == "vagrant":
        return _among(rest, _VAGRANT)
    machine = scenario.machine(step.on)
    if machine is None:
        return "on", f'must name a machine of this file, not "{step.on}"'
    if subject == "etcd":
        return _about_etcd(rest, step.on, scenario)
    if subject in _OTHERS:
        if subject == "machine" and machine.way != "vagrant":
            return "on", "must name a machine of Vagrant"
        return _among(rest, _OTHERS[subject])
    if subject not in (*_PLAIN, *_WORDED):
        known = ", ".join((*_PLAIN, *_WORDED, *_OTHERS, "etcd"))
        return "do", f"cannot be `{subject}`; there are: {known}"
    return _about_container(subject, rest, machine)


def _among(rest: list[str], known: tuple[str, ...]) -> Problem:
    if len(rest) == 1 and rest[0] in known:
        return None
    return "do", f"must go on with one of {', '.join(known)}"


def _about_etcd(rest: list[str], machine: str, scenario: Scenario) -> Problem:
    if machine not in scenario.etcd.members:
        return "on", "must name a member of [etcd]"
    if not rest or rest[0] not in _ETCD:
        return "do", f"must go on with one of {', '.join(_ETCD)}"
    if rest[0] == "put" and len(rest) != 3:
        return "do", "must name a key and its value"
    return None


def _about_container(verb: str, rest: list[str], machine: MachinePart) -> Problem:
    names = {each.name for engine in machine.engines for each in engine.containers}
    if not rest or rest[0] not in names:
        return "do", f"must name a container of {machine.name}: {', '.join(sorted(names))}"
    if verb == "health" and (len(rest) != 2 or rest[1] not in _HEALTH):
        return "do", f"must end with one of {', '.join(_HEALTH)}"
    if verb == "die" and not (len(rest) == 1 or rest[1].isdecimal()):
        return "do", "must end with an exit code"
    return None


async def carry_out(step: Step, machine: "DemoMachine") -> None:
    """Does what a step says to a machine. What is so already, or cannot be now, is left alone."""
    subject, *rest = step.words
    if subject == "engine":
        for engine in machine.engines:
            await _misbehave(engine, rest[0])
    elif subject == "etcd" and machine.etcd:
        await _turn_etcd(rest, machine.etcd)
    elif subject == "ssh":
        getattr(machine.sshd, rest[0].replace("change-key", "change_host_key"))()
        if rest[0] == "change-key":
            machine.sshd.cut()
    else:
        with suppress(RefusedError):
            _act(subject, rest, machine)


async def _misbehave(engine: "DemoEngine", fault: str) -> None:
    if fault == "heal":
        await engine.heal()
    elif fault == "cut":
        await engine.cut()
    else:
        await engine.fault(fault)


async def _turn_etcd(words: list[str], etcd: "DemoEtcd") -> None:
    if words[0] == "put":
        etcd.cluster.v3_keys.put(words[1].encode(), words[2].encode())
    elif words[0] == "stop":
        await etcd.stop()
    else:
        await etcd.start()


def _act(verb: str, rest: list[str], machine: "DemoMachine") -> None:
    scene = _scene_of(rest[0], machine)
    if verb == "health":
        scene.set_health(rest[0], rest[1])
    elif verb == "log":
        scene.find(rest[0]).log.write(" ".join(rest[1:]))
    elif verb == "die":
        scene.die(rest[0], int(rest[1]) if rest[1:] else 1)
    elif verb == "remove":
        scene.remove(rest[0], force=True)
    else:
        getattr(scene, verb)(rest[0])


def _scene_of(name: str, machine: "DemoMachine") -> SceneEngine:
    for engine in machine.engines:
        if any(each.name == name for each in engine.scene.containers.values()):
            return engine.scene
    raise RefusedError(404, f"No such container: {name}")


async def play(
    steps: tuple[Step, ...], clock: Clock, do: Callable[[Step], Awaitable[None]]
) -> None:
    """Does each step at its time, to the end of the scenario; there is none where one repeats."""
    due = [(step.seconds, place) for place, step in enumerate(steps)]
    heapq.heapify(due)
    while due:
        at, place = heapq.heappop(due)
        await clock.sleep(at - clock.elapsed())
        await do(steps[place])
        if steps[place].again:
            heapq.heappush(due, (at + steps[place].again, place))
