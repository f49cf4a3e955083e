"""
RAPL (powercap): energy counters of CPU packages. https://docs.kernel.org/power/powercap/powercap.html
"""

import os
import time

from .errors import os_error
from .power_source import OpenFiles, PowerSource, SourceRail

POWERCAP = '/sys/class/powercap'
# The counters are renewed about once a millisecond (Intel SDM 3B, 16.10.3); between two reads lies the sampling period.
AVERAGING_US = 50000


class RaplSource(PowerSource):
    """
    One rail for each package and for `psys`, the platform, where there is one. A reading is the mean since the one before: it
    stands for half a sampling period on either side of the middle between the two.
    """

    layout = 'rapl'
    averaging_us = AVERAGING_US

    def __init__(self, tree, zones):
        self.tree = tree
        self.zones = zones
        self.rails = [SourceRail('rapl.' + zone.name, self.layout) for zone in zones]
        several = [rail for rail, zone in zip(self.rails, zones) if zone.name.startswith('package')]
        if len(several) > 1:
            self.rails.append(SourceRail('rapl.packages', self.layout))

    def open(self, rails):
        return RaplReader(self.tree, self.zones, [rail.label for rail in rails])


class Zone:
    """One counter, of `range_uj` before it begins again."""

    def __init__(self, name, path, range_uj):
        self.name = name
        self.path = path
        self.range_uj = range_uj


class RaplReader:
    """Power from differences; what a counter passed at its end is added."""

    def __init__(self, tree, zones, labels, now_s=time.monotonic):
        self.zones = zones
        self.labels = labels
        self.now_s = now_s
        self.files = OpenFiles(tree)
        try:
            self.counters = [self.files.open(zone.path) for zone in zones]
            self.before = self._counts()
        except OSError as error:
            self.close()
            raise os_error('rail_missing', 'reading RAPL', error, remedy='Log in as root: energy counters are root\'s.')
        self.powers = dict.fromkeys(labels, 0)

    def _counts(self):
        return self.now_s(), [int(os.pread(descriptor, 32, 0)) for descriptor in self.counters]

    def read(self, _):
        now = self._counts()
        spent_s = now[0] - self.before[0]
        if spent_s > 0:
            energies = [
                after - before + (zone.range_uj if after < before else 0)
                for zone, before, after in zip(self.zones, self.before[1], now[1])
            ]
            found = {'rapl.' + zone.name: int(uj / spent_s / 1000) for zone, uj in zip(self.zones, energies)}
            found['rapl.packages'] = sum(mw for name, mw in found.items() if name.startswith('rapl.package'))
            self.powers, self.before = found, now
        return [self.powers[label] for label in self.labels]

    def close(self):
        self.files.close()


def find_rapl(tree):
    """The source; None where there are no counters, or where only root may read them."""
    zones = []
    for folder in tree.names(POWERCAP, r'[a-z-]+:\d+'):
        name, range_uj = tree.text('%s/%s/name' % (POWERCAP, folder)), tree.number('%s/%s/max_energy_range_uj' % (POWERCAP, folder))
        path = '%s/%s/energy_uj' % (POWERCAP, folder)
        if name and range_uj and tree.number(path) is not None:
            zones.append(Zone(name, path, range_uj))
    zones.sort(key=lambda zone: (zone.name != 'psys', not zone.name.startswith('package'), zone.name))
    return RaplSource(tree, zones) if zones else None
