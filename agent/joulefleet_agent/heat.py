"""Whether a board slows itself down for its heat."""

import re

from .thermal_zones import THERMAL_FOLDERS, hottest_zone

# Cooling devices that lower clocks: cpufreq and devfreq cooling, and those of NVIDIA's kernels. A fan is not among them.
SLOWING = r'thermal-(cpufreq|devfreq)-\d+|[\w-]+-balanced|[\w-]+-throttle-alert'


def read_heat(tree):
    """
    The hottest zone's temperature, the one from which that zone's clocks are lowered (null where it states none), and
    whether any clock is lowered now. None where no zone measures.
    """
    hottest = hottest_zone(tree)
    if hottest is None:
        return None
    trips_c = [trip_c for kind, trip_c in passive_trips(tree) if kind == hottest['type']]
    return {
        'hottestC': hottest['temperatureC'],
        'tripC': min(trips_c) if trips_c else None,
        'slowing': is_slowing(tree),
    }


def passive_trips(tree):
    """(type of zone, temperature in C) of each trip point at which a kernel lowers clocks."""
    for folder in THERMAL_FOLDERS:
        for name in tree.names(folder, r'thermal_zone\d+'):
            zone = '%s/%s' % (folder, name)
            for trip in tree.names(zone, r'trip_point_\d+_type'):
                milli = tree.number('%s/%stemp' % (zone, trip[:-len('type')]))
                if tree.text('%s/%s' % (zone, trip)) == 'passive' and milli:
                    yield tree.text(zone + '/type'), milli / 1000.0


def is_slowing(tree):
    for folder in THERMAL_FOLDERS:
        for name in tree.names(folder, r'cooling_device\d+'):
            kind = tree.text('%s/%s/type' % (folder, name)) or ''
            if re.match(SLOWING + r'\Z', kind) and (tree.number('%s/%s/cur_state' % (folder, name)) or 0) > 0:
                return True
    return False
