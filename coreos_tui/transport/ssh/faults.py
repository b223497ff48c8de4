"""What goes wrong between here and an SSH host, as sentences."""

import errno
import re
import shlex
import socket
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.ssh.known_hosts import KnownKey, Verdict, fingerprint
from coreos_tui.transport.ssh.target import SshTarget

_NO_WAY = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN)
_SHA1 = (
    "paramiko no longer speaks the SHA-1 algorithms of hosts this old. Log in by hand: "
    "ssh -o HostKeyAlgorithms=+ssh-rsa -o PubkeyAcceptedAlgorithms=+ssh-rsa {login}; "
    "a newer sshd or an ed25519 key helps"
)


def login(target: SshTarget) -> str:
    """What follows `ssh` to get there by hand."""
    if target.configured:
        return shlex.quote(target.name)
    port = [] if target.port == 22 else ["-p", str(target.port)]
    return shlex.join([*port, f"{target.user}@{target.host}" if target.user else target.host])


def not_reached(error: OSError, target: SshTarget) -> HopError:
    """A TCP connection that did not come about."""
    if isinstance(error, socket.gaierror):
        return HopError(
            Hop.SSH, f"the name {target.host} is not known", "Check HostName in ~/.ssh/config"
        )
    if isinstance(error, TimeoutError) or error.errno == errno.ETIMEDOUT:
        return no_answer(target)
    if error.errno == errno.ECONNREFUSED:
        return HopError(
            Hop.SSH, f"{target.where} refuses connections", "Start sshd there, or correct the port"
        )
    if error.errno in _NO_WAY:
        return HopError(Hop.SSH, f"no route to {target.where}", "Check the network or the VPN")
    return HopError(Hop.SSH, f"{target.where}: {error.strerror or error}")


def no_answer(target: SshTarget, seconds: float = 0) -> HopError:
    """Nothing came back in time."""
    within = f" within {seconds:g} s" if seconds else " in time"
    return HopError(
        Hop.SSH,
        f"no answer from {target.where}{within}",
        "The host may be down, or a firewall between",
    )


def refused_key(
    verdict: Verdict, kind: str, blob: bytes, line: KnownKey | None, target: SshTarget
) -> HopError:
    """A host key that is not accepted, and the command that accepts it where that is right."""
    print_ = f"{kind.removeprefix('ssh-')} {fingerprint(blob)}"
    if verdict is Verdict.REVOKED and line:
        return HopError(
            Hop.HOST_KEY, f"the key of {target.where} ({print_}) is revoked at {line.place}"
        )
    if verdict is Verdict.CHANGED and line:
        return HopError(
            Hop.HOST_KEY,
            f"the key of {target.where} has changed: it shows {print_}, "
            f"but {line.place} has {fingerprint(line.blob)}",
            "Somebody may be listening in. Only if the host was reinstalled: "
            f"ssh-keygen -R {shlex.quote(target.key_name)} -f {_file(line.place)}",
        )
    return HopError(
        Hop.HOST_KEY,
        f"{target.where} is not known: its key is {print_}",
        f"Compare that with the host's own, then accept it with: {_accepting(target)}",
    )


def _file(place: str) -> str:
    return shlex.quote(place.rpartition(":")[0])


def _accepting(target: SshTarget) -> str:
    if target.configured:
        return f"ssh {login(target)} true"
    files = target.known_hosts or (Path("~/.ssh/known_hosts"),)
    port = "" if target.port == 22 else f"-p {target.port} "
    # A tilde must stay unquoted to mean anything.
    file = str(files[0]) if str(files[0]).startswith("~") else shlex.quote(str(files[0]))
    return f"ssh-keyscan {port}{shlex.quote(target.host)} >> {file}"


def refused_login(
    target: SshTarget, tried: list[str], skipped: list[str], allowed: list[str], version: str
) -> HopError:
    """Authentication that failed with every key there was."""
    user = target.user
    if tried and old_openssh(version) and any("rsa" in one for one in tried):
        return HopError(
            Hop.SSH,
            f"{target.where} ({version}) takes RSA keys with SHA-1 only",
            _SHA1.format(login=login(target)),
        )
    if allowed and "publickey" not in allowed:
        return HopError(
            Hop.SSH,
            f"{target.where} takes no keys from {user}, only {', '.join(allowed)}",
            "coreos-tui types no passwords: allow PubkeyAuthentication in its sshd_config",
        )
    said = f"{target.where} refuses {user}"
    said += f" with {', '.join(tried)}" if tried else ": there is no key to offer"
    if skipped:
        said += f"; not offered: {', '.join(skipped)}"
    advice = f"Try: ssh {login(target)}; ssh-add loads a locked key, ssh-copy-id installs one"
    return HopError(Hop.SSH, said, advice)


def old_openssh(version: str) -> bool:
    """Whether a banner is of an OpenSSH before 7.2, which knows no rsa-sha2 signatures."""
    found = re.search(r"OpenSSH_(\d+)\.(\d+)", version)
    return bool(found) and (int(found[1]), int(found[2])) < (7, 2)  # type: ignore[index]  # found is a match


def broken_handshake(error: BaseException, target: SshTarget, seconds: float) -> HopError:
    """A conversation that ended before anybody was let in."""
    words = str(error)
    if type(error).__name__ == "IncompatiblePeer":
        return HopError(
            Hop.SSH,
            f"{target.where} and paramiko have no algorithm in common ({words})",
            _SHA1.format(login=login(target)),
        )
    if isinstance(error, TimeoutError) or "timed out" in words.lower():
        return no_answer(target, seconds)
    if target.proxy_command and not isinstance(error, TimeoutError):
        return HopError(
            Hop.SSH,
            f"the ProxyCommand of {target.name} ended before the login",
            f"Try it by hand: {target.proxy_command}",
        )
    if isinstance(error, EOFError) or "banner" in words or "Negotiation failed" in words:
        return HopError(
            Hop.SSH,
            f"{target.where} hung up before the login",
            "sshd may be starting or refusing this address, or that is no SSH port",
        )
    if isinstance(error, OSError):
        return not_reached(error, target)
    return HopError(Hop.SSH, f"{target.where}: {words or type(error).__name__}")


def broken(error: BaseException | None, target: SshTarget) -> HopError:
    """A connection that worked and is gone."""
    if error is None or isinstance(error, EOFError):
        return HopError(Hop.SSH, f"{target.where} closed the connection")
    if isinstance(error, TimeoutError):
        return HopError(Hop.SSH, f"{target.where} no longer answers")
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return HopError(Hop.SSH, f"the connection to {target.where} broke: {words}")
