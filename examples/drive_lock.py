#!/usr/bin/env python3
"""Drives a simulated lock by JSON lines: pairs it with a tag, and checks that the tag was read.

    python3 drive_lock.py                      # with gw-sim from npm
    python3 drive_lock.py node cli/dist/bin.js # with a program of your own
"""

import json
import subprocess
import sys
import urllib.request

program = sys.argv[1:] or ["npx", "gw-sim"]
lock = subprocess.Popen(
    [*program, "lock", "--serial", "front-door", "--json"],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    text=True,
)


def wait_for(**wanted):
    """The next event that has these keys and values."""
    for line in lock.stdout:
        event = json.loads(line)
        if all(event.get(key) == value for key, value in wanted.items()):
            return event
    raise SystemExit(f"the lock ended before {wanted}")


def state(**wanted):
    """The next state that has these values."""
    while True:
        found = wait_for(event="state")["state"]
        if all(found[key] == value for key, value in wanted.items()):
            return found


def send(**command):
    lock.stdin.write(json.dumps(command) + "\n")
    lock.stdin.flush()


server = wait_for(event="listening")["url"]
state(link="online")
request = urllib.request.Request(
    f"{server}/api/v0/devices/pair",
    json.dumps({"lock": "front-door", "name": "Key ring", "type": "tag"}).encode(),
    {"content-type": "application/json"},
)
urllib.request.urlopen(request).close()
state(mode="pairing")
send(cmd="present-tag", uid="04A1B2C3")
tag = wait_for(event="tag")
print("tag", tag["uid"], tag["result"])
send(cmd="stop")
sys.exit(0 if lock.wait() == 0 and tag["result"] == "paired" else 1)
