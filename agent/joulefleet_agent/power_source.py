"""What measures power: the parts that every source has."""

import os


class SourceRail:
    """One supply of a source that is no INA3221."""

    chip = None

    def __init__(self, label, layout):
        self.label = label
        self.layout = layout
        self.total = False

    def paths(self):
        """Files whose loss is that of the rail."""
        return []

    def supply_mv(self, _tree):
        return None

    def shunt_micro_ohm(self, _tree):
        return None


class PowerSource:
    """
    A source of power readings. `rails`: what it measures, in the order of its readings. `resolution_mw`: the step between two
    readings, or None. `averaging_us`: a reading stands for so long on either side of its middle, which lies `delay_us()` before
    the read.
    """

    layout = None
    resolution_mw = None
    averaging_us = 0
    rails = ()

    def set_up(self, clock):
        """Once per shard, before anything is read. Raises ShardError."""

    def open(self, rails):
        """A reader of some of the rails: `read(now_us)` gives their power in mW, `close()` ends it. Raises AgentError `rail_missing`."""
        raise NotImplementedError

    def delay_us(self):
        return self.averaging_us

    def cycle_us(self):
        """Length of the cycles whose means follow each other without gaps; 0: there are none, or it is not known."""
        return 0

    def mode(self):
        """What may change by itself, to be the same before and after a trial."""
        return []

    def counter(self):
        """The energy counter of the total rail (`read_mj()`, `name`), or None."""
        return None

    def heat(self):
        """Heat as `read_heat` gives it, where the source knows of it; None."""
        return None

    def describe(self):
        """For the record of a trial."""
        return {
            'layout': self.layout, 'averagingUs': self.averaging_us, 'samples': None, 'updateIntervalMs': None, 'runningMode': None,
            'supplyMv': None, 'shuntMicroOhm': None, 'resolutionMw': self.resolution_mw,
        }


class OpenFiles:
    """Descriptors that a reader keeps open."""

    def __init__(self, tree):
        self.tree = tree
        self.descriptors = []

    def open(self, path):
        descriptor = os.open(self.tree.at(path), os.O_RDONLY)
        self.descriptors.append(descriptor)
        return descriptor

    def close(self):
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors = []
