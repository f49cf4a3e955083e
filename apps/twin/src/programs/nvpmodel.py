#!/bin/sh
"exec" "python3" "-S" "-E" "$0" "$@"
"""
A twin's stand-in for NVIDIA's nvpmodel, at <root>/usr/sbin/nvpmodel. `-q` prints the power mode; `-m ID` sets it, and with
it the cores that are on and the limits of the clocks, as the real one does. A mode that gates other parts of the GPU needs a
reboot: it asks for one, and changes nothing, as a twin does not reboot into another mode.
"""
import os
import re
import sys

ROOT = os.path.realpath(__file__).rsplit("/usr/sbin/", 1)[0]
STATUS = ROOT + "/var/lib/nvpmodel/status"
CPUS = ROOT + "/sys/devices/system/cpu"
CPUFREQ = CPUS + "/cpufreq"
DEVFREQ = ROOT + "/sys/class/devfreq"


def read(path):
    with open(path) as file:
        return file.read()


def write(path, text):
    with open(path, "w") as file:
        file.write("%s\n" % text)


def modes():
    """{id: (name, lines)} of the board's file."""
    blocks = re.findall(r"<\s*POWER_MODEL ID=(\d+) NAME=(\S+) >([^<]*)", read(ROOT + "/etc/nvpmodel.conf"))
    return {int(number): (name, lines) for number, name, lines in blocks}


def active():
    return int(re.search(r"pmode:(\d+)", read(STATUS)).group(1))


def set_limits(folder, prefix, low, high):
    """Widened first: a limit beyond the other one is refused. 0 and -1 stand for the ends of the table."""
    names = "scaling_available_frequencies" if prefix else "available_frequencies"
    table = sorted(int(word) for word in read("%s/%s" % (folder, names)).split())
    lowest, highest = "%s/%smin_freq" % (folder, prefix), "%s/%smax_freq" % (folder, prefix)
    write(lowest, table[0])
    write(highest, table[-1])
    write(highest, high if high > 0 else table[-1])
    write(lowest, low if low > 0 else table[0])


def limits(lines, pattern):
    found = re.findall(r"^(%s) (MIN|MAX)_FREQ (-?\d+)" % pattern, lines, re.MULTILINE)
    by_name = {}
    for name, which, value in found:
        by_name.setdefault(name, {})[which] = int(value)
    return [(found["MIN"], found["MAX"]) for _, found in sorted(by_name.items())]


def gating(lines):
    return re.findall(r"^\w+_POWER_GATING .*$", lines, re.MULTILINE)


def set_cores(lines):
    for core, on in re.findall(r"^CPU_ONLINE CORE_(\d+) (\d)", lines, re.MULTILINE):
        if core != "0":
            write("%s/cpu%s/online" % (CPUS, core), on)


def ask_for_reboot(number):
    print("NVPM WARN: Reboot required for changing to this power mode: %d" % number)
    print("NVPM WARN: DO YOU WANT TO REBOOT NOW? enter YES/yes to confirm:")
    sys.stdin.readline()


def set_mode(number):
    if os.environ.get("JOULEFLEET_TWIN_UNPRIVILEGED") == "1":
        sys.exit("NVPM ERROR: Error opening %s: 13" % STATUS)
    if number not in modes():
        sys.exit("NVPM ERROR: no power mode %d" % number)
    lines = modes()[number][1]
    if gating(lines) != gating(modes()[active()][1]):
        return ask_for_reboot(number)
    set_cores(lines)
    policies = sorted(os.listdir(CPUFREQ), key=lambda name: int(name[6:]))
    for policy, (low, high) in zip(policies, limits(lines, r"CPU_[A-Z]\w*\d")):
        set_limits("%s/%s" % (CPUFREQ, policy), "scaling_", low, high)
    for name in os.listdir(DEVFREQ):
        for low, high in limits(lines, "GPU"):
            set_limits("%s/%s" % (DEVFREQ, name), "", low, high)
    write(STATUS, "pmode:%04d fmode:quiet" % number)


if sys.argv[1:] == ["-q"]:
    print("NV Power Mode: %s\n%d" % (modes()[active()][0], active()))
elif sys.argv[1:2] == ["-m"] and len(sys.argv) == 3 and sys.argv[2].isdigit():
    set_mode(int(sys.argv[2]))
else:
    sys.exit("usage: nvpmodel -q | -m ID")
