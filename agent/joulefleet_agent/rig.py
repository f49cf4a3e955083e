"""What the trials of a shard share."""

from .clocks import wall_us
from .sensor import Sensor


class Rig:
    """What all trials of a shard share: the device, its sensor set up, its clock, its default governors, where trials start,
    and what is noted for those who watch."""

    def __init__(self, device, clock, defaults, cancel, live, start_band=None):
        self.device = device
        self.tree = device.tree
        self.clock = clock
        self.defaults = defaults
        self.cancel = cancel
        self.live = live
        self.start_band = start_band
        self.sensor = Sensor(device, clock)

    def anchor(self):
        return {'monotonicUs': self.clock.now_us(), 'wallUs': wall_us()}
