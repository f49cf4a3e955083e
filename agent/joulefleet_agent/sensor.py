"""The sources of power as they are set up for a shard."""

from .errors import ShardError
from .rails import TOTAL_RAILS
from .sources_reader import SourcesReader


class Sensor:
    """All sources of a device, and what is stored with each trial: that of the total rail, the first one."""

    def __init__(self, device, clock):
        if not any(rail.total for rail in device.rails):
            raise ShardError('rail_missing', 'no rail ' + ' or '.join(TOTAL_RAILS))
        self.sources = device.sources
        self.total = self.sources[0]
        for source in self.sources:
            source.set_up(clock)
        # A reading of any of them has to stand for a time inside the window.
        self.averaging_us = max(source.averaging_us for source in self.sources)

    def open(self):
        """A reader of all rails."""
        return SourcesReader(self.sources)

    def delay_us(self):
        """How far before a read the middle of the total's reading lies."""
        return self.total.delay_us()

    def cycle_us(self):
        """Length of the cycles of the total's readings, means that follow each other without gaps; 0: there are none."""
        return self.total.cycle_us()

    def mode(self):
        """What may change by itself, to be the same before and after a trial."""
        return [part for source in self.sources for part in source.mode()]

    def counter(self):
        return self.total.counter()

    def heat(self):
        """What the source itself knows of heat, as `read_heat` gives it; None."""
        return self.total.heat()

    def describe(self, latency_us):
        return dict(self.total.describe(), readLatencyUs=latency_us)
