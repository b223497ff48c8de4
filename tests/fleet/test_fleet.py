"""The fleet keeps an engine read: events, faults, usage, releases, actions."""

import pytest

from coreos_tui.core import topics
from coreos_tui.core.container import Container
from coreos_tui.core.engine import Ref
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.store import Store
from coreos_tui.demo.container import SceneContainer
from coreos_tui.demo.engine import DemoEngine
from coreos_tui.fleet.fleet import Fleet
from coreos_tui.fleet.programs import Programs
from tests.far_ends import HERE, served, site_of
from tests.waiting import until


class Read:
    """A started fleet over one demo engine, and short ways to its readings."""

    def __init__(self, fleet: Fleet, engine: DemoEngine) -> None:
        self.fleet, self.far, self.store = fleet, engine, fleet.store

    @property
    def engine(self) -> str:
        return (self.store.value(topics.engines(HERE)) or ("",))[0]

    def container(self, name: str) -> Container | None:
        listed = self.store.value(topics.containers(HERE, self.engine)) or ()
        return next((each for each in listed if each.name == name), None)

    def state(self, name: str) -> str:
        found = self.container(name)
        return found.state if found else "gone"

    def error(self) -> HopError | None:
        return self.store.get(topics.containers(HERE, self.engine)).error

    def ref(self, name: str) -> Ref:
        found = self.container(name)
        assert found is not None
        return Ref(HERE, self.engine, found.id, name)


@pytest.fixture
async def read(tmp_path):
    async with served() as engine:
        fleet = Fleet(site_of(engine, tmp_path), Store())
        fleet.start()
        read = Read(fleet, engine)
        await until(lambda: read.container("web"), "the first list")
        yield read
        await fleet.stop()


async def test_what_happens_on_the_engine_happens_in_the_store(read) -> None:
    read.far.scene.stop("web")
    await until(lambda: read.state("web") == "exited")
    read.far.scene.start("web")
    await until(lambda: read.state("web") == "running")
    read.far.scene.pause("web")
    await until(lambda: read.state("web") == "paused")
    read.far.scene.create(SceneContainer(name="fresh"))
    await until(lambda: read.state("fresh") != "gone")
    read.far.scene.remove("fresh", force=True)
    await until(lambda: read.state("fresh") == "gone")


async def test_an_event_asks_only_for_what_it_names(read) -> None:
    await until(lambda: read.store.value(topics.releases(HERE, read.engine)))
    read.far.requests.clear()
    read.far.scene.pause("web")
    await until(lambda: read.state("web") == "paused")
    lists = [each for each in read.far.requests if "/containers/json" in each]
    assert lists
    assert all("filters" in each for each in lists)
    assert not [each for each in read.far.requests if each.endswith("/json")], "an inspect"


@pytest.mark.parametrize("fault", ["hang", "drop", "error", "truncated", "refuse", "gone"])
async def test_a_fault_is_a_sentence_the_rows_stay_and_it_comes_back(read, fault) -> None:
    await read.far.fault(fault)
    await read.far.cut()
    await until(read.error, fault)
    assert read.error().hop in (Hop.ENGINE, Hop.SOCKET)
    assert read.container("web") is not None
    await read.far.heal()
    read.far.scene.stop("web")
    await until(lambda: read.error() is None and read.state("web") == "exited", "back again")


async def test_an_engine_that_falls_silent_is_found_out(read) -> None:
    await read.far.fault("hang")
    await until(read.error, "the silence")
    assert "answer" in read.error().sentence
    await read.far.heal()
    await until(lambda: read.error() is None)


async def test_usage_is_asked_only_for_what_is_in_view(read) -> None:
    topic = topics.usage(HERE, read.engine)
    web = read.ref("web")
    read.store.want(topic, frozenset({web.id}))
    await until(lambda: web.id in (read.store.value(topic) or {}))
    assert set(read.store.value(topic)) == {web.id}
    asked = {each.split("/containers/")[1][:64] for each in read.far.requests if "/stats" in each}
    assert asked == {web.id}


async def test_releases_come_once_for_each_image(read) -> None:
    def known() -> dict:
        return read.store.value(topics.releases(HERE, read.engine)) or {}

    images = {each.image_id for each in read.store.value(topics.containers(HERE, read.engine))}
    await until(lambda: set(known()) == images, "every release")
    ubuntu = known()[read.container("ubuntu").image_id]
    assert ubuntu.title == "Ubuntu 12.04"
    read.far.requests.clear()
    read.far.scene.restart("ubuntu")
    read.far.scene.pause("web")
    await until(lambda: read.state("web") == "paused")
    assert not [each for each in read.far.requests if "/archive" in each]


async def test_acting_changes_the_engine_and_the_store(read) -> None:
    await read.fleet.act("stop", read.ref("web"))
    await until(lambda: read.state("web") == "exited")
    gone = read.ref("web")._replace(id="f" * 64)
    with pytest.raises(HopError, match="container: No such container"):
        await read.fleet.act("start", gone)


async def test_read_only_refuses_in_the_action_layer(tmp_path) -> None:
    async with served() as engine:
        fleet = Fleet(site_of(engine, tmp_path, read_only=True), Store())
        fleet.start()
        read = Read(fleet, engine)
        await until(lambda: read.container("web"))
        with pytest.raises(HopError, match="read-only: will not stop web"):
            await fleet.act("stop", read.ref("web"))
        assert engine.scene.find("web").state == "running"
        await fleet.stop()


async def test_read_only_opens_no_program_that_takes_keys(tmp_path) -> None:
    async with served() as engine:
        fleet = Fleet(site_of(engine, tmp_path, read_only=True), Store())
        fleet.start()
        read, programs = Read(fleet, engine), Programs(fleet)
        await until(lambda: read.container("web"), "the first list")
        with pytest.raises(HopError, match="will not run anything in web"):
            programs.inside(read.ref("web"), [], "")
        with pytest.raises(HopError, match="will not attach to the terminal of ubuntu"):
            await programs.first(read.ref("ubuntu"))
        with pytest.raises(HopError, match=f"will not open a shell on {HERE}"):
            programs.on(HERE)
        opened, terminal = await programs.first(read.ref("web"))
        assert not terminal, "output alone may be looked at"
        (await opened(80, 24)).close()
        await fleet.stop()


async def test_no_engine_at_all_is_no_error(tmp_path) -> None:
    fleet = Fleet(site_of(None, tmp_path), Store())
    fleet.start()
    await until(lambda: fleet.store.value(topics.host(HERE)))
    assert fleet.store.get(topics.host(HERE)).error is None
    assert fleet.store.value(topics.host(HERE)).release.known
    with pytest.raises(HopError, match="not connected"):
        fleet.link("nowhere")
    await fleet.stop()
