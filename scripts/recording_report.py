#!/usr/bin/env python3
"""
What a recording of `record_machine.py` says: for each trial the energy that its power readings give, against the hardware's own energy counter.

    python3 scripts/recording_report.py test/fixtures/h200

The counter was read at its steps before and after the window, and power is integrated between these two instants. `mJ` is energy of the window
for each inference. Then come the median and the worst difference by sampling period, over all windows and over those of 15 s or more, and the mean of each
cell's trials with their range in percent of it.
"""

import glob
import gzip
import json
import os
import sys
from statistics import mean, median

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'agent', 'tests'))

from codec_fixture import decode  # noqa: E402

LONG_S = 15.0
ROW = '%-12s %5s %-8s %6s %8s %9s %9s %10s %10s %8s %8s'


def trials_of(folder):
    """(spec, body, times in us, powers of the total in mW) of each measured trial."""
    for path in sorted(glob.glob(os.path.join(folder, 'shards', '*.json.gz'))):
        with gzip.open(path) as source:
            recorded = json.loads(source.read().decode('utf-8'))
        specs = {spec['trialId']: spec for spec in recorded['shard']['trials']}
        times, powers = [], []
        for record in recorded['records']:
            body = json.loads(record['body'])
            if record['kind'] == 'trace':
                more_times, columns = decode(body)
                times, powers = times + list(more_times), powers + list(columns[0])
            elif record['kind'] == 'trial':
                if body['outcome'] == 'measured':
                    yield specs[body['trialId']], body, times, powers
                times, powers = [], []


def energy_mj(times, powers, start_us, end_us):
    """By the trapezoidal rule, between two instants."""
    total = 0.0
    for t0, t1, p0, p1 in zip(times, times[1:], powers, powers[1:]):
        low, high = max(t0, start_us), min(t1, end_us)
        if high > low:
            slope = (p1 - p0) / float(t1 - t0)
            total += (p0 + slope * ((low + high) / 2.0 - t0)) * (high - low) / 1e6
    return total


def row_of(spec, body, times, powers):
    marks = {event['name']: event['tUs'] for event in body['events']}
    start_us, end_us = marks['inference_start'], marks['inference_end']
    counter, workload = body['sensor']['counter'], spec['workload']
    integrated_mj = energy_mj(times, powers, counter['startUs'], counter['endUs'])
    counted_mj = counter['endMj'] - counter['startMj']
    window_s = (end_us - start_us) / 1e6
    window_mj = energy_mj(times, powers, start_us, end_us)
    return {
        'name': (workload['name'], workload['batchSize'], workload['graphMode']),
        'period_ms': int(spec['sampling']['periodMs']), 'window_s': window_s, 'power_w': window_mj / window_s / 1000,
        'ms': window_s * 1000 / workload['inferences'], 'mj': window_mj / workload['inferences'],
        'integrated_j': integrated_mj / 1000, 'counted_j': counted_mj / 1000, 'refresh_ms': (body['sensor']['refreshUs'] or 0) / 1000.0,
        'difference_pct': 100.0 * (integrated_mj / counted_mj - 1),
    }


def summary(rows, least_s):
    for period_ms in sorted(set(row['period_ms'] for row in rows)) + [None]:
        found = [abs(row['difference_pct']) for row in rows if period_ms in (None, row['period_ms']) and row['window_s'] >= least_s]
        if found:
            name = 'all' if period_ms is None else '%d ms' % period_ms
            print('windows of %g s or more, %s: %d trials, median %.2f %%, worst %.2f %%' % (least_s, name, len(found), median(found), max(found)))


def cells(rows):
    row_of_cell = '%-12s %5s %-8s %6s %9s %9s %10s %9s'
    print(row_of_cell % ('workload', 'batch', 'graph', 'trials', 'ms', 'range %', 'mJ', 'range %'))
    for name in sorted(set(row['name'] for row in rows)):
        own = [row for row in rows if row['name'] == name]
        (ms, ms_pct), (mj, mj_pct) = ((mean(found), 100 * (max(found) - min(found)) / mean(found)) for found in zip(*((row['ms'], row['mj']) for row in own)))
        print(row_of_cell % (name + (len(own), '%.3f' % ms, '%.1f' % ms_pct, '%.2f' % mj, '%.1f' % mj_pct)))


def main(folder):
    rows = sorted((row_of(*trial) for trial in trials_of(folder)), key=lambda row: (row['name'], row['period_ms']))
    print(ROW % ('workload', 'batch', 'graph', 'period', 'window s', 'power W', 'ms', 'mJ', 'counter J', 'diff %', 'new ms'))
    for row in rows:
        print(ROW % (row['name'] + (
            '%d ms' % row['period_ms'], '%.1f' % row['window_s'], '%.1f' % row['power_w'], '%.3f' % row['ms'], '%.2f' % row['mj'],
            '%.1f' % row['counted_j'], '%+.2f' % row['difference_pct'], '%.1f' % row['refresh_ms'],
        )))
    for least_s in (0, LONG_S):
        summary(rows, least_s)
    cells(rows)


if __name__ == '__main__':
    main(sys.argv[1])
