# locked COMMAND…: runs it while this process alone holds the lab. Sourced after where.sh.
# The lock's descriptor stays here: a child that outlives us must not keep the lab locked.
locked() {
  [ "$(id -u)" = 0 ] || die "the lab starts an engine and needs root: sudo $0"
  while :; do
    mkdir -p "$LAB"
    : >>"$LAB/.coreos-tui-lab"
    exec 9>>"$LAB/lock"
    flock -n 9 || { echo "lab: waiting for another lab/up or lab/down" >&2; flock -w 1200 9; } ||
      die "another lab/up or lab/down has held $LAB/lock for 20 minutes."
    # lab/down removes the file it has locked: a lock on a file that is gone guards nothing.
    [ "$(stat -Lc %i /proc/self/fd/9)" = "$(stat -c %i "$LAB/lock" 2>/dev/null)" ] && break
  done
  local status=0
  LAB_BEGAN=$(cut -d' ' -f1 /proc/uptime) "$@" 9>&- || status=$?
  return "$status"
}

# Tests hold a lock of their own; a test run that was killed holds none.
tests_run() { [ -e "$LAB/tests.lock" ] && ! flock -n "$LAB/tests.lock" true; }

# Nobody's tests may lose the lab under their feet. Descriptor 8 is theirs until this process ends.
hold_from_tests() {
  exec 8>>"$LAB/tests.lock"
  flock -w 900 8 || die "tests have held $LAB/tests.lock for 15 minutes."
}
