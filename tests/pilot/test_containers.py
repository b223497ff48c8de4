"""The containers' pane through keys: what is shown, what is asked first, what is done."""

import pytest
from rich.cells import cell_len

from coreos_tui.core.container import Port
from coreos_tui.demo import releases
from coreos_tui.demo.container import SceneContainer
from coreos_tui.demo.logbook import Logbook
from coreos_tui.demo.scene import SceneEngine
from tests.far_ends import served, site_of
from tests.pilot.driver import opened
from tests.waiting import until

STATES = {
    "web": "● web up",
    "frozen": "‖ frozen paused",
    "loop": "⟳ loop loops (2)",
    "job": "✕ job exit 1",
    "fine": "○ fine exit 0",
    "fresh": "· fresh created",
    "unwell": "✕ unwell unwell",
    "warming": "◌ warming starting",
}
EVIL = {
    "escapes": "evil\x1b[2J\x1b]0;owned\x07\x9b31m",
    "markup": "[/x][@click=app.quit]go[/][red]",
    "wide": "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
    "bidi": "abc\u202egpj.\u2066\u200b\u200d\U000e0041",
    "marks": "z" + "\u0301" * 60,
    "break": "two\r\nlines\tand\x00nul",
    "long": "n" * 4000,
    "empty": " ",
}


def evil_scene() -> SceneEngine:
    """A container for each hostile text, which it has in every field there is."""
    return SceneEngine(
        SceneContainer(
            name=text,
            id=f"{number:064x}",
            image=text,
            command=(text,),
            os_release=f'ID="{text}"\nPRETTY_NAME="{text}"\nVERSION_ID="{text}"\n',
            lsb_release=f'DISTRIB_ID="{text}"\nDISTRIB_DESCRIPTION="{text}"\n',
            labels={"com.docker.compose.project": text, text: text},
            env=(f"{text}={text}",),
            log=Logbook((text, f"!{text}")),
        )
        for number, text in enumerate(EVIL.values(), 1)
    )


async def test_rows_tell_states_apart_without_colour(engine, tmp_path) -> None:
    scene = engine.scene
    scene.create(SceneContainer(name="fine")), scene.stop("fine")
    scene.create(SceneContainer(name="fresh", state="created"))
    for name, health in (("unwell", "unhealthy"), ("warming", "starting")):
        scene.create(SceneContainer(name=name, health=health))
        scene.find(name).health = health
    async with opened(site_of(engine, tmp_path)) as driven:
        await driven.see("12 containers", *STATES.values())
        assert len({each.replace(name, "") for name, each in STATES.items()}) == len(STATES)
        assert "8080→80" in driven.row("web")
        await driven.see("Ubuntu 12.04 EOL", "Alpine 3.23.2", "none")
        await until(lambda: "Debian 12" in driven.row("web") and "MiB" in driven.row("web"))
        assert "none" in driven.row("job")
        assert "9 up · 3 bad" in driven.lines[0]
        compose = driven.containers.splitlines()
        assert [line.strip() for line in compose].count("shop") == 1, "one heading a project"


async def test_the_ladder_shows_every_layer_of_what_the_cursor_stands_on(driven) -> None:
    await driven.see("Ubuntu 12.04 EOL")
    await driven.go("ubuntu")
    await until(
        lambda: all(each in driven.ladder for each in ("DISTRIB_RELEASE=12.04", "2017-04-28"))
    )
    assert "this machine  workstation" in driven.ladder
    assert "ubuntu  container" in driven.ladder
    await driven.go("job")
    await until(lambda: "no release file" in driven.ladder)
    assert "DISTRIB" not in driven.ladder.partition("job  container")[2]


async def test_filter_and_all(driven) -> None:
    await driven.press("slash")
    await driven.write("exited")
    await until(lambda: "1 of 8" in driven.containers)
    assert driven.order("job", "web", "db") == ["job"]
    await driven.press("enter")
    await driven.see("/exited")
    await driven.press("escape")
    await until(lambda: "8 containers" in driven.containers)
    await driven.press("slash", *"no-such", "enter")
    await driven.see("No container matches. esc shows all again.")
    await driven.press("escape", "A")
    await until(lambda: "running only  7 of 8" in driven.containers)
    assert not driven.row("job")
    await driven.press("A")
    await until(lambda: driven.row("job"))


async def test_the_sort_stays_and_the_cursor_stays_on_its_container(driven, engine) -> None:
    loose = ("frozen", "job", "ubuntu")
    await driven.go("job")
    await driven.press("o")
    await until(lambda: driven.order(*loose) == ["job", "ubuntu", "frozen"], "by state")
    await driven.press("O")
    await until(lambda: driven.order(*loose) == ["frozen", "ubuntu", "job"], "turned")
    assert driven.cursor == "job"
    for number in range(4):
        engine.scene.create(SceneContainer(name=f"a{number}", state="paused"))
    engine.scene.set_health("web", "unhealthy")
    await until(lambda: "unwell" in driven.row("web") and driven.row("a3"))
    assert driven.order(*loose) == ["frozen", "ubuntu", "job"]
    assert driven.cursor == "job"
    engine.scene.start("job")
    await until(lambda: driven.order(*loose)[0] != "ubuntu" and "up" in driven.row("job"))
    assert driven.cursor == "job"
    assert "› job" in driven.lines[0]


async def test_marked_ones_are_named_in_one_question_and_reported(driven, engine) -> None:
    await driven.go("cache")
    await driven.press("space", "j", "space")
    await until(lambda: "2 marked" in driven.containers)
    await driven.press("G", "s")
    await driven.see("Stop 2 containers on this machine?", "cache redis:7-alpine", "db postgres:17")
    await driven.press("n")
    await until(lambda: not driven.asking)
    assert engine.scene.find("db").running
    await driven.press("s")
    await until(lambda: driven.asking)
    await driven.press("enter")
    await until(lambda: not driven.asking)
    assert engine.scene.find("db").running, "enter is the harmless answer"
    await driven.press("s")
    await until(lambda: driven.asking)
    await driven.press("y")
    await driven.see("2 containers stopped")
    await until(lambda: "exit 0" in driven.row("cache") and "exit 0" in driven.row("db"))
    assert engine.scene.find("ubuntu").running, "the cursor stood there, the marks elsewhere"
    await driven.press("escape")
    await until(lambda: "marked" not in driven.containers)


async def test_every_key_that_changes_a_container(driven, engine) -> None:
    def state(name: str) -> str:
        return engine.scene.find(name).state

    engine.scene.set_health("web", "starting")
    await driven.go("web")
    for key, question, told, becomes in (
        ("s", "Stop web", "web stopped", "exited"),
        ("S", "", "web started", "running"),
        ("p", "", "web paused", "paused"),
        ("p", "", "web resumed", "running"),
        ("r", "Restart web", "web restarted", "running"),
        ("K", "Kill web", "web killed", "exited"),
    ):
        began = engine.scene.find("web").started
        await driven.press(key)
        if question:
            await driven.see(question, "n or enter leave it")
            await driven.press("y")
        await driven.see(told)
        await until(lambda b=becomes: state("web") == b)
        glyph = {"exited": "○", "running": "◌", "paused": "‖"}[becomes]
        await until(lambda g=glyph: g in driven.row("web"), f"{key}: {glyph} in the row")
        assert driven.cursor == "web"
        assert (engine.scene.find("web").started != began) is (key in "Sr")
    await driven.press("d")
    await driven.see("Remove web on this machine?", "Its own files are lost; volumes stay.")
    await driven.press("y")
    await driven.see("web removed", "7 containers")
    assert "web" not in {each.name for each in engine.scene.containers.values()}
    await driven.go("ubuntu")
    await driven.press("d")
    await driven.see("Remove ubuntu", "What still runs is killed first.")
    await driven.press("y")
    await driven.see("ubuntu removed", "6 containers")


async def test_a_refusal_is_told_with_the_containers_name(driven, engine) -> None:
    await driven.go("job")
    await driven.press("K")
    await driven.see("Kill job")
    await driven.press("y")
    await driven.see("job: ", "is not running")


async def test_read_only_refuses_and_says_so(engine, tmp_path) -> None:
    async with opened(site_of(engine, tmp_path, read_only=True)) as driven:
        await driven.see("READ-ONLY", "8 containers")
        before = {each.name: each.state for each in engine.scene.containers.values()}
        await driven.go("web")
        for key in "sSrpKd":
            await driven.press(key)
            assert not driven.asking
        await driven.see("read-only: will not stop web", "read-only: will not remove web")
        assert {e.name: e.state for e in engine.scene.containers.values()} == before
        changing = [each for each in engine.requests if not each.startswith(("GET", "HEAD"))]
        assert not changing


async def test_what_was_asked_is_what_is_done_though_the_rows_change(driven, engine) -> None:
    await driven.go("ubuntu")
    asked = engine.scene.find("ubuntu")
    await driven.press("s")
    await driven.see("Stop ubuntu")
    engine.scene.rename("ubuntu", "zz-moved")
    engine.scene.create(SceneContainer(name="ubuntu", id="f" * 64, image="another:1"))
    await until(lambda: len(engine.scene.containers) == 9)
    await driven.press("y")
    await driven.see("zz-moved")
    await until(lambda: asked.state == "exited")
    assert engine.scene.find("f" * 64).state == "running"


async def test_a_container_that_goes_while_its_question_is_open(driven, engine) -> None:
    await driven.go("job")
    await driven.press("d")
    await driven.see("Remove job")
    engine.scene.remove("job")
    await until(lambda: not driven.row("job"))
    await driven.press("y")
    await driven.see("job: container: No such container", "7 containers")
    neighbour = driven.cursor
    assert neighbour
    assert neighbour in {each.name for each in engine.scene.containers.values()}
    await driven.press("s")
    await driven.see(f"Stop {neighbour}")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50), (40, 12), (20, 5)])
async def test_hostile_texts_draw_at_every_size(tmp_path, size) -> None:
    async with served(evil_scene()) as engine, opened(site_of(engine, tmp_path), size) as driven:
        releases = driven.app.store
        await until(lambda: any(releases.value(t) for t in releases.topics("releases")))
        await driven.press("g", *("j" for _ in EVIL), "i")
        await until(lambda: len(driven.main.viewer.tabs) == 1)
        await driven.press("3", "l")
        await until(lambda: len(driven.main.viewer.tabs) == 2)
        await driven.press("tab", "1", "3", "s")
        await until(lambda: driven.asking)
        assert [cell_len(line) for line in driven.lines] == [size[0]] * size[1]
        await driven.press("n")
        await until(lambda: not driven.asking)
        assert not set(driven.text) & set("\x1b\x07\x9b\u202e\u2066\u200b\r\x00")
        assert driven.app.is_running


async def test_ports_names_and_projects_that_are_not_there(tmp_path) -> None:
    odd = SceneContainer(
        name="odd", ports=(Port(53, 53, "::", "udp"),), os_release=releases.FLATCAR
    )
    async with served(SceneEngine([odd])) as engine, opened(site_of(engine, tmp_path)) as driven:
        await driven.see("1 container", "53→53")
        engine.scene.remove("odd", force=True)
        await driven.see("has no container yet. It appears here as soon as one is made.")
        await driven.press("s")
        await driven.see("There is no container here to do that to.")
