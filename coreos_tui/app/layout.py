"""How the screen is shared out at every size."""

CSS = """
MainScreen { layout: vertical; background: $background; }
#body { height: 1fr; layout: horizontal; }
#left { width: 43; height: 1fr; margin-right: 1; }
#right { width: 1fr; height: 1fr; }
MachinesPane { height: auto; max-height: 45%; }
MachinesPane > Table { height: auto; min-height: 1; max-height: 20; }
#right > Pane { height: 1fr; min-height: 3; }
Viewer { height: 1.4fr; }

.-wide #left { width: 54; }

.-alone #left { display: none; }
.-wide.-alone #left { display: block; }

.-narrow #body { layout: vertical; }
.-narrow #left { width: 1fr; height: auto; margin-right: 0; }
.-narrow #right { width: 1fr; }
.-narrow MachinesPane { max-height: 6; }
.-narrow MachinesPane > Table { max-height: 4; }
.-narrow MachinesPane > Sentence { max-height: 1; }
.-narrow.-tabs MachinesPane { display: none; }
.-narrow.-tabs.-in-left MachinesPane { display: block; }

.-tiny TopBar, .-tiny ReleasePane { display: none; }
.-tiny.-tabs.-in-viewer #right > Pane { display: none; }
.-tiny.-tabs Viewer { display: none; }
.-tiny.-tabs.-in-viewer Viewer { display: block; }
.-tiny MachinesPane { max-height: 3; }

.-zoomed #left { display: none; }
.-zoomed .-hidden { display: none; }
.-zoomed.-zoom-left #left { display: block; width: 1fr; height: 1fr; margin-right: 0; }
.-zoomed.-zoom-left #right { display: none; }
.-zoomed.-zoom-left MachinesPane, .-zoomed.-zoom-left MachinesPane > Table {
    height: 1fr; max-height: 100%;
}
"""

LAID_OUT = "#body, #left, #right, TopBar, Pane, MachinesPane > *, Viewer"
"""All that the classes of the screen bear upon in the rules above."""

NARROW = 100
WIDE = 150
TINY_ROWS = 14


def classes_for(columns: int, rows: int) -> set[str]:
    """The classes of a screen of this size."""
    found = set()
    if columns < NARROW:
        found.add("-narrow")
    elif columns >= WIDE:
        found.add("-wide")
    if rows < TINY_ROWS:
        found |= {"-tiny", "-narrow"}
    return found


ALL = frozenset({"-narrow", "-wide", "-tiny"})
