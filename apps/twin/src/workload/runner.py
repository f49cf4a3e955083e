#!/bin/sh
"exec" "python3" "-S" "-E" "$0" "$@"
"""
The workload runner of a twin, installed under the name of each known workload: it speaks the runner protocol of
docs/agent-protocol.md and lets the twin's clock server simulate the work.

Starting an interpreter costs more than all else, so it imports little: _socket instead of socket, no json (requests are
passed on as they came, answers are flat), no site. The second line restarts sh as Python.
"""
import sys
import select
import _socket

STEADY_SPREAD = 0.1
OPTIONS = ("runtime", "precision", "lazyLoading", "garbageCollection")
# Real seconds for which an agent may read its counters while the twin's time stands.
END_LIMIT_S = 1.0


class Clock:
    def __init__(self, path):
        self.socket = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        self.socket.connect(path)

    def ask(self, line):
        self.socket.send((line + "\n").encode())
        answer = b""
        while not answer.endswith(b"\n"):
            part = self.socket.recv(65536)
            if not part:
                sys.exit("the twin's clock is gone")
            answer += part
        return answer.decode().strip()

    def work(self, request):
        answer = self.ask("w " + request)
        if '"error"' in answer:
            say('{"event": "error", "code": "' + field(answer, "error") + '", "message": "' + field(answer, "message") + '"}')
            sys.exit(field(answer, "message"))
        return answer


def field(text, name):
    """The value of a field of a flat JSON object, as text."""
    rest = text.split('"' + name + '":', 1)[1].lstrip()
    if rest.startswith('"'):
        return rest[1:].split('"', 1)[0]
    return rest.split(",", 1)[0].split("}", 1)[0].strip()


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def mark(name, t_us):
    say('{"event": "' + name + '", "tUs": ' + str(t_us) + "}")


def attest(spec):
    """The simulated work goes by each option that it is given."""
    given = [(name, field(spec, name)) for name in OPTIONS if '"' + name + '":' in spec]
    used = [', "' + name + '": ' + (value if value in ("true", "false") else '"' + value + '"') for name, value in given]
    if used:
        say('{"event": "options"' + "".join(used) + "}")


def steady(durations):
    last = durations[-3:]
    return len(last) == 3 and max(last) - min(last) <= STEADY_SPREAD * max(last)


def warm_up(clock, at_least, longest_us):
    start_us = int(clock.ask("n"))
    mark("warmup_start", start_us)
    durations = []
    now_us = start_us
    while len(durations) < at_least or (durations and not steady(durations) and now_us - start_us < longest_us):
        done = clock.work('{"op": "batch"}')
        durations.append(int(field(done, "endUs")) - int(field(done, "startUs")))
        now_us = int(field(done, "endUs"))
        mark("batch", now_us)
    mark("warmup_end", now_us)


def main():
    spec = sys.stdin.readline().strip()
    root = sys.argv[0].rsplit("/", 4)[0]
    with open(root + "/etc/joulefleet-twin.json") as marker:
        clock = Clock(field(marker.read(), "clockSocket"))
    clock.ask("h")
    attest(spec)
    mark("load_start", int(clock.ask("n")))
    done = clock.work('{"op": "load", "spec": ' + spec + "}")
    mark("load_end", int(field(done, "endUs")))
    warm_up(clock, int(field(spec, "warmupBatches")), float(field(spec, "warmupMaxS")) * 1e6)
    if '"go"' not in sys.stdin.readline():
        sys.exit("ended before it was told to go")
    done = clock.work('{"op": "run", "inferences": ' + field(spec, "inferences") + "}")
    mark("inference_start", int(field(done, "startUs")))
    mark("inference_end", int(field(done, "endUs")))
    names = ("count", "meanUs", "sdUs", "p50Us", "p95Us", "p99Us", "maxUs")
    say('{"event": "batches", ' + ', '.join('"' + name + '": ' + field(done, name) for name in names) + "}")
    select.select([sys.stdin], [], [], END_LIMIT_S)


main()
