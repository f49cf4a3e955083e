#!/bin/sh
"exec" "python3" "-S" "-E" "$0" "$@"
"""A twin's stand-in for reboot, at <root>/sbin/reboot: asks the twin to cut its power and to boot."""
import os
import re
import socket
import sys

ROOT = os.path.realpath(__file__).rsplit("/sbin/", 1)[0]

if os.environ.get("JOULEFLEET_TWIN_UNPRIVILEGED") == "1":
    sys.exit("Must be root.")
with open(ROOT + "/etc/joulefleet-twin.json") as marker:
    path = re.search(r'"clockSocket": ?"([^"]*)"', marker.read()).group(1)
clock = socket.socket(socket.AF_UNIX)
clock.connect(path)
clock.sendall(b"b\n")
clock.recv(16)
