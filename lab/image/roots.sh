# root SUITE VARIANT PACKAGES OUT [OPTION…]: a Debian root directory as a tar. Sourced after where.sh.
# Packages come from where this machine's apt gets its own, through the same proxies.

# The place of this machine's own Debian release; nothing when that cannot be told.
debian_mirror() {
  local ID='' VERSION_CODENAME=''
  . /etc/os-release
  [ "$ID" = debian ] || return 0
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 2>/dev/null |
    awk -v want="$VERSION_CODENAME" '$2 == want && $1 ~ /^https?:/ {print $1; exit}'
}

apt_settings() {
  apt-config dump | grep -E '^Acquire::(http|https)::[^ ]+ "[^"]+";$' || true
  echo 'Acquire::Retries "3";'
  echo 'Acquire::Languages "none";'
  echo 'APT::Install-Recommends "false";'
}

root() {
  local suite=$1 variant=$2 packages=$3 out=$4 options=() line mirror
  shift 4
  while read -r line; do options+=("--aptopt=$line"); done < <(apt_settings)
  for line in man doc locale lintian i18n zoneinfo info; do
    options+=("--dpkgopt=path-exclude=/usr/share/$line/*")
  done
  mirror=$(debian_mirror)
  mmdebstrap --quiet --format=tar --mode=root --variant="$variant" ${packages:+--include="$packages"} \
    --dpkgopt=force-unsafe-io "${options[@]}" "$@" \
    --customize-hook='rm -f "$1"/etc/apt/apt.conf.d/99mmdebstrap "$1"/etc/dpkg/dpkg.cfg.d/99mmdebstrap' \
    "$suite" "$out" ${mirror:+"$mirror"}
}
