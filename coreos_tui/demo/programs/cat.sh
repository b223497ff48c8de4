# Unit files as systemctl cat shows them, made from the table of units.
for unit in $names; do
  row=$(awk -F '\t' -v unit="$unit" '$1 == unit { print $5 }' "$dir/units")
  if [ -z "$row" ]; then
    echo "No files found for $unit." >&2
    exit 1
  fi
  printf '# /usr/lib/systemd/system/%s\n[Unit]\nDescription=%s\n\n' "$unit" "$row"
  case $unit in
    *.service) printf '[Service]\nExecStart=/usr/bin/%s\nRestart=on-failure\n\n' "${unit%.service}" ;;
    *.socket) printf '[Socket]\nListenStream=/run/%s.sock\n\n' "${unit%.socket}" ;;
  esac
  printf '[Install]\nWantedBy=multi-user.target\n'
done
exit 0
