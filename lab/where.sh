# Where the lab lives, for every script here. Sourced, never run.
LAB_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(dirname "$LAB_HOME")
LAB=${COREOS_TUI_LAB:-/var/tmp/coreos-tui-lab}
CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/coreos-tui-lab
SOCKET=$LAB/docker.sock
BRIDGE=ctlab0   # the engine's own
NETWORK=ctlab1  # the machines'
CGROUP=lab${LAB//\//.}
NUM_INSTANCES=${NUM_INSTANCES:-3}
export NUM_INSTANCES COREOS_TUI_LAB=$LAB
export HOME=${HOME:-/root} VAGRANT_CHECKPOINT_DISABLE=1

say() { printf '%6.1fs  %s\n' "$(awk -v t="${LAB_BEGAN:-0}" '{print t ? $1 - t : 0}' /proc/uptime)" "$*"; }
die() { printf 'lab: %s\n' "$*" >&2; exit 1; }
names() { local i; for i in $(seq "$NUM_INSTANCES"); do printf 'core-%02d\n' "$i"; done; }
# The lab's engine. Every call has a deadline: the engine may be a wreck that still listens.
engine() { timeout -k 2 "${DEADLINE:-60}" docker -H "unix://$SOCKET" "$@"; }

case $LAB in
  *[[:space:]]*) die "COREOS_TUI_LAB may hold no white space: $LAB" ;;
  /*/?*) ;;
  *) die "COREOS_TUI_LAB must be a whole path below some directory, not '$LAB'." ;;
esac
# Someone who points COREOS_TUI_LAB at a directory of theirs must not lose it.
if [ -d "$LAB" ] && [ ! -e "$LAB/.coreos-tui-lab" ] && [ -n "$(ls -A "$LAB")" ]; then
  die "$LAB holds files that are not the lab's. Choose another COREOS_TUI_LAB."
fi
