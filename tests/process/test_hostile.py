"""Hostile bytes in every outside field: none of them reaches the terminal."""

import re
import shutil
import tempfile
from pathlib import Path

from coreos_tui.demo.container import SceneContainer
from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.logbook import Logbook
from coreos_tui.demo.scene import RefusedError, SceneEngine
from tests.far_ends import served
from tests.process.program import program

ATTACKS = {
    "title": "\x1b]0;{}\x07",
    "link": "\x1b]8;;http://{}.example\x1b\\",
    "clipboard": "\x1b]52;c;{}\x07",
    "erase": "\x1b[2J{}",
    "c1": "\x9b2J{}\x9d0;x\x9c",
    "device": "\x1bP+q{}\x1b\\",
    "reset": "\x1bc{}",
    "bell": "\x07{}\x08\r",
    "bidi": "\u202e{}\u2066",
    "markup": "[@click=app.quit]{}[/x]",
}
MARK = "MARKER"


def hostile(place: str) -> str:
    """Every attack, each with a mark of its own that says where it stood."""
    return "".join(attack.format(f"{MARK}{place}") for attack in ATTACKS.values())


def scene() -> SceneEngine:
    release = "".join(
        f'{name}="{hostile(name)}"\n' for name in ("PRETTY_NAME", "ID", "VERSION_ID", "NAME")
    )
    evil = SceneContainer(
        name=hostile("name"),
        image=hostile("image"),
        image_id=f"sha256:{hostile('imageid')}",
        command=(hostile("command"),),
        os_release=release,
        lsb_release=f"DISTRIB_DESCRIPTION='{hostile('lsb')}'\nDISTRIB_ID={hostile('id')}\n",
        labels={
            "com.docker.compose.project": hostile("project"),
            hostile("labelname"): hostile("label"),
        },
        env=(f"{hostile('envname')}={hostile('env')}",),
        state=hostile("state"),
        health="",
        log=Logbook((hostile("log"), "!" + hostile("err"))),
    )
    return SceneEngine((evil,), host=hostile("host"))


def refused(engine: DemoEngine, action: str) -> None:
    """Lets an action fail with hostile words."""

    def refuse(*_: object, **__: object) -> None:
        raise RefusedError(409, hostile("error"))

    setattr(engine.scene, action, refuse)


def acted_on(raw: bytes) -> list[bytes]:
    """Sequences of the output that carry a mark, and whatever only an attack would write."""
    strings = re.findall(rb"\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)", raw)
    found = [each for each in strings if MARK.encode() in each]
    text = raw.decode("utf-8", "replace")
    before = re.findall(rf".{{0,8}}{MARK}", text, re.DOTALL)
    bad = re.compile("[\x07\x08\x0e\x0f\x80-\x9f\u202a-\u202e\u2066-\u2069]|\x1bc|\x1b\\[2J|\x1bP")
    return found + [each.encode() for each in before if bad.search(each)]


async def test_no_hostile_byte_reaches_the_terminal() -> None:
    home = Path(tempfile.mkdtemp(prefix="ct-"))
    try:
        async with served(scene()) as engine, program(engine, home, size=(200, 50)) as running:
            await running.see("1 container", f"{MARK}name", f"{MARK}lsb")
            running.keys("\r")
            await running.see(f"{MARK}log", f"{MARK}err")
            running.keys("\t")  # out of the log, where digits are spans of time
            await running.go_to("3", "logs")
            running.keys("i")
            await running.see("inspect", f"{MARK}command")
            running.keys("*")
            running.keys("G")
            await running.see(f"{MARK}label", f"{MARK}env")
            await running.go_to("2", "compare")
            running.keys("i")
            await running.see("releases side by side")
            refused(engine, "start")
            await running.go_to("3", "logs")
            running.keys("S")
            await running.see(f"{MARK}error")
            await engine.fault("error")
            await running.go_to("3", "logs")
            running.keys("d")
            await running.see("leave it")
            running.keys("n")
            running.keys("q")
            assert await running.ended() == 0
            # Textual itself names the shape of the pointer so.
            raw = re.sub(rb"\x1b\]22;[a-z-]*\x07", b"", bytes(running.raw))
            assert raw.count(MARK.encode()) > 20, "the marks are drawn, harmless"
            assert acted_on(raw) == []
            assert b"\x07" not in raw
            assert b"\x1bc" not in raw
            assert not re.search("[\u0080-\u009f\u202a-\u202e\u2066-\u2069]", raw.decode())
            assert b"\x1b]52" not in raw
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_the_judge_sees_what_would_be_acted_on() -> None:
    for name, attack in ATTACKS.items():
        if name != "markup":
            assert acted_on(attack.format(MARK).encode()), name
