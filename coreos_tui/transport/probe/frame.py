"""How the script marks its sections, and how they are found again.

Each section begins with a line of a nonce and its name, so that what rc files and children print
is never taken for it. Where a command was run for it, a last mark has its exit code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Never

from coreos_tui.core.answer import NOT_ASKED, Answer, not_here, not_permitted, timed_out

# NONCE is replaced before it is run. POSIX sh only: dash, bash, busybox ash and the sh of macOS
# run it alike. `ask NAME SECONDS BYTES COMMAND…` frames what a command says, and its exit code:
# the descriptors carry the code past `head`. TZ makes systemctl print moments that can be read.
HEAD = r"""
export LC_ALL=C TZ=UTC0 SYSTEMD_COLORS=0 SYSTEMD_PAGER= PATH="$PATH:/usr/sbin:/sbin:/usr/bin:/bin"
part() { printf '\n%s %s\n' NONCE "$1"; }
has() { command -v "$1" >/dev/null 2>&1; }
first() { for f in "$@"; do [ -r "$f" ] && { head -c 65536 "$f"; return; }; done; }
limit=none
if has timeout; then
  timeout 1 true 2>/dev/null
  case $? in 0|124|137|143) limit=plain ;; *) limit=old ;; esac
fi
slow() {
  case $limit in plain) timeout "$@" ;; old) timeout -t "$@" ;; none) shift; "$@" ;; esac
}
ask() {
  part "$1"; seconds=$2 bytes=$3; shift 3
  {
    code=$({
      { slow "$seconds" "$@" 2>/dev/null 3>&- 4>&-; echo $? >&3; } | head -c "$bytes" >&4
    } 3>&1)
  } 4>&1
  printf '\n%s = %s\n' NONCE "$code"
}
systemd=0
if has systemctl; then
  systemd=$(systemctl --version 2>/dev/null | sed -n '1s/^systemd \([0-9]*\).*/\1/p')
fi
table() {
  name=$1 seconds=$2 bytes=$3; shift 3
  if [ "${systemd:-0}" -ge 246 ]; then set -- "$@" --output=json; fi
  ask "$name" "$seconds" "$bytes" systemctl "$@" --all --full --no-pager
}
"""
# What `timeout` exits with: of coreutils 124, of busybox what the signal makes of the command.
_CUT_OFF = (124, 137, 143)


@dataclass(frozen=True, slots=True)
class Section:
    """What one section printed. `code` is that of its command, None where it was never run."""

    body: bytes = b""
    code: int | None = None

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace").strip()

    def lack(self, what: str = "") -> Answer[Never] | None:
        """Why this has no value, where its exit code says so; `what` is the command's name."""
        if self.code is None:
            return NOT_ASKED
        if self.code == 127:
            return not_here(f"no {what}" if what else "")
        if self.code == 126:
            return not_permitted(f"{what} may not be run" if what else "")
        if self.code in _CUT_OFF:
            return timed_out(f"{what} gave no answer" if what else "")
        return None


class Parts:
    """The sections of one run of the script, by name."""

    def __init__(self, out: bytes, nonce: str) -> None:
        self._found: dict[str, list[Section]] = {}
        for name, section in _sections(out, nonce):
            self._found.setdefault(name, []).append(section)

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def __getitem__(self, name: str) -> Section:
        """The last section of that name; an empty one where there is none."""
        return self._found.get(name, [Section()])[-1]

    def every(self, name: str) -> list[Section]:
        """All sections of a name, in their order."""
        return self._found.get(name, [])


def _sections(out: bytes, nonce: str) -> Iterator[tuple[str, Section]]:
    pieces = out.split(b"\n" + nonce.encode() + b" ")[1:]
    for place, piece in enumerate(pieces):
        name, _, body = piece.partition(b"\n")
        if name.startswith(b"="):
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) else b""
        mark, _, code = after.partition(b"\n")[0].partition(b" ")
        ended = int(code) if mark == b"=" and code.isdigit() else None
        yield name.decode("ascii", "replace"), Section(body, ended)
