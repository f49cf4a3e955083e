"""The INA3221 of a Jetson as a source of power."""

from .errors import ShardError
from .power_source import PowerSource
from .rail_reader import RailReader
from .rails import CHANNELS, SENSOR_KNOBS, find_rails
from .settle import SETTLE_US, insist

IIO_CONTINUOUS = 1
# The driver's default: means of 64 conversions of 1.1 ms, of shunt and bus, on three channels.
IIO_CONTINUOUS_US = 422400
IIO_SINGLE_SHOT_US = 1100
HWMON_SAMPLES = 16
# Three channels, each shunt and bus, 16 conversions of 1.1 ms: 105.6 ms.
HWMON_INTERVAL_MS = 106
HWMON_STOCK_US = 6600


class Ina3221Source(PowerSource):
    """In whichever layout the kernel shows it. Set up for a shard: means without gaps."""

    def __init__(self, tree, rails):
        self.tree = tree
        self.rails = rails
        self.layout = rails[0].layout
        self.chips = sorted(set(rail.chip for rail in rails))
        self._look()

    def open(self, rails):
        return RailReader(self.tree, rails)

    def set_up(self, clock):
        try:
            self._set_up(clock)
        except OSError as error:
            raise ShardError('sensor_not_set', 'writing %s: %s' % (error.filename, error.strerror))
        self._look()

    def _look(self):
        self.interval_ms = self._first('update_interval')
        self.averaging_us = self._averaging_us()

    def _set_up(self, clock):
        """
        Means without gaps rather than single conversions, whose place within a batch would be left to chance. A board
        of the iio layout that does not take the continuous mode is read as it is.
        """
        if self.layout == 'iio':
            mode = {'running_mode': IIO_CONTINUOUS}
            insist(clock, lambda: self._write(mode), lambda: self._holds(mode))
            return
        wanted = dict({'in%d_enable' % n: 1 for n in CHANNELS}, samples=HWMON_SAMPLES)
        if not insist(clock, lambda: self._write(wanted), lambda: self._holds(wanted)):
            raise ShardError('sensor_not_set', 'the power monitor does not accept %s' % wanted)
        interval_ms = self._first('update_interval')
        if interval_ms is not None and not 0.8 < interval_ms / HWMON_INTERVAL_MS < 1.25:
            self._write({'update_interval': HWMON_INTERVAL_MS})
            clock.sleep_until_us(clock.now_us() + SETTLE_US)

    def _write(self, wanted):
        for chip in self.chips:
            for name, value in wanted.items():
                path = '%s/%s' % (chip, name)
                if self.tree.has(path) and self.tree.number(path) != value:
                    self.tree.write(path, value)

    def _holds(self, wanted):
        paths = [('%s/%s' % (chip, name), value) for chip in self.chips for name, value in wanted.items()]
        return all(self.tree.number(path) == value for path, value in paths if self.tree.has(path))

    def _first(self, name):
        return self.tree.number('%s/%s' % (self.chips[0], name))

    def _averaging_us(self):
        if self.layout == 'iio':
            return IIO_CONTINUOUS_US if self._first('running_mode') == IIO_CONTINUOUS else IIO_SINGLE_SHOT_US
        return self.interval_ms * 1000 if self.interval_ms else HWMON_STOCK_US

    def delay_us(self):
        """
        How far before a read the middle of its reading lies. Other than in single shots, what is read is the last
        completed cycle of length w: at the time t of the read somewhere in [t - 2w, t]. It stands for t - w, give or
        take w.
        """
        return 0 if self.averaging_us == IIO_SINGLE_SHOT_US else self.averaging_us

    def cycle_us(self):
        return self.delay_us()

    def mode(self):
        paths = ['%s/%s' % (chip, name) for chip in self.chips for name in SENSOR_KNOBS]
        return [self.tree.text(path) for path in paths if self.tree.has(path)]

    def describe(self):
        total = self.rails[0]
        return dict(
            PowerSource.describe(self), samples=self._first('samples'), updateIntervalMs=self.interval_ms,
            runningMode=self._first('running_mode'), supplyMv=total.supply_mv(self.tree), shuntMicroOhm=total.shunt_micro_ohm(self.tree),
        )


def find_ina3221(tree):
    """The source; None where no chip names a rail."""
    rails = find_rails(tree)
    return Ina3221Source(tree, rails) if rails else None
