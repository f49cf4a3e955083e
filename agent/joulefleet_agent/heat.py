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
    trips_c = list(passive_trips(tree, hottest['type']))
    return {
        'hottestC': hottest['temperatureC'],
        'tripC': min(trips_c) if trips_c else None,
        'slowing': is_slowing(tree),
    }


def passive_trips(tree, kind):
    """Temperatures in C of the trip points of zones of a type at which a kernel lowers clocks."""
    for folder in THERMAL_FOLDERS:
        for name in tree.names(folder, r'thermal_zone\d+'):
            zone = '%s/%s' % (folder, name)
            if tree.text(zone + '/type') == kind:
                yield from passive_trips_of(tree, zone)


def passive_trips_of(tree, zone):
    for trip in tree.names(zone, r'trip_point_\d+_type'):
        if tree.text('%s/%s' % (zone, trip)) == 'passive':
            milli = tree.number('%s/%stemp' % (zone, trip[:-len('type')]))
            if milli:
                yield milli / 1000.0


def is_slowing(tree):
    for folder in THERMAL_FOLDERS:
        for name in tree.names(folder, r'cooling_device\d+'):
            kind = tree.text('%s/%s/type' % (folder, name)) or ''
            if re.match(SLOWING + r'\Z', kind) and (tree.number('%s/%s/cur_state' % (folder, name)) or 0) > 0:
                return True
    return False
