"""
CPU time and jitter of reading the rails of a folder that looks like a board, with the agent's sampler or as a short script would: every file
opened, read and closed for each sample; `sleep` wakes up as often and reads nothing. Prints {cpuUsPerSample, coreSharePct, jitterP99Ms}.

    python3 measure_sampler.py agent|files|sleep PERIOD_MS SECONDS
"""

import json
import os
import select
import sys
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'agent', 'tests'))

from fake_board import HWMON, FakeBoard  # noqa: E402
from joulefleet_agent.clocks import MonotonicClock  # noqa: E402
from joulefleet_agent.device import Device  # noqa: E402
from joulefleet_agent.live_reading import LiveReading  # noqa: E402
from joulefleet_agent.residency import ResidencyMeter  # noqa: E402
from joulefleet_agent.sampler import Sampler  # noqa: E402
from joulefleet_agent.sampling_plan import FixedPeriod  # noqa: E402
from joulefleet_agent.sensor import Sensor  # noqa: E402


class Patience:
    """Waits as long as it takes, without a CPU."""

    def wait(self, descriptors):
        return select.select(descriptors, [], [])[0]


class CpuMeter:
    """What this process spends: (seconds of CPU, seconds)."""

    def __init__(self):
        self.started = time.process_time(), time.monotonic()

    def read(self):
        return time.process_time() - self.started[0], time.monotonic() - self.started[1]


def by_agent(board, period_us, duration_us):
    """As in a trial: with the watch of clocks that the kernel does not count and the note for those who look on. Times of the samples in us, and what they took."""
    clock = MonotonicClock()
    device = Device(board.tree)
    sensor = Sensor(device, clock)
    live = LiveReading(os.path.join(board.home, 'live.json'), clock)
    live.begin('t1')
    live.leave_to_sampler(device.rails)
    watch = ResidencyMeter(device, clock).watch
    sampler = Sampler(board.tree, sensor.open(), device.rails, FixedPeriod(period_us), 0, watch, live)
    meter = CpuMeter()
    sampler.start()
    sampler.finish(clock.now_us() + duration_us, Patience())
    spent = meter.read()
    sampler.stop()
    return list(sampler.times), spent


def by_files(board, period_us, duration_us):
    paths = [(board.at('%s/in%d_input' % (HWMON, n)), board.at('%s/curr%d_input' % (HWMON, n))) for n in (1, 2, 3)]
    return on_schedule(period_us, duration_us, lambda: [read(mv) * read(ma) // 1000 for mv, ma in paths])


def by_sleep(_board, period_us, duration_us):
    return on_schedule(period_us, duration_us, lambda: None)


def on_schedule(period_us, duration_us, sample):
    """Calls `sample` once a period, on this thread."""
    clock, schedule = MonotonicClock(), FixedPeriod(period_us)
    due_us = now_us = clock.now_us()
    end_us = now_us + duration_us
    times, samples = [], []
    meter = CpuMeter()
    while now_us <= end_us:
        due_us = schedule.after(due_us, now_us)
        now_us = clock.sleep_until_us(due_us)
        times.append(now_us)
        samples.append(sample())
    return times, meter.read()


def read(path):
    with open(path) as file:
        return int(file.read())


def jitter_p99_ms(times_us, period_us):
    """How far samples are off a grid through the earliest of them, which is late by nothing."""
    late_us = [t_us - times_us[0] - round((t_us - times_us[0]) / period_us) * period_us for t_us in times_us]
    earliest = min(late_us)
    ordered = sorted(late - earliest for late in late_us)
    return ordered[int(0.99 * (len(ordered) - 1))] / 1000


def main():
    side, period_us, duration_us = sys.argv[1], float(sys.argv[2]) * 1000, int(float(sys.argv[3]) * 1e6)
    measure = {'agent': by_agent, 'files': by_files, 'sleep': by_sleep}[side]
    board = FakeBoard()
    try:
        times_us, (spent_s, taken_s) = measure(board, period_us, duration_us)
    finally:
        board.remove()
    print(json.dumps({
        'cpuUsPerSample': spent_s * 1e6 / len(times_us),
        'coreSharePct': 100 * spent_s / taken_s,
        'jitterP99Ms': jitter_p99_ms(times_us, period_us),
    }))


if __name__ == '__main__':
    main()
