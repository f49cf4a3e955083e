#!/bin/sh
"exec" "python3" "-S" "-E" "$0" "$@"
"""
A twin's stand-in for NVIDIA's tegrastats, at <root>/usr/bin/tegrastats: memory, and each rail of the INA3221 with its mean since the start, in
the form of the board's L4T release. `--interval MS` is of the twin's clock, which stands while a line is made. The first line
comes at once: whoever waits for it may hold the clock.
"""
import glob
import re
import socket
import sys

ROOT = __file__.rsplit("/usr/bin/", 1)[0]
IIO = ROOT + "/sys/bus/i2c/drivers/ina3221x/*-0040/iio:device0/"
HWMON = ROOT + "/sys/class/hwmon/"


def read(path):
    with open(path) as file:
        return file.read().strip()


def rails():
    """[(label, function that gives mW)] of the module's chip."""
    found = []
    for path in sorted(glob.glob(IIO + "rail_name_*")):
        power = path.replace("rail_name_", "in_power") + "_input"
        found.append((read(path), lambda power=power: int(read(power))))
    for path in sorted(path for chip in hwmon_chips() for path in glob.glob(chip + "/in[123]_label")):
        volts, current = path.replace("_label", "_input"), re.sub(r"in(\d)_label$", r"curr\1_input", path)
        found.append((read(path), lambda volts=volts, current=current: (int(read(volts)) * int(read(current)) + 500) // 1000))
    return found


def hwmon_chips():
    return [path.rsplit("/", 1)[0] for path in glob.glob(HWMON + "hwmon*/in[123]_label") if read(path) == "VDD_IN"]


class Clock:
    def __init__(self):
        path = re.search(r'"clockSocket": ?"([^"]*)"', read(ROOT + "/etc/joulefleet-twin.json")).group(1)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)

    def ask(self, line):
        self.socket.sendall(line)
        answer = self.socket.recv(64)
        if not answer:
            sys.exit(0)
        return answer


def main(interval_us):
    release = int(re.search(r"R(\d+)", read(ROOT + "/etc/nv_tegra_release")).group(1))
    unit = "" if release < 34 else "mW"
    memory = re.findall(r"(\d+) kB", read(ROOT + "/proc/meminfo"))
    total_mb, free_mb = (int(kb) // 1024 for kb in memory[:2])
    clock, sums, count = Clock(), {}, 0
    clock.ask(b"h\n")
    due_us = int(clock.ask(b"n\n"))
    while True:
        count += 1
        words = ["RAM %d/%dMB" % (total_mb - free_mb, total_mb)]
        for label, power_mw in rails():
            now_mw = power_mw()
            sums[label] = sums.get(label, 0) + now_mw
            words.append("%s %d%s/%d%s" % (label, now_mw, unit, sums[label] // count, unit))
        sys.stdout.write(" ".join(words) + "\n")
        sys.stdout.flush()
        due_us += interval_us
        clock.ask(b"s %d\n" % due_us)


if sys.argv[1:2] == ["--interval"] and len(sys.argv) == 3 and sys.argv[2].isdigit():
    main(int(sys.argv[2]) * 1000)
elif not sys.argv[1:]:
    main(1000000)
else:
    sys.exit("usage: tegrastats [--interval <millisec>]")
