# clear_wreck: takes away whatever an earlier lab left, asking no daemon. Sourced after where.sh.

# Ours are the processes that carry our mark in their environment (machines' init too), that name
# the engine's own directories or live in its cgroups, and whatever they started; never this script
# or its parents.
lab_processes() {
  local proc pid mine=" " p=$BASHPID
  while [ "${p:-0}" -gt 1 ]; do
    mine+="$p "
    p=$(sed 's/.*) //' "/proc/$p/stat" 2>/dev/null | cut -d' ' -f2)
  done
  for proc in /proc/[0-9]*; do
    pid=${proc#/proc/}
    [[ $mine == *" $pid "* ]] && continue
    if grep -qzxF "COREOS_TUI_LAB_OWNS=$LAB" "$proc/environ" 2>/dev/null ||
      grep -qzE "^$LAB/(data|exec)(/|$)" "$proc/cmdline" 2>/dev/null; then
      echo "$pid"
      [ ! -e "$proc/task/$pid/children" ] || descendants "$pid"
    fi
  done | sort -un
  lab_cgroups -exec cat '{}/cgroup.procs' ';' | grep -vxF 0 || true
}

# The engine's cgroups, in each hierarchy: find with these actions.
lab_cgroups() {
  local tree
  for tree in /sys/fs/cgroup/"$CGROUP" /sys/fs/cgroup/*/"$CGROUP"; do
    [ ! -d "$tree" ] || find "$tree" -depth -type d "$@" 2>/dev/null || true
  done
}

# thaw [ID]: lets all containers go on, or one machine's: a paused one does not hear that it is killed.
thaw() {
  local group
  lab_cgroups -path "*/$CGROUP/${1:-}*" -print | while read -r group; do
    [ ! -e "$group/freezer.state" ] || echo THAWED >"$group/freezer.state"
    [ ! -e "$group/cgroup.freeze" ] || echo 0 >"$group/cgroup.freeze"
  done 2>/dev/null || true
}

descendants() {
  local child
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do
    echo "$child"
    descendants "$child"
  done
}

kill_lab_processes() {
  local pids _
  for _ in $(seq 100); do
    pids=$(lab_processes)
    [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    thaw
    sleep 0.1
  done
  die "these processes of the lab cannot be killed: ${pids//$'\n'/ }"
}

unmount_lab() {
  local where
  while read -r where; do
    umount -l "$where" 2>/dev/null || true
  done < <(awk -v lab="$LAB/" 'index($2, lab) == 1 {print $2}' /proc/self/mounts | tac)
}

forget_network() {
  local link
  for link in "$BRIDGE" "$NETWORK"; do ip link del "$link" 2>/dev/null || true; done
  while iptables -w -D FORWARD -i ctlab+ -o ctlab+ -j ACCEPT 2>/dev/null; do :; done
}

forget_cgroups() {
  local _
  for _ in 1 2 3 4 5; do
    [ -n "$(lab_cgroups -print)" ] || return 0
    lab_cgroups -exec rmdir '{}' ';'
  done
}

# Vagrant's memory of machines that are no more, here and in its index of all projects.
# A Vagrant that was killed keeps its ports for another minute.
forget_machines() {
  rm -rf "$ROOT"/.vagrant/machines/core-*/docker
  rm -f "${VAGRANT_HOME:-$HOME/.vagrant.d}"/data/fp-leases/127_0_0_1_23[0-9][0-9]
  ! command -v ruby >/dev/null || ruby "$LAB_HOME/index.rb" forget "$ROOT" || true
}

clear_wreck() {
  kill_lab_processes
  unmount_lab
  forget_network
  forget_cgroups
  forget_machines
  [ ! -d "$LAB" ] || find "$LAB" -xdev -mindepth 1 -maxdepth 1 ! -name lock ! -name tests.lock \
    ! -name .coreos-tui-lab -exec rm -rf --one-file-system {} +
}
