"""The board as the trials of a shard see it."""

from .fan import fan_knobs
from .find_clock_domains import find_cpu_domains, find_gpu_domain
from .knobs import find_knobs
from .power_sources import find_sources
from .rails import SENSOR_KNOBS, find_rails


class Device:
    """What of the tree is set and measured: found once for a shard."""

    def __init__(self, tree):
        self.tree = tree
        self.find_again()
        self.chips = sorted(set(rail.chip for rail in find_rails(tree)))
        self.found_sources = None

    def find_again(self):
        """Also when the power mode changed: its cores may have other clocks, and its knobs other levels."""
        self.cpus = find_cpu_domains(self.tree)
        self.gpu = find_gpu_domain(self.tree)
        self.domains = self.cpus + ([self.gpu] if self.gpu else [])
        self.optional_knobs = find_knobs(self.tree)

    @property
    def sources(self):
        """Found when they are first asked for: a library that reads a GPU does not outlive a fork."""
        if self.found_sources is None:
            self.found_sources = find_sources(self.tree)
        return self.found_sources

    @property
    def rails(self):
        return [rail for source in self.sources for rail in source.rails]

    def cpus_on(self):
        return [cpu for cpu in self.cpus if cpu.has_cores()]

    def domains_on(self):
        """Clocks that run: of the CPU policies with a core on, then of the GPU."""
        return self.cpus_on() + ([self.gpu] if self.gpu else [])

    def knobs(self):
        """Paths of all that is put back at the end, in that order."""
        paths = [path for knob in self.optional_knobs for path in knob.paths()]
        paths += [path for domain in self.domains for path in domain.knobs()]
        for chip in self.chips:
            paths += [path for path in ('%s/%s' % (chip, name) for name in SENSOR_KNOBS) if self.tree.has(path)]
        return paths + fan_knobs(self.tree)
