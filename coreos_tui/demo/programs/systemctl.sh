json=0 failed=0 verb='' asked='' names=''
while [ $# -gt 0 ]; do
  case $1 in
    --version) echo "systemd $version"; exit 0 ;;
    --output=json) if [ "$version" -ge 246 ]; then json=1; fi ;;
    --failed|--state=failed) failed=1 ;;
    -p) asked="$asked,$2,"; shift ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$1; else names="$names $1"; fi ;;
  esac
  shift
done
case $verb in
  list-units|is-active|show) table=units ;;
  start|stop|restart|kill|enable|disable|reset-failed) . "$dir/acts.sh" ;;
  cat) . "$dir/cat.sh" ;;
  list-timers|list-sockets)
    table=$verb
    if [ "$version" -lt 209 ]; then echo "Unknown operation '$verb'." >&2; exit 1; fi ;;
  *) echo "Failed to $verb$names: not on this demo host" >&2; exit 1 ;;
esac
exec awk -F '\t' -v verb="$verb" -v json="$json" -v failed="$failed" -v asked="$asked" \
  -v names="$names" -v version="$version" -v finished="$finished" -f "$dir/systemctl.awk" \
  "$dir/$table"
