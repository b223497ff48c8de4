"""The timeline of a host: journal, containers' logs, engines' events and Vagrant's words."""

from functools import partial

from coreos_tui.app.asked.hands import Hands
from coreos_tui.app.tabs.timeline import TimelineTab
from coreos_tui.app.tabs.vagrant import VagrantTab
from coreos_tui.app.tabs.vagrant_said import VagrantSaid
from coreos_tui.core import topics
from coreos_tui.core.engine import Ref
from coreos_tui.core.log import LogSource
from coreos_tui.core.unit import UnitRef
from coreos_tui.fleet.events import EngineEvents
from coreos_tui.fleet.logs import ContainerLog
from coreos_tui.fleet.units import Units
from coreos_tui.transport.clock import skew_of

# Each container's log is a stream of its own: of very many the first ones.
MOST = 40


async def show_timeline(hands: Hands, host: str) -> None:
    """Opens it, with the containers that run now; skew is that of the host's clock."""
    fleet = hands.fleet
    sources: list[LogSource] = [Units(fleet).journal(UnitRef(host))]
    running: list[Ref] = []
    for engine in fleet.store.value(topics.engines(host)) or ():
        engine_of = partial(fleet.engine, host, engine)
        sources.append(EngineEvents(engine, engine_of))
        running += [
            Ref(host, engine, each.id, each.name)
            for each in fleet.store.value(topics.containers(host, engine)) or ()
            if each.running
        ]
    sources += [
        ContainerLog(ref, partial(fleet.engine, host, ref.engine)) for ref in running[:MOST]
    ]
    left = len(running) - MOST

    async def skew() -> float:
        return await skew_of(fleet.link(host))

    vagrant = hands.viewer.find(f"vagrant {host}")
    if isinstance(vagrant, VagrantTab):
        sources.append(VagrantSaid(vagrant, skew))
    tab = TimelineTab(host, sources, hands.opening.log_lines, skew, left)
    await hands.opening.open(tab)
