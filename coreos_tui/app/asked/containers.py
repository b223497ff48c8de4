"""What is asked of containers."""

from typing import Any

from coreos_tui.app.asked.hands import Hands
from coreos_tui.core.errors import HopError
from coreos_tui.panes.containers.model import Entry
from coreos_tui.panes.units.containers import units_of
from coreos_tui.transport.choices import Choice
from coreos_tui.ui.ask import AskLines, Line


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is the containers, or the host whose engine sleeps."""
    if isinstance(subject, str):
        _start_engine(hands, subject)
        return
    first: Entry = subject[0]
    opening = hands.opening
    opened = {
        "inspect": opening.inspect,
        "top": opening.processes,
    }
    shells = {"shell": opening.shells.shell, "attach": opening.shells.attach}
    if verb in opened:
        await opened[verb](first.ref)
    elif verb in shells:
        await shells[verb](first.ref)
    elif verb == "logs":
        await opening.logs([each.ref for each in subject])
    elif verb == "project":
        await opening.logs([each.ref for each in subject], first.container.project)
    elif verb == "exec":
        await _ask_command(hands, first)
    elif verb == "unit":
        hands.places.reveal("Units", units_of(first.ref, first.container))
    elif verb == "copy":
        hands.copy(first.ref.id)
    else:
        await hands.acting.containers(verb, subject)


def _start_engine(hands: Hands, host: str) -> None:
    """Touches the sockets of engines that sleep."""
    try:
        hands.fleet.start_engine(host)
    except HopError as error:
        hands.acting.tell(error.sentence, bad=True)
    else:
        hands.acting.tell(f"Starting the engine of {host}.")


async def _ask_command(hands: Hands, entry: Entry) -> None:
    shells, ref = hands.opening.shells, entry.ref
    with hands.places.held():  # what is typed meanwhile is for the question
        last = await shells.choices.last(ref)
    fields = (
        Line("command", "bash, else sh", last.line),
        Line("user", "the one of the image", last.user),
    )
    answer = await hands.app.push_screen_wait(AskLines(f"Run in {ref.name}", fields))
    if answer:
        try:
            await shells.command(ref, Choice(*answer))
        except ValueError as error:
            hands.acting.tell(f"That is not a command line: {error}.", bad=True)
