"""Carries bytes between a channel of an SSH connection and what is behind it, on threads."""

import contextlib
import re
import socket
import subprocess
import threading
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.rewrite import Eraser, Rewriter
from coreos_tui.demo.shell import Shell

if TYPE_CHECKING:
    import paramiko

_PIECE = 65536
# Of these the standard input is a script, with paths in it; of others it may be anything.
_READS_SCRIPT = re.compile(r"(exec\s+)?(/bin/)?sh(\s+-s.*)?")


def on_thread(work: Callable[[], None], name: str) -> threading.Thread:
    """Starts work on a thread that never keeps the program alive."""
    thread = threading.Thread(target=work, name=f"demo ssh {name}", daemon=True)
    thread.start()
    return thread


def carry_socket(channel: "paramiko.Channel", far: socket.socket) -> None:
    """Both ways, until both ends are through."""

    def back() -> None:
        with contextlib.suppress(OSError, EOFError):
            while data := far.recv(_PIECE):
                channel.sendall(data)
            channel.shutdown_write()

    thread = on_thread(back, "socket")
    with contextlib.suppress(OSError, EOFError):
        while data := channel.recv(_PIECE):
            far.sendall(data)
    with contextlib.suppress(OSError):
        # A client that closed its channel wants nothing more; one that only ended it might.
        far.shutdown(socket.SHUT_RDWR if channel.closed else socket.SHUT_WR)
    thread.join()
    far.close()
    _end(channel)


def carry_script(channel: "paramiko.Channel", host: DemoHost, command: str | None) -> None:
    """Runs a command line, or a `sh` that reads its script from the channel."""
    words = ["/bin/sh"] if command is None else ["/bin/sh", "-c", _swapped(host, command)]
    with subprocess.Popen(
        words,
        env=host.environment,
        cwd=host.environment["HOME"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        bufsize=0,
    ) as process:
        _feed(channel, host, process, command is None or bool(_READS_SCRIPT.fullmatch(command)))
    _end(channel, process.returncode if process.returncode >= 0 else 129)


def _swapped(host: DemoHost, command: str) -> str:
    return host.rewriter().whole(command.encode()).decode("utf-8", "replace")


def _feed(
    channel: "paramiko.Channel",
    host: DemoHost,
    process: "subprocess.Popen[bytes]",
    script: bool,
) -> None:
    root = str(host.root)
    readers = [
        on_thread(lambda: _drain(process.stdout, channel.sendall, Eraser(root)), "out"),
        on_thread(lambda: _drain(process.stderr, channel.sendall_stderr, Eraser(root)), "err"),
    ]
    on_thread(lambda: _type(channel, process, host.rewriter() if script else None), "in")
    for reader in readers:
        reader.join()
    process.wait()


def _type(
    channel: "paramiko.Channel", process: "subprocess.Popen[bytes]", rewriter: Rewriter | None
) -> None:
    keyboard = process.stdin
    if keyboard is None:
        return
    with contextlib.suppress(OSError, EOFError, ValueError):
        while data := channel.recv(_PIECE):
            keyboard.write(rewriter.feed(data) if rewriter else data)
        keyboard.write(rewriter.finish() if rewriter else b"")
    with contextlib.suppress(OSError):
        keyboard.close()
    if channel.closed:
        process.kill()


def _drain(pipe: IO[bytes] | None, send: Callable[[bytes], None], eraser: Eraser) -> None:
    with contextlib.suppress(OSError, EOFError, ValueError):
        while pipe and (data := pipe.read(_PIECE)):
            send(eraser.feed(data))
        send(eraser.finish())


def carry_shell(channel: "paramiko.Channel", shell: Shell, command: str | None) -> None:
    """The demo shell on a terminal, to its end."""
    with contextlib.suppress(OSError, EOFError):
        channel.sendall(shell.begin(["sh"] if command is None else ["sh", "-c", command]))
        while shell.ended is None and (keys := channel.recv(_PIECE)):
            channel.sendall(shell.keys(keys))
    _end(channel, shell.ended)


def _end(channel: "paramiko.Channel", code: int | None = None) -> None:
    """Says how it ended and closes; the connection may be gone already."""
    with contextlib.suppress(OSError, EOFError):
        if code is not None:
            channel.send_exit_status(code)
        channel.close()
