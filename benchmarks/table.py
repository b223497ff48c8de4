"""The table one reads, and the generated part of RESULTS.md."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.aims import judged
from benchmarks.figures import Figure
from benchmarks.places import HERE
from benchmarks.results import Part, Results

PAGE = HERE / "RESULTS.md"
OURS, REFERENCE = "coreos-tui", "lazydocker"
_BEGIN, _END = "<!-- measured -->", "<!-- end of what was measured -->"


def table(figures: Iterable[Figure]) -> list[str]:
    """Markdown: metric, each program, ours over the reference, what it should be."""
    cells: dict[str, dict[str, Figure]] = {}
    for each in figures:
        cells.setdefault(each.metric, {})[each.app] = each
    apps = list(dict.fromkeys(app for row in cells.values() for app in row))
    apps.sort(key=lambda app: (app != OURS, app != REFERENCE, app))
    rows = [["metric", *apps, "ratio", "aim"]]
    for metric, row in cells.items():
        said = [_said(row[app]) if app in row else "" for app in apps]
        pair = row.get(OURS), row.get(REFERENCE)
        rows.append([metric, *said, _ratio(*pair), judged(*pair)])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    rows.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    return [_joined(row, widths) for row in rows]


def write_page(results: Results, page: Path = PAGE) -> None:
    """Renews what stands between the marks of RESULTS.md, and nothing else."""
    head, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    tail = rest.partition(_END)[2]
    body = "\n".join(_body(results))
    page.write_text(f"{head}{_BEGIN}\n\n{body}\n{_END}{tail}", encoding="utf-8")


def _body(results: Results) -> list[str]:
    lines = [f"- {name}: {said}" for name, said in results.machine.items()]
    lines += [f"- command: `{results.command}`", ""]
    for part in results.parts.values():
        lines += [f"## {part.name}", "", _when(part), "", *table(part.figures), ""]
    return lines


def _when(part: Part) -> str:
    before, after = part.load
    return f"{part.at}, commit {part.commit}, {part.scale}, load {before:g} to {after:g}."


def _said(figure: Figure) -> str:
    if figure.value is None:
        return figure.note.splitlines()[0] if figure.note else "none"
    value = figure.value
    number = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:g}"
    return f"{number} {figure.unit}".rstrip()


def _ratio(ours: Figure | None, theirs: Figure | None) -> str:
    if ours is None or theirs is None or ours.value is None or not theirs.value:
        return ""
    return f"x{ours.value / theirs.value:.2g}"


def _joined(row: Sequence[str], widths: Sequence[int]) -> str:
    first = row[0].ljust(widths[0])
    others = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
    return f"| {' | '.join([first, *others])} |"
