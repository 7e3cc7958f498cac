#!/bin/sh
# Drives a simulated lock by JSON lines: presents a tag, and passes when the lock denies it, as a lock
# that was not set up has to.
#
#     sh drive-lock.sh                        # with gw-sim from npm
#     sh drive-lock.sh node cli/dist/bin.js   # with a program of your own
set -eu

[ $# -gt 0 ] || set -- npx gw-sim
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/commands"

"$@" lock --serial front-door --json <"$folder/commands" >"$folder/events" &
lock=$!
exec 3>"$folder/commands"

# Waits up to 20 s for an event.
wait_for() {
	tries=0
	until grep -q "$1" "$folder/events"; do
		tries=$((tries + 1))
		[ "$tries" -lt 200 ] || { echo "never saw $1" >&2; exit 1; }
		sleep 0.1
	done
}

wait_for '"link":"online"'
echo '{"cmd":"present-tag","uid":"04A1B2C3"}' >&3
wait_for '"event":"tag"'
grep -o '"result":"[a-z]*"' "$folder/events"
echo '{"cmd":"stop"}' >&3
wait "$lock"
grep -q '"result":"denied"' "$folder/events"
