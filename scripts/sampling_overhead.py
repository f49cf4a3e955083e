#!/usr/bin/env python3
"""
What sampling costs on an idle machine with an NVIDIA GPU: mean power by the GPU's own energy counter, and time of the CPU, with the agent's sampler at
each period and without it. Every round has one window of each, in an order that rotates; differences are taken within the round.

    python3 scripts/sampling_overhead.py [--rounds 6] [--window-s 10] [--json]     measures
    python3 scripts/sampling_overhead.py --from FILE                               prints what was measured with --json
"""

import argparse
import json
import math
import os
import select
import sys
import time
from statistics import mean, stdev

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'agent'))

from joulefleet_agent.clocks import MonotonicClock  # noqa: E402
from joulefleet_agent.counter_window import CounterWindow  # noqa: E402
from joulefleet_agent.nvml import Nvml  # noqa: E402
from joulefleet_agent.nvml_source import NvmlSource  # noqa: E402
from joulefleet_agent.sampler import Sampler  # noqa: E402
from joulefleet_agent.sampling_plan import FixedPeriod  # noqa: E402

PERIODS_MS = (None, 10, 20, 100)
# 97.5 % quantile of Student's t by degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.2).
T_975 = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 11: 2.201}
ROW = '%8s %8s %12s %12s %14s %12s %12s'


class Tree:
    """What the sampler asks of a machine: its clock."""

    open_clock = MonotonicClock


class Patience:
    """Waits as long as it takes, without a CPU."""

    def wait(self, descriptors):
        return select.select(descriptors, [], [])[0]


def window(source, period_ms, window_s):
    """{periodMs, powerMw, corePct, samples} of one window."""
    clock = MonotonicClock()
    counter = CounterWindow(source.counter(), clock)
    cpu_s, start_s = time.process_time(), time.monotonic()
    samples = sample(source, period_ms, window_s, clock) if period_ms else rest(window_s)
    cpu_s, taken_s = time.process_time() - cpu_s, time.monotonic() - start_s
    counted = counter.end()
    if counted is None:
        raise SystemExit('the energy counter of the GPU does not move')
    power_mw = (counted['endMj'] - counted['startMj']) * 1e6 / (counted['endUs'] - counted['startUs'])
    return {'periodMs': period_ms, 'powerMw': power_mw, 'corePct': 100 * cpu_s / taken_s, 'samples': samples}


def sample(source, period_ms, window_s, clock):
    sampler = Sampler(Tree(), source.open(source.rails), source.rails, FixedPeriod(period_ms * 1000), 0)
    sampler.start()
    sampler.finish(clock.now_us() + int(window_s * 1e6), Patience())
    sampler.stop()
    return len(sampler.times)


def rest(window_s):
    time.sleep(window_s)
    return 0


def measure(rounds, window_s):
    source = NvmlSource(Nvml())
    measured = []
    for number in range(rounds):
        order = [PERIODS_MS[(number + place) % len(PERIODS_MS)] for place in range(len(PERIODS_MS))]
        measured.append([window(source, period_ms, window_s) for period_ms in order])
        print('round %d of %d' % (number + 1, rounds), file=sys.stderr, flush=True)
    gpu = source.nvml.gpus[0]
    return {'gpu': gpu.name(), 'uuid': gpu.uuid(), 'driver': source.nvml.driver(), 'windowS': window_s, 'rounds': measured}


def report(found):
    print('%s, driver %s, idle; %d rounds of windows of %g s' % (found['gpu'], found['driver'], len(found['rounds']), found['windowS']))
    print(ROW % ('ms', 'windows', 'samples', 'mean W', 'difference mW', '+- mW (95%)', 'core %'))
    rounds = [{one['periodMs']: one for one in windows} for windows in found['rounds']]
    for period_ms in PERIODS_MS:
        windows = [by_period[period_ms] for by_period in rounds]
        differences = [by_period[period_ms]['powerMw'] - by_period[None]['powerMw'] for by_period in rounds]
        half_mw = T_975[len(rounds) - 1] * stdev(differences) / math.sqrt(len(rounds))
        print(ROW % (
            period_ms or 'none', len(windows), sum(one['samples'] for one in windows), '%.3f' % (mean(one['powerMw'] for one in windows) / 1000),
            '%+.1f' % mean(differences) if period_ms else '-', '%.1f' % half_mw if period_ms else '-', '%.3f' % mean(one['corePct'] for one in windows),
        ))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rounds', type=int, default=6, choices=range(2, 13))
    parser.add_argument('--window-s', type=float, default=10.0)
    parser.add_argument('--json', action='store_true', help='the windows themselves')
    parser.add_argument('--from', dest='path')
    arguments = parser.parse_args()
    if arguments.path:
        with open(arguments.path) as source:
            found = json.load(source)
    else:
        found = measure(arguments.rounds, arguments.window_s)
    if arguments.json:
        print(json.dumps(found))
    else:
        report(found)


if __name__ == '__main__':
    main()
