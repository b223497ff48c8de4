"""A new size of the terminal: the screen is laid out for it, styled for it, and painted once."""

from textual.geometry import Size
from textual.widget import Widget

from tests.waiting import until

SIZES = ((80, 24), (160, 45), (120, 36), (60, 12), (200, 50), (20, 5), (80, 24))


def _rules(widgets: list[Widget]) -> list[dict[str, object]]:
    return [dict(each.styles.base.get_rules()) for each in widgets]


async def test_what_is_styled_for_a_size_is_all_that_depends_on_it(driven) -> None:
    screen = driven.main
    for size in SIZES:
        await driven.pilot.resize_terminal(*size)
        await until(lambda size=size: screen._fitted == Size(*size), f"{size} is laid out")
        widgets = [
            each for each in screen.walk_children(Widget, with_self=True) if each.is_attached
        ]
        before = _rules(widgets)
        driven.app.stylesheet.update(screen)
        assert _rules(widgets) == before, size


async def test_a_size_is_painted_once(driven) -> None:
    screen, painted = driven.main, list[str]()
    render = screen._compositor.render_update

    def counted(*args: object, **words: object) -> object:
        update = render(*args, **words)
        if update is not None:
            painted.append(type(update).__name__)
        return update

    for size in ((80, 24), (160, 45), (80, 24)):
        await driven.quiet()
        screen._compositor.render_update = counted
        await driven.pilot.resize_terminal(*size)
        await until(lambda size=size: screen._fitted == Size(*size), f"{size} is laid out")
        await driven.quiet()
        await until(lambda: not (screen._layout_required or screen._dirty_widgets), "all is drawn")
        screen._compositor.render_update = render
        assert painted.count("LayoutUpdate") == 1, (size, painted)
        painted.clear()
