# Answers as systemctl does, from tables whose columns are parted by tabs. Texts stand there a
# second time as JSON has them, moments as microseconds and as words.

function say(name, value) {
  if (asked == "" || index(asked, "," name ",")) print name "=" value
}

function next_object() { if (count++) printf "," }

BEGIN {
  row = "%-40s %-9s %-8s %-12s %s\n"
  if (json) printf "["
  else if (verb == "list-units") printf row, "UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"
  else if (verb == "list-timers") print "NEXT LEFT LAST PASSED UNIT ACTIVATES"
  else if (verb == "list-sockets") print "LISTEN UNIT ACTIVATES"
}

verb == "list-units" && !(failed && $3 != "failed") {
  if (json) {
    next_object()
    printf "{\"unit\":%s,\"load\":\"%s\",\"active\":\"%s\",", $6, $2, $3
    printf "\"sub\":\"%s\",\"description\":%s}", $4, $7
  } else {
    if ($3 == "failed" && version > 208) printf "* "
    printf row, $1, $2, $3, $4, $5
    count++
  }
}

verb == "list-timers" {
  if (json) {
    next_object()
    printf "{\"next\":%s,\"left\":%s,\"last\":%s,\"passed\":%s,", $1, $1, $2, $2
    printf "\"unit\":%s,\"activates\":%s}", $7, $8
  } else print $5, "1h left", $6, "1h ago", $3, $4
}

verb == "list-sockets" {
  if (json) {
    next_object()
    printf "{\"listen\":%s,\"unit\":%s,\"activates\":%s}", $4, $5, $6
  } else print $1, $2, $3
}

verb == "show" || verb == "is-active" {
  load[$1] = $2; active[$1] = $3; sub_[$1] = $4; described[$1] = $5; status[$1] = $8
  if ($3 == "failed") broken++
}

END {
  if (json) print "]"
  else if (verb == "list-units") printf "\n%d loaded units listed.\n", count
  total = split(names, each, " ")
  for (n = 1; n <= total; n++) {
    id = each[n]
    here = (id in load)
    state = here ? active[id] : "inactive"
    if (verb == "is-active") {
      print state
      if (state != "active") code = 3
      continue
    }
    if (n > 1) print ""
    say("Id", id)
    say("LoadState", here ? load[id] : "not-found")
    say("ActiveState", state)
    say("SubState", here ? sub_[id] : "dead")
    say("Description", here ? described[id] : id)
    if (id ~ /\.service$/) say("StatusText", status[id])
    say("UnitFileState", "enabled")
    say("FragmentPath", "/usr/lib/systemd/system/" id)
    say("ActiveEnterTimestamp", state == "active" ? finished : "")
    say("ControlGroup", state == "active" && id ~ /\.service$/ ? "/system.slice/" id : "")
    say("Result", state == "failed" ? "exit-code" : "success")
    if (state == "failed") say("ExecMainStatus", 1)
    say("ExecStart", "{ path=/usr/bin/" id " ; argv[]=/usr/bin/" id " }")
    say("After", "basic.target system.slice network-online.target")
    say("WantedBy", "multi-user.target")
  }
  if (verb == "show" && total == 0) {
    say("Version", version)
    say("FinishTimestamp", finished)
    if (version > 208) {
      say("NFailedUnits", broken + 0)
      say("SystemState", broken ? "degraded" : "running")
    }
    say("NJobs", 0)
  }
  exit code
}
