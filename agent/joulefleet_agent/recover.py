"""Clearing away what a killed executor left."""

import signal

from .clocks import MonotonicClock
from .device import Device
from .errors import ShardError
from .files import fsync_directory, read_json, remove
from .knobs import restore_knobs
from .log import log
from .power_mode import restore_power_mode
from .processes import kill_group, started_ticks
from .snapshot import restore_snapshot


def recover(state, tree, clock):
    """
    Clears away what a killed executor left: its workload's process, and clocks that were not restored. Returns None
    when there was no snapshot, else the differences that remain; the snapshot goes when there are none. A disk that
    cannot be written keeps nothing from being restored: that the snapshot stays is the difference then.
    """
    end_leftover_runner(state)
    snapshot = read_json(state.snapshot_path)
    if snapshot is None:
        return None
    try:
        differences = restore(tree, clock, snapshot)
    except ShardError:
        differences = restore(tree, MonotonicClock(), snapshot)
    if not differences:
        differences = remove_snapshot(state)
    state.note('restore.json', {'verified': not differences, 'differences': differences})
    return differences


def restore(tree, clock, snapshot):
    """
    The power mode comes first: it sets limits of clocks, and which cores are there to have any; then the other knobs,
    and the clocks last.
    """
    mode = restore_power_mode(tree, snapshot.get('powerMode'))
    clock.now_us()
    restore_knobs(tree, clock, snapshot)
    return ([mode] if mode else []) + restore_snapshot(Device(tree), clock, snapshot)


def remove_snapshot(state):
    """The difference that remains when it cannot be removed: the device is not to be taken for one put right."""
    try:
        remove(state.snapshot_path)
        fsync_directory(state.folder)
    except OSError as error:
        return ['%s: restored, but cannot be removed (%s)' % (state.snapshot_path, error.strerror)]
    return []


def end_leftover_runner(state):
    runner = read_json(state.at('runner.json'))
    if runner and runner['startedTicks'] is not None and started_ticks(runner['pid']) == runner['startedTicks']:
        kill_group(runner['pid'], signal.SIGKILL)
    try:
        remove(state.at('runner.json'))
    except OSError as error:
        log('runner.json: %s' % error.strerror)
