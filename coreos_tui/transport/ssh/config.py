"""OpenSSH's configuration: what `ssh -G HOST` resolves, and blocks that Vagrant prints."""

import getpass
import os
import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.loading import load_paramiko
from coreos_tui.transport.process import complete, spawn
from coreos_tui.transport.ssh.target import SshTarget

_LIMIT = 256 * 1024
_JUMPS = 8
_NOWHERE = ("/dev/null", "none")
# A name that ssh, a shell or a known_hosts file could take for something else is refused.
_NAME = re.compile(r"(?:[^\s@:/'\"\\;|&$`<>(){}*?!,-][^\s/'\"\\;|&$`<>(){}*?!,]*)")

Options = dict[str, list[str]]


async def resolve(host: str, *, config: Path | None = None, jumps: int = _JUMPS) -> SshTarget:
    """What OpenSSH would use for `host` ([user@]host): `ssh -G`, else paramiko's reader.

    Raises HopError for a name that cannot be one, and with ssh's words for a faulty config.
    """
    if not _NAME.fullmatch(host):
        raise HopError(Hop.CONFIG, f"{host!r} is no name of an SSH host")
    if jumps <= 0:
        raise HopError(Hop.CONFIG, f"{host}: its ProxyJump leads in a circle")
    file = ("-F", str(config)) if config else ()
    try:
        said = await complete(await spawn(("ssh", *file, "-G", "--", host)), 5.0, _LIMIT)
    except TimeoutError:
        raise HopError(Hop.CONFIG, "ssh -G does not end; look for a slow Match exec") from None
    except OSError:
        options = await in_thread(_read_config, host, config)
    else:
        if said.code:
            words = (said.err or said.out).decode("utf-8", "replace").strip().splitlines()[0:1]
            raise HopError(Hop.CONFIG, "".join(words), "Mend it, as ssh cannot use it either")
        options = parse_options(said.out.decode("utf-8", "replace").splitlines())
    target = target_of(host, options)
    chain = await _chain(options, config, jumps)
    # Only for Vagrant's own machines is checking ever off, whatever a config file says.
    return replace(target, proxy_jump=chain, configured=True, strict=True)


async def _chain(options: Options, config: Path | None, jumps: int) -> tuple[SshTarget, ...]:
    text = _first(options, "proxyjump")
    if text in ("", "none"):
        return ()
    hops = []
    for place, hop in enumerate(text.split(",")):
        name, port = _jump_parts(hop)
        found = await resolve(name, config=config, jumps=jumps - 1)
        # Only the first hop is dialled from here, so only its own way counts.
        way = {} if place == 0 else {"proxy_jump": (), "proxy_command": ""}
        hops.append(replace(found, port=port or found.port, **way))  # type: ignore[arg-type]  # of mixed fields
    return tuple(hops)


def _jump_parts(hop: str) -> tuple[str, int]:
    plain = hop.strip().removeprefix("ssh://")
    found = re.fullmatch(r"((?:[^@]+@)?(?:\[[^\]]+\]|[^:]+))(?::(\d+))?", plain)
    if found is None:
        return plain, 0
    return found[1].replace("[", "").replace("]", ""), int(found[2] or 0)


def parse_options(lines: Iterable[str]) -> Options:
    """Option lines by lower-case name, every value in its order; comments are left out."""
    options: Options = {}
    for line in lines:
        name, value = _split(line.strip())
        if name and not name.startswith("#"):
            options.setdefault(name.lower(), []).append(value)
    return options


def _split(line: str) -> tuple[str, str]:
    found = re.match(r"(\S+?)(?:\s*=\s*|\s+)(.*)", line)
    return (found[1], found[2].strip()) if found else (line, "")


def parse_ssh_config_block(text: str) -> SshTarget:
    """The first `Host` block of what `vagrant ssh-config NAME` printed.

    Raises HopError when there is none in it.
    """
    before, host, rest = text.partition("Host ")
    name, _, block = rest.partition("\n")
    if not host or (before and not before.endswith("\n")):
        raise HopError(
            Hop.VAGRANT, "vagrant ssh-config named no host", "The machine must be running"
        )
    block = re.split(r"^Host ", block, maxsplit=1, flags=re.MULTILINE)[0]
    return target_of(name.strip().strip('"'), parse_options(block.splitlines()))


def target_of(name: str, options: Options) -> SshTarget:
    """A target from options; `~` and tokens are resolved, ProxyJump is not followed."""
    host = _first(options, "hostname") or name.rpartition("@")[2]
    user = _first(options, "user") or name.rpartition("@")[0] or getpass.getuser()
    port = _number(_first(options, "port"))
    files = _words(options, "userknownhostsfile")
    unchecked = _first(options, "stricthostkeychecking") in ("no", "off", "false")
    known = tuple(Path(_home(f)) for f in files if f not in _NOWHERE)
    agent = _first(options, "identityagent")
    target = SshTarget(
        name=name,
        host=host,
        port=port,
        user=user,
        identity_files=tuple(Path(_home(f)) for f in _each(options, "identityfile") if f != "none"),
        identities_only=_first(options, "identitiesonly") == "yes",
        known_hosts=(*known, *_global(options)) if known else None,
        strict=not (unchecked and files and not known),
        host_key_alias=_first(options, "hostkeyalias"),
        agent={"": None, "SSH_AUTH_SOCK": None, "none": ""}.get(agent, _home(agent)),
    )
    command = _first(options, "proxycommand")
    return replace(target, proxy_command=_filled(command, target) if command != "none" else "")


def _global(options: Options) -> tuple[Path, ...]:
    return tuple(Path(f) for f in _words(options, "globalknownhostsfile") if f not in _NOWHERE)


def _filled(command: str, target: SshTarget) -> str:
    tokens = {
        "%": "%",
        "h": shlex.quote(target.host),
        "p": str(target.port),
        "r": shlex.quote(target.user),
        "n": shlex.quote(target.name.rpartition("@")[2]),
    }
    return re.sub(r"%([%hprn])", lambda found: tokens[found[1]], command)


def _first(options: Options, name: str) -> str:
    return options.get(name, [""])[0].strip('"')


def _each(options: Options, name: str) -> list[str]:
    return [value.strip('"') for value in options.get(name, [])]


def _words(options: Options, name: str) -> list[str]:
    text = options.get(name, [""])[0]
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < int(text) < 65536 else 22


def _home(path: str) -> str:
    plain = path.replace("%d", "~").replace("${HOME}", "~").replace("$HOME", "~")
    if plain.startswith("$"):
        return os.path.expandvars(plain)
    return str(Path(plain).expanduser()) if plain.startswith("~") else plain


def _read_config(host: str, config: Path | None) -> Options:
    load_paramiko()
    import invoke  # slow to import, and needed only where there is no ssh
    import paramiko

    vars(paramiko.config)["invoke"] = invoke  # for `Match exec`: it was loaded without
    file = config or Path("~/.ssh/config").expanduser()
    if not file.is_file():
        return {}
    try:
        found = paramiko.SSHConfig.from_path(str(file)).lookup(host.rpartition("@")[2])
    except Exception as error:
        raise HopError(Hop.CONFIG, f"{file}: {error}", "Mend it") from None
    return {k: v if isinstance(v, list) else [str(v)] for k, v in found.items()}
