"""Arguments to configuration to site to app; exit codes.

0: fine. 1: `doctor` found something, or `status` could not ask everything. 2: wrong usage.
"""

import asyncio
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NoReturn, cast

from coreos_tui import __version__
from coreos_tui.core.config import Config, config_path, read_config
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd_access import EtcdAccess, access_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from coreos_tui.demo.clock import Clock
    from coreos_tui.demo.scenario import Scenario
    from coreos_tui.demo.stack import DemoStack
    from coreos_tui.fleet.fleet import Site


_TURN = 0.0005
"""Seconds that loading may keep the interpreter from who asks for it; usually it is 5 ms."""

# Without a word there is nothing to parse, and argparse need not be loaded.
_NO_WORDS = {
    "command": None,
    "config": None,
    "directory": None,
    "host": None,
    "read_only": False,
    "sudo": False,
    "theme": None,
    "write_etcd": False,
}


def run(arguments: Sequence[str]) -> int:
    """Runs one command line; its exit code."""
    options = _parsed(arguments)
    try:
        return _run(options)
    except HopError as error:
        print(f"coreos-tui: {error.sentence}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130


def _parsed(arguments: Sequence[str]) -> "Namespace":
    """The options; what follows `--` is a command line of its own, which argparse would lose."""
    words = list(arguments)
    if not words:
        return cast("Namespace", SimpleNamespace(**_NO_WORDS))
    at = words.index("--") if "record" in words and "--" in words else len(words)
    options = _parser().parse_args(words[:at])
    if inner := words[at + 1 :]:
        options.inner = inner
    return options


def _parser() -> "ArgumentParser":
    import argparse

    from coreos_tui.record.commands import add_record

    parser = argparse.ArgumentParser(
        prog="coreos-tui",
        description="The whole container stack on one screen: workstation, Vagrant machines, "
        "hosts, engines, containers.",
        epilog="Keys are shown by ? inside. Configuration: ~/.config/coreos-tui/config.toml",
    )
    parser.add_argument("--version", action="version", version=f"coreos-tui {__version__}")
    _add_site(parser, None)
    parser.add_argument("--theme", help="coreos, coreos-light or coreos-contrast")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    status = commands.add_parser("status", help="print the same facts without a screen")
    _add_site(status, argparse.SUPPRESS)
    status.add_argument("--json", action="store_true", help="as JSON, for scripts")
    status.add_argument(
        "--deadline", type=float, default=20.0, metavar="SECONDS", help="wait at most so long"
    )
    doctor = commands.add_parser("doctor", help="check every hop in order, and say what to do")
    _add_site(doctor, argparse.SUPPRESS)
    demo = commands.add_parser("demo", help="show a simulated stack; nothing in it is real")
    demo.add_argument("scenario", metavar="FILE", type=Path, nargs="?", help="another scenario")
    demo.add_argument(
        "--speed", type=float, default=1.0, metavar="N", help="so many times as fast as the clock"
    )
    _add_site(add_record(commands), argparse.SUPPRESS)
    return parser


def _add_site(parser: "ArgumentParser", default: object) -> None:
    """The options that say which hosts there are; good before and after a command."""
    parser.add_argument(
        "--directory",
        metavar="DIR",
        type=Path,
        default=default,
        help="the folder of the Vagrantfile (default: here)",
    )
    parser.add_argument(
        "--host",
        metavar="NAME",
        action="append",
        default=default,
        help="a host as `ssh NAME` reaches it; may be given several times",
    )
    parser.add_argument(
        "--read-only",
        action="store_true",
        default=default or False,
        help="look, never change anything",
    )
    parser.add_argument(
        "--write-etcd",
        action="store_true",
        default=default or False,
        help="let keys of etcd be written and deleted; each time it asks",
    )
    parser.add_argument(
        "--sudo",
        action="store_true",
        default=default or False,
        help="what a host's systemd refuses, try through `sudo -n`",
    )
    parser.add_argument(
        "--config", metavar="FILE", type=Path, default=default, help="another configuration file"
    )


def _run(options: "Namespace") -> int:
    if options.command in ("record", "play", "render"):
        from coreos_tui.record.commands import run as run_record

        return run_record(options)
    config = _config(options)
    if options.command in (None, "demo") and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise HopError(
            Hop.TERMINAL,
            "standard input and output are not a terminal",
            "Use `coreos-tui status` in scripts",
        )
    if options.command == "demo":
        return _demo(config, options.scenario, options.speed)
    from coreos_tui.fleet.fleet import Site

    hosts = tuple(dict.fromkeys((*config.hosts, *(options.host or ()))))
    site = Site(
        _directory(options.directory),
        hosts,
        dict(os.environ),
        config.read_only,
        config.sudo,
        etcd=access_of(config.etcd, os.environ),
    )
    if options.command == "status":
        from coreos_tui.report.status import print_status

        gc.enable()
        return asyncio.run(print_status(site, options.json, options.deadline))
    if options.command == "doctor":
        from coreos_tui.report.doctor import print_checks

        gc.enable()
        return asyncio.run(print_checks(site))
    asyncio.run(_show(site, config, (options.host or [""])[0]))
    return _demo(config, None, 1.0)


async def _show(site: "Site", config: Config, start_at: str) -> None:
    """Comes back only where the demo is to follow.

    The engines of this workstation are asked while the app is loaded: they answer meanwhile.
    """
    from coreos_tui.core.store import Store
    from coreos_tui.fleet.fleet import Fleet
    from coreos_tui.transport.blocking import in_thread

    fleet = Fleet(site, Store())
    fleet.start(asyncio.Event())
    await in_thread(_load_app)
    from coreos_tui.app.app import CoreosApp
    from coreos_tui.app.commands import DEMO
    from coreos_tui.app.leaving import leave
    from coreos_tui.record.studio import FileStudio

    studio = FileStudio(Path.cwd(), os.environ)
    app = CoreosApp(site, config, start_at, studio, last=True, fleet=fleet)
    if await app.run_async() != DEMO:
        await leave(app.return_code or 0)


def _load_app() -> None:
    """The loop is let in often: what engines answer is small, and waits for its turn."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        import_module("coreos_tui.app.app")
    finally:
        sys.setswitchinterval(usual)


def _demo(config: Config, file: Path | None, speed: float) -> int:
    """The app over a scenario that is played at the wire; the app does not know."""
    from coreos_tui.demo.clock import Clock
    from coreos_tui.demo.scenario_file import DEFAULT, read_scenario

    if not 0 < speed <= 100:
        raise HopError(Hop.CONFIG, "--speed must be above 0, and 100 at most")
    return asyncio.run(_play(read_scenario(file or DEFAULT), Clock(speed=speed), config))


async def _play(scenario: "Scenario", clock: "Clock", config: Config) -> NoReturn:
    from coreos_tui.app.leaving import leave
    from coreos_tui.core.now import set_clock
    from coreos_tui.demo.stack import DemoStack
    from coreos_tui.transport.loading import load_paramiko

    set_clock(clock.now)
    load_paramiko()  # before the demo's servers import all of it
    loading = asyncio.ensure_future(asyncio.to_thread(import_module, "coreos_tui.app.app"))
    async with DemoStack(scenario, clock) as stack:
        await loading
        from coreos_tui.app.app import CoreosApp
        from coreos_tui.record.studio import FileStudio

        studio = FileStudio(Path.cwd(), os.environ)
        app = CoreosApp(
            site_of(stack, config.read_only, config.sudo, config.etcd.get("write") is True),
            config,
            studio=studio,
            last=True,
        )
        await app.run_async()
    await leave(app.return_code or 0)


def site_of(
    stack: "DemoStack", read_only: bool = False, sudo: bool = False, write_etcd: bool = False
) -> "Site":
    """The site of a demo stack: what the app is told, and all that it is told."""
    from coreos_tui.fleet.fleet import Site

    return Site(
        directory=stack.directory,
        hosts=stack.hosts,
        environ=stack.environ,
        read_only=read_only,
        sudo=sudo,
        ssh_config=stack.ssh_config,
        workstation=stack.workstation,
        demo=True,
        etcd=EtcdAccess(write=write_etcd),
    )


def _config(options: "Namespace") -> Config:
    if options.config is not None and not options.config.exists():
        raise HopError(Hop.CONFIG, f"{options.config} is not there")
    config = read_config(options.config or config_path(os.environ))
    for host in options.host or ():
        if not host or host.startswith("-"):
            raise HopError(Hop.CONFIG, f"`{host}` is not the name of a host")
    if options.theme:
        from coreos_tui.core.config import parse_config

        config = replace(config, theme=parse_config(f'theme = "{options.theme}"', "--theme").theme)
    if options.write_etcd:
        config = replace(config, etcd={**config.etcd, "write": True})
    return replace(
        config,
        read_only=config.read_only or options.read_only,
        sudo=config.sudo or options.sudo,
    )


def _directory(asked: Path | None) -> Path | None:
    """Where the Vagrantfile is. One that was not named is used only if it is in this folder."""
    if asked is None:
        here = Path.cwd()
        return here if (here / "Vagrantfile").is_file() else None
    if not asked.is_dir():
        raise HopError(Hop.FILE, f"{asked} is not a folder")
    if not (asked / "Vagrantfile").is_file():
        raise HopError(Hop.FILE, f"there is no Vagrantfile in {asked}")
    return asked.resolve()
