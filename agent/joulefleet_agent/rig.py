"""What the trials of a shard share."""

from .clocks import wall_us
from .mode_switch import ModeSwitch
from .sensor import Sensor


class Rig:
    """What all trials of a shard share: the device, its sensor set up, its clock, its power mode, where trials start,
    and what is noted for those who watch."""

    def __init__(self, device, clock, defaults, cancel, live, start_band=None):
        self.device = device
        self.tree = device.tree
        self.clock = clock
        self.mode = ModeSwitch(device, clock, defaults)
        self.cancel = cancel
        self.live = live
        self.start_band = start_band
        self.sensor = Sensor(device, clock)

    @property
    def defaults(self):
        """What a trial leaves as it is: governors, limits of clocks, cores."""
        return self.mode.defaults

    def anchor(self):
        return {'monotonicUs': self.clock.now_us(), 'wallUs': wall_us()}
