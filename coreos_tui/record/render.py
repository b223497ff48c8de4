"""Pictures of a recording: one moment as SVG, PNG or text, all of it as GIF."""

import argparse
import asyncio
import json
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.sanitize import clean
from coreos_tui.record.picture import EXTRA, png_of, svg_of, text_of
from coreos_tui.record.reading import Cast, read_cast
from coreos_tui.transport.files import create, write_new
from coreos_tui.transport.process import kill, spawn

_FONTS = "DejaVu Sans Mono,Menlo,Liberation Mono,JetBrains Mono,Fira Code"


def render(options: argparse.Namespace) -> int:
    """Makes what was asked for, a line each. Raises HopError."""
    if not any((options.gif, options.svg, options.png, options.text)):
        raise HopError(Hop.CONFIG, "nothing to make", "Give --gif, --svg, --png or --text")
    cast = read_cast(options.file)
    at = _moment(cast, options.at)
    if options.svg:
        _keep(options.svg, svg_of(cast, at).encode())
    if options.text:
        _keep(options.text, f"{text_of(cast, at)}\n".encode())
    if options.png:
        _keep(options.png, png_of(svg_of(cast, at)))
    if options.gif:
        make_gif(cast, options.gif)
        _say(options.gif)
    return 0


def _moment(cast: Cast, asked: float | None) -> float:
    if asked is None:
        return cast.seconds
    if not 0 <= asked <= cast.seconds:
        raise HopError(Hop.CONFIG, f"--at: the recording lasts {cast.seconds:.1f} s")
    return asked


def _keep(path: Path, content: bytes) -> None:
    write_new(path, content)
    _say(path)


def _say(path: Path) -> None:
    sys.stdout.write(f"Made {path}.\n")


def gif_maker() -> str:
    """The program `agg`, beside this Python or on the PATH. Raises HopError without it."""
    beside = Path(sys.executable).parent / "agg"
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("agg")
    if found is None:
        raise HopError(Hop.FILE, "a GIF needs a renderer", f"Install it: pip install '{EXTRA}'")
    return found


def make_gif(cast: Cast, path: Path) -> None:
    """All of it, by asciinema's agg, with its progress on standard error. Raises HopError."""
    maker = gif_maker()
    os.close(create(path))
    try:
        with NamedTemporaryFile(suffix=".cast") as film:
            film.write(plain_cast(cast))
            film.flush()
            asyncio.run(
                _run_maker((maker, "--font-family", _FONTS, film.name, f"{path.resolve()}"))
            )
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def plain_cast(cast: Cast) -> bytes:
    """As version 2, at the largest size, up to the last picture: what the renderer can draw.

    It begins with the first chapter, where there is one: what was before has happened already.
    """
    sizes = [cast.size, *(each.size for each in cast.events if each.kind == "r")]
    head = {"version": 2, "width": max(s[0] for s in sizes), "height": max(s[1] for s in sizes)}
    start = cast.chapters[0].seconds if cast.chapters else 0.0
    events = [
        (max(0.0, each.seconds - start), "o", each.text)
        for each in cast.pictures
        if each.kind == "o"
    ]
    return b"".join(json.dumps(each).encode() + b"\n" for each in (head, *events))


async def _run_maker(argv: Sequence[str]) -> None:
    said = b""
    try:
        process = await spawn(argv, merged=True)
    except OSError as error:
        raise HopError(Hop.FILE, f"{argv[0]} does not start: {error.strerror}") from None
    try:
        while process.stdout is not None and (data := await process.stdout.read(4096)):
            said = (said + data)[-4096:]
            _progress(data)
        code = await process.wait()
    finally:
        kill(process)
    if code != 0:
        words = " ".join(said.decode("utf-8", "replace").split())
        raise HopError(Hop.FILE, f"no GIF: {clean(words)}")


def _progress(data: bytes) -> None:
    if sys.stderr.isatty():
        lines = data.decode("utf-8", "replace").replace("\r\n", "\n")
        sys.stderr.write("".join(c for c in lines if c in "\r\n" or c.isprintable()))
        sys.stderr.flush()
