"""Discrete NVIDIA GPUs as a source of power."""

from .nvml import Nvml, NvmlError
from .power_source import PowerSource, SourceRail

# Seen on an H100 (docs/linux-machines.md); the agent measures it again with each trial.
REFRESH_US = 100000


class NvmlSource(PowerSource):
    """
    One rail for each GPU, the first of them the total: what a workload on GPU 0 draws. A reading is the last refresh's, so it
    stands for a time half a refresh back, give or take half a refresh.
    """

    layout = 'nvml'
    resolution_mw = 1
    averaging_us = REFRESH_US // 2

    def __init__(self, nvml):
        self.nvml = nvml
        self.readings = [best_reading(gpu) for gpu in nvml.gpus]
        self.rails = [SourceRail('nvml.gpu%d' % index, self.layout) for index in range(len(nvml.gpus))]

    def open(self, rails):
        return NvmlReader([self.readings[self.rails.index(rail)] for rail in rails])

    def counter(self):
        return NvmlCounter(self.nvml.gpus[0])

    def heat(self):
        gpu = self.nvml.gpus[0]
        try:
            return {'hottestC': gpu.temperature_c(), 'tripC': None, 'slowing': gpu.slowed_by_heat()}
        except NvmlError:
            return None

    def mode(self):
        return [reading.__name__ for reading in self.readings]

    def describe(self):
        return dict(PowerSource.describe(self), runningMode=int(self.readings[0].__name__ == 'average_mw'))


class NvmlReader:
    def __init__(self, readings):
        self.readings = readings

    def read(self, _):
        return [reading() for reading in self.readings]

    def close(self):
        """The library stays loaded for the next trial."""


class NvmlCounter:
    name = 'nvml'

    def __init__(self, gpu):
        self.gpu = gpu

    def read_mj(self):
        return self.gpu.energy_mj()


def best_reading(gpu):
    """Instant power where the driver offers it; else the mean that older ones give."""
    try:
        gpu.instant_mw()
        return gpu.instant_mw
    except NvmlError:
        return gpu.average_mw


def find_nvml(_tree):
    """The source, or None where no NVIDIA GPU tells its power."""
    try:
        source = NvmlSource(Nvml())
        source.open(source.rails).read(0)
    except OSError:
        return None
    return source if source.rails else None
