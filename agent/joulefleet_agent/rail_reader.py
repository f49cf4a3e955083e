"""Reading the rails of INA3221 chips."""

import os

from .errors import os_error
from .power_source import OpenFiles


class RailReader:
    """Reads all rails once, in mW, from descriptors kept open. Voltage hardly moves: it is read once a second."""

    VOLTAGE_EVERY_US = 1000000

    def __init__(self, tree, rails):
        self.layout = rails[0].layout
        self.files = OpenFiles(tree)
        try:
            self.values = [self.files.open(rail.power or rail.current) for rail in rails]
            self.volts = [self.files.open(rail.voltage) for rail in rails if rail.voltage]
        except OSError as error:
            self.close()
            raise os_error('rail_missing', error.filename, error, transient=True)
        self.volts_due_us = 0
        self.mv = []

    def read(self, now_us):
        pread = os.pread
        if self.layout == 'iio':
            return [int(pread(descriptor, 24, 0)) for descriptor in self.values]
        if now_us >= self.volts_due_us:
            self.mv = [int(pread(descriptor, 24, 0)) for descriptor in self.volts]
            self.volts_due_us = now_us + self.VOLTAGE_EVERY_US
        return [(int(pread(descriptor, 24, 0)) * mv + 500) // 1000 for descriptor, mv in zip(self.values, self.mv)]

    def close(self):
        self.files.close()
