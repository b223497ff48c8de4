"""`coreos-tui record`, `play` and `render`: their options, and who carries them out."""

import argparse
import asyncio
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coreos_tui.core.errors import Hop, HopError

if TYPE_CHECKING:
    from coreos_tui.record.script import Script


def add_record(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> argparse.ArgumentParser:
    """Adds the three; hands back the parser of `record`, which takes the site's options too."""
    record = commands.add_parser(
        "record",
        help="record a session, or a script's",
        usage="%(prog)s OUT.cast [options] [-- COMMAND …]",
    )
    record.add_argument("file", metavar="OUT.cast", type=Path, help="a new file")
    record.add_argument("--size", metavar="COLSxROWS", help="of the terminal (script: 120x36)")
    record.add_argument("--script", metavar="FILE", type=Path, help="what to press and wait for")
    record.add_argument("--hasty", action="store_true", help="keep pauses to the recording")
    record.add_argument("inner", nargs="*", metavar="COMMAND", help="for coreos-tui, after --")
    play = commands.add_parser("play", help="play a recording")
    play.add_argument("file", metavar="FILE.cast", type=Path)
    render = commands.add_parser("render", help="make pictures of a recording")
    render.add_argument("file", metavar="FILE.cast", type=Path)
    for kind in ("gif", "svg", "png", "text"):
        render.add_argument(f"--{kind}", metavar="OUT", type=Path, help=f"a new {kind} file")
    render.add_argument(
        "--at", metavar="SECONDS", type=float, help="the moment (default: the last picture)"
    )
    return record


def run(options: argparse.Namespace) -> int:
    """Carries one out; its exit code. Raises HopError."""
    if options.command == "play":
        return _play(options)
    if options.command == "render":
        from coreos_tui.record.render import render

        return render(options)
    return _record(options)


def _play(options: argparse.Namespace) -> int:
    from coreos_tui.record.play import PlayApp
    from coreos_tui.record.reading import read_cast

    app = PlayApp(read_cast(options.file), options.file.name)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise HopError(Hop.TERMINAL, "standard input and output are not a terminal")
    app.run()
    return app.return_code or 0


def _record(options: argparse.Namespace) -> int:
    from coreos_tui.record.cast import CastWriter
    from coreos_tui.record.live import follow
    from coreos_tui.record.script import read_script
    from coreos_tui.record.stage import perform

    script = read_script(options.script) if options.script else None
    if script is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise HopError(
            Hop.TERMINAL, "standard input and output are not a terminal", "Give a --script"
        )
    size = _size(options.size, script)
    title = (script.title if script else "") or "coreos-tui"
    writer = CastWriter(options.file, size, title=title)
    code = 0
    try:
        if script is not None:
            asyncio.run(perform(script, site_arguments(options), writer, size, hasty=options.hasty))
        else:
            fixed = options.size is not None
            code = asyncio.run(follow(site_arguments(options), writer, size, fixed))
    finally:
        with suppress(HopError):
            writer.close()
    sys.stdout.write(f"Recorded {options.file}. `coreos-tui play {options.file}` plays it.\n")
    return code


def _size(asked: str | None, script: "Script | None") -> tuple[int, int]:
    from coreos_tui.record.script import parse_size

    if asked:
        try:
            return parse_size(asked)
        except ValueError as error:
            raise HopError(Hop.CONFIG, f"--size: {error}") from None
    if script is not None:
        return script.size or (120, 36)
    columns, rows = shutil.get_terminal_size()
    return columns, rows


def site_arguments(options: argparse.Namespace) -> list[str]:
    """The options that say which hosts there are, for the app that is recorded."""
    arguments: list[str] = []
    for name in ("directory", "config", "theme"):
        if (value := getattr(options, name, None)) is not None:
            arguments += [f"--{name}", os.fspath(value)]
    for host in options.host or ():
        arguments += ["--host", host]
    if options.read_only:
        arguments.append("--read-only")
    return [*arguments, *options.inner]
