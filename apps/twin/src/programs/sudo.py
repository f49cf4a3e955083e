#!/bin/sh
"exec" "python3" "-S" "-E" "$0" "$@"
"""
A twin's stand-in for sudo, first on the login session's PATH. It honours <root>/etc/sudoers.d/* in the one form
`USER ALL=(root) NOPASSWD: COMMAND`, by the letter, and needs -n, since there is no password. What it starts stands for root:
it may write the twin's knobs. /usr/local/lib is the twin's own.
"""
import os
import sys

ROOT = os.environ["JOULEFLEET_ROOT"]
RULES = ROOT + "/etc/sudoers.d"
OWN_FOLDER = "/usr/local/lib/"


def rules():
    for name in sorted(os.listdir(RULES)) if os.path.isdir(RULES) else []:
        if "." not in name and not name.endswith("~"):
            with open("%s/%s" % (RULES, name)) as file:
                for line in file.read().splitlines():
                    yield line


def main(words):
    if words[:1] != ["-n"]:
        sys.exit("sudo: a terminal is required to read the password")
    command = [word for word in words[1:] if word != "-H"]
    if "%s ALL=(root) NOPASSWD: %s" % (os.environ["USER"], " ".join(command)) not in rules():
        sys.exit("sudo: a password is required")
    command = [ROOT + word if word.startswith(OWN_FOLDER) else word for word in command]
    program = command[0] if os.path.exists(command[0]) else os.path.basename(command[0])
    environment = {key: text for key, text in os.environ.items() if key != "JOULEFLEET_TWIN_UNPRIVILEGED"}
    os.execvpe(program, command, environment)


main(sys.argv[1:])
