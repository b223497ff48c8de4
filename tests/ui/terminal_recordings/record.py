"""Records what real programs write, and the screens that tmux makes of it.

    sudo python tests/ui/terminal_recordings/record.py [PROGRAM ...]

Needs Linux, tmux and the programs. Each runs in namespaces of its own, with an empty /srv for a
home, so that a recording holds nothing of the machine. One JSON file a program: its size, and
steps with the keys typed, what was written each way and the screen after it.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
LOG = Path("/tmp/recording.log")
COLS, ROWS = 80, 24
QUIET = 0.7
LINES = 'for n in $(seq 60); do echo "$n: the quick brown fox jumps over the lazy dog"; done'
PREPARE = f"""
hostname web
mount -t tmpfs none /srv
mkdir -p /srv/home /srv/shop/images
cp {HERE}/shim.py /srv
cd /srv/shop
({LINES}) > notes.txt
printf 'caf\\303\\251 \\344\\270\\255\\346\\226\\207 ' >> notes.txt
printf 'naive\\314\\210 \\033[1mbold\\033[m\\n' >> notes.txt
echo 'int main(void) {{ return 0; }}' > main.c
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/srv/home TERM=xterm-256color LC_ALL=C.UTF-8 \\
    TZ=UTC USER=shop SHELL=/bin/sh PS1='$ ' LOGNAME=shop
"""

WIDTHS = {
    "combining": "e\u0301n\u0303",
    "wide": "\u4e2d\u6587\ud55c\uae00",
    "emoji": "\U0001f600\U0001f680",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "flag": "\U0001f1e9\U0001f1ea",
    "keycap": "1\ufe0f\u20e3",
    "heart": "\u2764\ufe0f",
    "devanagari": "\u0928\u092e\u0938\u094d\u0924\u0947",
    "thai": "\u0e01\u0e33",
    "zero width": "a\u200bb",
}
"""Where terminals count differently; the cursor after each says how far it got."""
PRINT = 'stty -echo; for word in "$@"; do printf "\\n%s" "$word"; read -r _; done'

# Keys by their names in tmux; a list is typed at once and is one step.
PROGRAMS: dict[str, tuple[list[str], list[list[str]]]] = {
    "vim": (
        ["vim", "-N", "-u", "NONE", "-c", "syntax on", "main.c"],
        [["o", *"/* one"], ["Up", "Left", "Escape"], [*":set number hlsearch", "Enter"],
         [*":split notes.txt", "Enter"], ["PageDown"], [*"/fox", "Enter"], ["End", "F1"],
         [*":qa!", "Enter"]],
    ),
    "htop": (
        ["htop", "-d", "100"],
        [["Down"], ["F6"], ["Escape"], ["F2"], ["Right"], ["F10"], ["q"]],
    ),
    "widths": (["sh", "-c", PRINT, "sh", *WIDTHS.values()], [["Enter"] for _ in WIDTHS][1:]),
    "less": (
        ["less", "-R", "notes.txt"],
        [["Space"], [*"/lazy", "Enter"], ["n"], ["G"], ["Up", "Up"], ["Home"], ["q"]],
    ),
    "top": (["top", "-d", "30"], [["M"], ["c"], ["z"], ["h"], ["q"], ["q"]]),
    "mc": (
        ["mc", "-u"],
        [["Down", "Down", "Down"], ["F9"], ["Right", "Enter"], ["Escape", "Escape"],
         ["Tab", "Home"], ["F3"], ["F10"], ["F10"], ["Enter"]],
    ),
    "tmux": (
        ["tmux", "-f", "/dev/null", "-L", "inner", "new", "sh"],
        [[*"cat notes.txt", "Enter"], ["C-b", "%"], [*"ls -l", "Enter"], ["C-b", '"'],
         ["C-b", "Up"], ["C-b", "["], ["PageUp"], ["q"], [*"exit", "Enter"], ["C-b", "&", "y"]],
    ),
}  # fmt: skip


def tmux(*argv: str) -> str:
    command = ["tmux", "-L", "recorder", "-f", "/dev/null", *argv]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def start(log: Path, argv: list[str]) -> None:
    shim = ["python3", "/srv/shim.py", str(log), *argv]
    inside = ["unshare", "-m", "-p", "-u", "-f", "--mount-proc", "sh", "-c"]
    script = PREPARE.rstrip() + ' "$@"'
    window = ["-x", str(COLS), "-y", str(ROWS)]
    tmux("new-session", "-d", *window, ";", "set", "-g", "status", "off", ";", "respawn-window",
         "-k", "--", *inside, script, "sh", *shim)  # fmt: skip


def settled(log: Path) -> None:
    """Waits until nothing is written for a while."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < QUIET:
        now = log.stat().st_size if log.exists() else -1
        if now != size:
            size, since = now, time.monotonic()
        time.sleep(0.05)


def written(log: Path, after: int) -> tuple[str, str, int]:
    lines = [json.loads(line) for line in log.read_bytes().splitlines()]
    fresh = lines[after:]
    out = "".join(each.get("out", "") for each in fresh)
    return out, "".join(each.get("in", "") for each in fresh), len(lines)


def record(name: str) -> None:
    argv, steps = PROGRAMS[name]
    taken, seen = [], 0
    LOG.unlink(missing_ok=True)
    start(LOG, argv)
    for keys in ([], *steps):
        try:
            for key in keys:
                tmux("send-keys", key)
                time.sleep(0.03)
            settled(LOG)
            screen = tmux("capture-pane", "-p").splitlines()
            styled = tmux("capture-pane", "-p", "-e").splitlines()
            cursor = tmux("display", "-p", "#{cursor_x} #{cursor_y} #{cursor_flag}").split()
        except subprocess.CalledProcessError:
            break  # it has ended, and the screen with it
        out, typed, seen = written(LOG, seen)
        taken.append({"keys": keys, "in": typed, "out": out, "screen": screen, "styled": styled,
                      "cursor": [int(each) for each in cursor]})  # fmt: skip
    LOG.unlink(missing_ok=True)
    made = {"program": argv, "size": [COLS, ROWS], "steps": taken}
    path = HERE / f"{name}.json"
    path.write_text(json.dumps(made, indent=1, ensure_ascii=True) + "\n")
    sys.stdout.write(f"{path.name}: {len(taken)} steps, {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    for each in sys.argv[1:] or PROGRAMS:
        record(each)
        subprocess.run(["tmux", "-L", "recorder", "kill-server"], capture_output=True, check=False)
