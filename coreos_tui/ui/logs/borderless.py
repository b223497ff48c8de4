"""A view whose lines go to the screen as they are painted."""

from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Borderless(ScrollView):
    """At speed each line is seen once, and what Textual lays round a line costs most of it.

    `render_line` gives the width that the scrollbar leaves. Where one is shown the lines end
    there, so that none is cut in two for it.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual's; with a border or padding, or where only a part is seen, as it does it."""
        size = self.outer_size
        if crop != size.region or self.styles.gutter:
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        if not self.show_vertical_scrollbar:
            style = self.rich_style
            strips = [strip.adjust_cell_length(size.width, style) for strip in strips]
        background = self.background_colors[1]
        for each in self.get_line_filters():
            strips = [strip.apply_filter(each, background) for strip in strips]
        return strips
