"""The programs of a demo host: a few real ones that only read, and small ones that pretend."""

import os
import shlex
import shutil
import sys
from pathlib import Path

_READING = (
    "sh cat head tail sed awk grep tr cut wc sort uniq printf test [ ls sleep timeout date env"
    " readlink dd od base64 basename dirname true false echo expr seq find kill"
)
REAL = tuple(_READING.split())
_ABSENT = (
    "sudo doas su reboot shutdown poweroff halt podman crictl ctr etcdctl journalctl"
    " systemctl locksmithctl sysctl sw_vers mount umount rm"
)

_ID = """case "$1" in
  -un) echo {user} ;;
  -u|-g) echo {uid} ;;
  *) echo "uid={uid}({user}) gid={uid}({user}) groups={uid}({user})" ;;
esac"""
_UNAME = """for flag in "${{@:--s}}"; do case $flag in
  -s) echo Linux ;;
  -n) echo {name} ;;
  -r) echo {kernel} ;;
  -m) echo x86_64 ;;
  *) echo Linux {name} {kernel} demo x86_64 GNU/Linux ;;
esac; done"""
_DIAL = """import os, socket, sys, threading
far = socket.socket(socket.AF_UNIX)
far.connect(sys.argv[1])
def back():
    while data := far.recv(65536):
        os.write(1, data)
    os._exit(0)
threading.Thread(target=back).start()
while data := os.read(0, 65536):
    far.sendall(data)
far.shutdown(socket.SHUT_WR)
"""
_DOCKER = (
    """if [ "$1 $2" != "system dial-stdio" ]; then
  echo "docker: not on this demo host" >&2
  exit 127
fi
exec {python} -I -S -c """
    + shlex.quote(_DIAL)
    + " {socket}"
)


def lay_out(hosts: Path) -> None:
    """What is the same on all hosts: the real programs, and those that say they are not there."""
    folder = hosts / ".tools"
    if folder.exists():
        return
    folder.mkdir(parents=True)
    # A PATH that lacks some of them is no reason for a host without a release.
    path = os.pathsep.join((os.environ.get("PATH", ""), os.defpath))
    for name in REAL:
        if real := shutil.which(name, path=path):
            (folder / name).symlink_to(real)
    absent = write_script(
        folder / ".absent", 'echo "${0##*/}: not on this demo host" >&2; exit 127'
    )
    for name in _ABSENT.split():
        (folder / name).symlink_to(absent.name)


def write_script(file: Path, script: str) -> Path:
    """A program in sh."""
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def commands(name: str, who: tuple[str, int], kernel: str, socket: Path) -> dict[str, str]:
    """sh scripts by the name of the program they stand for."""
    name, user, kernel = shlex.quote(name), shlex.quote(who[0]), shlex.quote(kernel)
    return {
        "hostname": f"echo {name}",
        "whoami": f"echo {user}",
        "id": _ID.format(user=user, uid=who[1]),
        "uname": _UNAME.format(name=name, kernel=kernel),
        "docker": _DOCKER.format(
            python=shlex.quote(sys.executable), socket=shlex.quote(str(socket))
        ),
    }
