"""The clipboard of the desktop, through whatever program of it is there.

Source: the manual pages wl-copy(1), xclip(1), xsel(1x), pbcopy(1).
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping
from contextlib import suppress
from shutil import which

_DEADLINE = 2.0
_PROGRAMS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)


def clipboard_program(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The command that takes a clipboard's text on its input; empty where there is none.

    Over SSH a Mac's own clipboard is somebody else's.
    """
    path = environ.get("PATH")
    for variable, argv in _PROGRAMS:
        if environ.get(variable) and which(argv[0], path=path):
            return argv
    mac = sys.platform == "darwin" and "SSH_CONNECTION" not in environ
    return ("pbcopy",) if mac and which("pbcopy", path=path) else ()


async def put_on_clipboard(text: str, environ: Mapping[str, str]) -> str:
    """Puts text there and names the program that did; empty where none did."""
    argv = clipboard_program(environ)
    if not argv:
        return ""
    try:
        process = await asyncio.create_subprocess_exec(
            *argv, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, env=dict(environ)
        )
    except OSError:
        return ""
    try:
        async with asyncio.timeout(_DEADLINE):
            await process.communicate(text.encode("utf-8", "replace"))
    except (TimeoutError, OSError):
        with suppress(ProcessLookupError):
            process.kill()
        return ""
    return argv[0] if process.returncode == 0 else ""
