# Runs inside a machine: one container of every kind, each made anew unless it is as it should be.
set -euo pipefail
export PODMAN_IGNORE_CGROUPSV1_WARNING=1

containers=$(docker ps -a --no-trunc --format '{{.Names}} {{.State}} {{.Label "lab.recipe"}}')

# as_made NAME RECIPE STATES: whether NAME was made by this recipe and is in one of the states.
as_made() {
  local name state recipe
  read -r name state recipe < <(grep "^$1 " <<<"$containers") || return 1
  [ "$recipe" = "$2" ] && [[ " $3 " == *" $state "* ]]
}

# want NAME STATES ARGUMENT…: docker run with the arguments.
want() {
  local name=$1 states=$2 recipe
  shift 2
  recipe=$(echo "$name $*" | md5sum | cut -c1-12)
  if as_made "$name" "$recipe" "$states"; then return 0; fi
  docker rm -f "$name" >/dev/null 2>&1 || true
  docker run -d --name "$name" --hostname "$name" --stop-timeout 1 --label "lab.recipe=$recipe" \
    "$@" >/dev/null
  made=$name
}

quiet=(--network none)
made=

shop() { # SERVICE: labels as docker compose writes them
  printf -- '--label\ncom.docker.compose.%s\n' project=shop "service=$1" container-number=1 \
    oneoff=False "config-hash=$(echo "$1" | sha256sum | cut -c1-64)" version=2.24.0 \
    project.working_dir=/home/core/shop project.config_files=/home/core/shop/compose.yaml
}

want web running -p 8080:80 --label org.opencontainers.image.title=web \
  --health-cmd 'wget -q -O /dev/null http://127.0.0.1/' --health-interval 5s --health-timeout 3s \
  lab/busybox:1 httpd -f -v -p 80 -h /www
# shellcheck disable=SC2016
want chatter running "${quiet[@]}" --log-opt max-size=4m --log-opt max-file=2 lab/busybox:1 sh -c '
  i=0
  while :; do
    i=$((i+1))
    if [ $((i % 5)) = 0 ]; then printf "\033[31merror\033[0m line %d is late\n" $i >&2
    elif [ $((i % 7)) = 0 ]; then printf "\033[32mok\033[0m \033[1mline %d\033[0m\n" $i
    else echo "line $i"; fi
    usleep 200000
  done'
want tty running -it "${quiet[@]}" lab/busybox:1 sh -c 'echo ready; exec sh'
want failed exited "${quiet[@]}" lab/busybox:1 sh -c 'echo "cannot read /etc/app.conf" >&2; exit 1'
want looping 'running restarting' "${quiet[@]}" --restart always lab/busybox:1 \
  sh -c 'echo "starting"; echo "no database" >&2; exit 3'
want unwell running "${quiet[@]}" --health-cmd 'echo "port 80 is closed"; exit 1' \
  --health-interval 5s --health-retries 1 lab/busybox:1 sleep 2147483647
want frozen paused "${quiet[@]}" lab/busybox:1 sleep 2147483647
[ "$made" != frozen ] || docker pause frozen >/dev/null
want shellless running "${quiet[@]}" lab/static:1
want old running "${quiet[@]}" -e APP_MODE=demo -e API_TOKEN=not-a-real-token lab/debian:11 \
  sleep 2147483647

docker network inspect shop_default >/dev/null 2>&1 ||
  docker network create --label com.docker.compose.project=shop \
    --label com.docker.compose.network=default shop_default >/dev/null
docker volume create --label com.docker.compose.project=shop \
  --label com.docker.compose.volume=store shop_store >/dev/null
mapfile -t front < <(shop front)
mapfile -t store < <(shop store)
want shop-store-1 running "${store[@]}" --network shop_default --network-alias store \
  -v shop_store:/var/lib/store lab/debian:13 sleep 2147483647
want shop-front-1 running "${front[@]}" --network shop_default --network-alias front \
  lab/busybox:1 httpd -f -p 80 -h /www

if [ "$(podman inspect -f '{{.State.Status}}' pod-old 2>/dev/null)" != running ]; then
  podman rm -f -t 0 pod-old >/dev/null 2>&1 || true
  podman run -d --name pod-old --network host --stop-timeout 1 lab/debian:11 sleep 2147483647 >/dev/null
fi

# The two with a health take a while to show it.
for _ in $(seq 100); do
  healths=$(docker ps --format '{{.Names}} {{.Status}}')
  if grep -q '^web .*(healthy)' <<<"$healths" && grep -q '^unwell .*(unhealthy)' <<<"$healths"; then
    exit 0
  fi
  sleep 0.2
done
echo "lab: the health of web and unwell is not as wanted on $(hostname)" >&2
exit 1
