# start_engine: the lab's own dockerd, beside any other. Sourced after where.sh.
start_engine() {
  ip link show "$BRIDGE" >/dev/null 2>&1 || {
    ip link add "$BRIDGE" type bridge
    ip addr add "${LAB_BRIDGE_ADDRESS:-172.29.253.1/24}" dev "$BRIDGE"
    ip link set "$BRIDGE" up
  }
  # Beside another dockerd FORWARD drops what it does not know, bridged frames too.
  iptables -w -C FORWARD -i ctlab+ -o ctlab+ -j ACCEPT 2>/dev/null ||
    iptables -w -I FORWARD -i ctlab+ -o ctlab+ -j ACCEPT 2>/dev/null || true
  echo '{}' >"$LAB/daemon.json"
  # A mount namespace of its own: its mounts go when it goes, however it goes.
  # Its bridge has a name, because --bridge=none would delete another engine's docker0.
  setsid --fork unshare --mount --propagation slave dockerd \
    --config-file "$LAB/daemon.json" --data-root "$LAB/data" --exec-root "$LAB/exec" \
    --pidfile "$LAB/pid" -H "unix://$SOCKET" --bridge "$BRIDGE" --iptables=false \
    --ip6tables=false --ip-masq=false --exec-opt native.cgroupdriver=cgroupfs \
    --cgroup-parent "/$CGROUP" --log-level warn </dev/null >"$LAB/log" 2>&1
  local _
  for _ in $(seq 300); do
    if DEADLINE=5 engine version >/dev/null 2>&1; then return 0; fi
    sleep 0.1
  done
  tail -n 20 "$LAB/log" >&2
  die "the lab's engine does not answer on $SOCKET."
}
