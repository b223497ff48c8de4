"""The pictures that are kept are those that would be taken now."""

import pytest

from screenshots.make import FOLDER, PICTURES, take

# Narrow and light, wide and dark, each kind of tab beside the list, a broken hop. The others
# are of these at another size, or a part of one.
COMPARED = (
    "overview-light-80x24",
    "overview-200x50",
    "compare-120x36",
    "logs-120x36",
    "vim-120x36",
    "broken-120x36",
    "origin-120x36",
)


@pytest.mark.parametrize("name", COMPARED)
async def test_the_pictures_are_of_today(name: str) -> None:
    picture = next(each for each in PICTURES if each.file == name)
    taken = await take(picture)
    kept = {kind: (FOLDER / f"{name}.{kind}").read_text("utf-8") for kind in ("txt", "svg")}
    stale = f"screenshots/{name} shows the app as it was: `make screenshots`, and look at them"
    # The text first: where it differs pytest shows the lines.
    assert taken.text == kept["txt"], stale
    assert taken.svg == kept["svg"], stale


def test_every_picture_is_kept_and_nothing_else() -> None:
    kept = {each.name for each in FOLDER.iterdir() if each.suffix in (".svg", ".txt", ".png")}
    assert kept == {f"{each.file}.{kind}" for each in PICTURES for kind in ("svg", "txt", "png")}
