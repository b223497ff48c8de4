"""The ladder as text: pure."""

from rich.cells import cell_len
from textual.content import Content

from coreos_tui.core.release import Release
from coreos_tui.panes.release.ladder import Rung

_BETWEEN = " · "
TELLING = ("PRETTY_NAME", "VERSION", "BUILD_ID", "VARIANT_ID")


def draw_line(rungs: tuple[Rung, ...]) -> Content:
    """The whole ladder on one line, for small screens."""
    parts: list[Content | str | tuple[str, str]] = []
    for at, rung in enumerate(rungs):
        if at:
            parts.append((" › ", "$foreground 60%"))
        parts += [f"{rung.name} ", _title(rung)]
    return Content.assemble(*parts)


def draw_ladder(rungs: tuple[Rung, ...], width: int) -> Content:
    """Each rung with its own lines, indented one step further than the one above."""
    lines: list[Content] = []
    for depth, rung in enumerate(rungs):
        above = rungs[depth - 1].release if depth else None
        lines += _rung(rung, above, depth, width)
        if depth < len(rungs) - 1:
            lines.append(Content.styled("  " * depth + "│", "$foreground 60%"))
    return Content("\n").join(lines)


def _rung(rung: Rung, above: Release | None, depth: int, width: int) -> list[Content]:
    lead = "  " * (depth - 1) + "└ " if depth else ""
    pad = "  " * depth
    room = max(8, width - len(pad))
    head = Content.assemble(
        (lead, "$foreground 60%"), (rung.name, "bold"), (f"  {rung.layer}", "$foreground 60%")
    )
    lines = [head.truncate(width, ellipsis=True)]
    lines.append(Content.assemble(pad, _title(rung)).truncate(width, ellipsis=True))
    for name, value in _lines(rung.release):
        differs = above is not None and above.known and above.field(name) != value
        look = "$text-accent" if differs else "$foreground 60%"
        line = Content.assemble(pad, (f"{name}=", look), value)
        lines.append(line.truncate(width, ellipsis=True))
    for text in (rung.about, rung.end):
        if text:
            style = "$text-warning" if text == rung.end and rung.ended else "$foreground 60%"
            lines += [Content.assemble(pad, (line, style)) for line in _parted(text, room)]
    if rung.note:
        wrapped = Content.styled(rung.note, "$text-error").wrap(room)
        lines += [Content.assemble(pad, line) for line in wrapped]
    return lines


def _parted(text: str, room: int) -> list[str]:
    """A list of facts on as many lines as it needs: parted between facts, not within one."""
    lines = [""]
    for fact in text.split(_BETWEEN):
        more = f"{lines[-1]}{_BETWEEN}{fact}" if lines[-1] else fact
        if cell_len(more) <= room or not lines[-1]:
            lines[-1] = more
        else:
            lines.append(fact)
    return [part.plain for line in lines for part in Content(line).wrap(room)]


def _title(rung: Rung) -> tuple[str, str] | Content:
    if rung.ended:
        return Content.assemble((rung.title, "$text-warning bold"), (" EOL", "$text-warning bold"))
    if rung.release is None or not rung.release.known or rung.stale:
        return (rung.title, "$foreground 60%")
    return (rung.title, "$text-success bold")


def _lines(release: Release | None) -> list[tuple[str, str]]:
    """The layer's own words: all of DISTRIB_ where there is lsb-release, else what tells most."""
    if release is None or not release.known:
        return []
    if release.lsb_release:
        return [line for line in release.lsb_release if line[0].startswith("DISTRIB_")][:4]
    return [(name, release.field(name)) for name in TELLING if release.field(name)][:3]
