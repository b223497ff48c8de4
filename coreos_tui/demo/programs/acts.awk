# Columns: name, load, active, sub. A unit that has failed fails again; the rest do as they are told.
BEGIN {
  kinds["service"] = "running"; kinds["timer"] = "waiting"
  kinds["socket"] = "listening"; kinds["mount"] = "mounted"
}
index(names, " " $1 " ") {
  kind = $1
  sub(/.*\./, "", kind)
  if (act == "stop" || act == "kill" || act == "reset-failed") {
    if (act != "reset-failed" || $3 == "failed") { $3 = "inactive"; $4 = "dead" }
  } else if (act == "start" || act == "restart") {
    if ($3 == "failed") broken = 1
    else { $3 = "active"; $4 = (kind in kinds) ? kinds[kind] : "active" }
  }
}
{ print }
END { exit broken }
