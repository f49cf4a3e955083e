"""Clearing away what a killed executor left."""

import signal

from .clocks import MonotonicClock
from .device import Device
from .errors import ShardError
from .files import read_json, remove
from .knobs import restore_knobs
from .log import log
from .mode_switch import return_to_mode
from .processes import kill_group, started_ticks
from .snapshot import restore_snapshot
from .snapshot_files import SnapshotFiles


def recover(state, tree, clock, known=None):
    """
    Clears away what a killed executor left: its workload's process, and clocks that were not restored. Returns None
    when there was no snapshot, else the differences that remain; the snapshot goes when there are none. A disk that
    cannot be written keeps nothing from being restored: that the snapshot stays is the difference then. A snapshot
    that cannot be read is one too, until a boot has put the knobs back: nobody knows what they were. `known`: the
    snapshot of an executor that still has it, should the files be lost.
    """
    end_leftover_runner(state)
    files = SnapshotFiles(state.snapshot_path)
    snapshot = files.read() or known
    if snapshot is None and not files.exist():
        return None
    if snapshot is not None:
        differences = restore_all(tree, clock, snapshot)
    else:
        differences = [unreadable(state)] if files.of_boot(tree.boot_id()) else []
    if not differences:
        differences = remove_snapshot(state)
    state.note('restore.json', {'verified': not differences, 'differences': differences})
    return differences


def unreadable(state):
    what = 'is damaged, and what the knobs were before is not known: reboot the device, then remove it'
    return '%s %s' % (state.snapshot_path, what)


def restore_all(tree, clock, snapshot):
    try:
        return restore(tree, clock, snapshot)
    except ShardError:
        return restore(tree, MonotonicClock(), snapshot)


def restore(tree, clock, snapshot):
    """
    The power mode comes first: it sets limits of clocks, and which cores are there to have any; then the other knobs,
    and the clocks last.
    """
    mode = return_to_mode(tree, clock, snapshot)
    clock.now_us()
    restore_knobs(tree, clock, snapshot)
    return ([mode] if mode else []) + restore_snapshot(Device(tree), clock, snapshot)


def remove_snapshot(state):
    """The difference that remains when it cannot be removed: the device is not to be taken for one put right."""
    try:
        SnapshotFiles(state.snapshot_path).remove()
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
