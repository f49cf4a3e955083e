"""What stands in the way of measuring on a board: evidence only, the judgement is the controller's."""

import os
import signal

from .clocks import wall_us
from .device import Device
from .errors import AgentError
from .facts import FactReader, disk_free_bytes
from .files import remove, write_whole
from .load import LoadMeter
from .process_list import other_agents
from .recover import recover
from .snapshot import take_snapshot
from .thermal_zones import hottest_zone
from .try_clocks import try_clocks, untried
from .try_knobs import try_knobs, untried_knobs

READINGS = 10
READING_EVERY_US = 100000
# What ends a process politely has to wait until the clocks are back.
HELD_OFF = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def preflight(state, tree):
    """
    To be called with the executor's lock held. Time stands on a twin while this looks, so that what takes the machine
    long is no time of the board's.
    """
    clock = tree.open_clock()
    try:
        clock.hold()
        return gather(state, tree, clock)
    finally:
        clock.close()


def gather(state, tree, clock):
    left = recover(state, tree, clock)
    device = Device(tree)
    rails, load = watch_rails_and_load(device, clock)
    temperature = hottest_zone(tree)
    clocks, knobs, restored = check_clocks(state, device, clock, left)
    return {
        'rails': rails,
        'load': load,
        'clocks': clocks,
        'knobs': knobs,
        'restored': {'verified': not restored, 'differences': restored},
        'disk': {'freeBytes': disk_free_bytes(state.folder), 'writeError': write_error(state)},
        'temperatureC': temperature and {'zone': temperature['type'], 'temperatureC': temperature['temperatureC']},
        'otherAgents': other_agents(tree),
        'privileged': all(tree.writable(path) for path in device.knobs()) if device.domains else tree.privileged(),
        'facts': FactReader(tree).read(),
        'bootId': tree.boot_id(),
        'monotonicUs': clock.now_us(),
        'wallUs': wall_us(),
    }


def watch_rails_and_load(device, clock):
    """Ten readings of each rail over a second of the device's clock, and how busy it was meanwhile."""
    watches = [RailWatch(device.tree, source, rail) for source in device.sources for rail in source.rails]
    meter = LoadMeter(device)
    start_us = clock.now_us()
    try:
        for number in range(1, READINGS + 1):
            now_us = clock.sleep_until_us(start_us + number * READING_EVERY_US)
            meter.sample_gpu()
            for watch in watches:
                watch.take(now_us)
        return [watch.found() for watch in watches], meter.measure()
    finally:
        for watch in watches:
            watch.close()


class RailWatch:
    """One rail, read for itself: that one fails says nothing of the others."""

    def __init__(self, tree, source, rail):
        self.tree = tree
        self.rail = rail
        self.power_mw = []
        self.error = None
        self.reader = None
        try:
            self.reader = source.open([rail])
        except AgentError as error:
            self.error = error.message

    def take(self, now_us):
        try:
            self.power_mw += self.reader.read(now_us) if self.reader else []
        except OSError as error:
            self.error = error.strerror
        except ValueError as error:
            self.error = str(error)

    def found(self):
        return {
            'label': self.rail.label, 'total': self.rail.total, 'powerMw': self.power_mw, 'error': self.error,
            'supplyMv': self.rail.supply_mv(self.tree), 'shuntMicroOhm': self.rail.shunt_micro_ohm(self.tree),
        }

    def close(self):
        if self.reader:
            self.reader.close()


def check_clocks(state, device, clock, left):
    """
    Sets every knob and clock and puts them back. What an earlier executor left that cannot be put back stays the only snapshot:
    a new one would take the changed clocks for what was.
    """
    if left:
        return not_tried(device, 'earlier settings could not be restored', left)
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD_OFF)
    try:
        try:
            take_snapshot(device, clock, state.snapshot_path)
        except AgentError as error:
            return not_tried(device, error.message, [])
        try:
            knobs = try_knobs(device, clock)
            clocks = try_clocks(device, clock)
        finally:
            differences = recover(state, device.tree, clock)
        return clocks, knobs, differences or []
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_OFF)


def not_tried(device, why, left):
    why = 'not tried: ' + why
    return untried(device, why), untried_knobs(device, why), left


def write_error(state):
    path = state.at('preflight.probe')
    try:
        write_whole(path, os.urandom(4096), durable=True)
        remove(path)
    except OSError as error:
        return error.strerror
    return None
