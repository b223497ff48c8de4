# What systemctl changes: the state of units in the table that it reads.
change() {
  awk -F '\t' -v OFS='\t' -v names=" $names " -v act="$verb" -f "$dir/acts.awk" "$dir/units"
}
for unit in $names; do
  if ! cut -f 1 "$dir/units" | grep -qxF -e "$unit"; then
    echo "Failed to $verb $unit: Unit $unit not found." >&2
    exit 5
  fi
done
if changed=$(change); then
  printf '%s\n' "$changed" > "$dir/units"
  exit 0
fi
echo "Job for$names failed because the control process exited with error code." >&2
echo "See \"systemctl status$names\" and \"journalctl -xeu$names\" for details." >&2
exit 1
