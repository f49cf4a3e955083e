"""How many CPU cores are on."""

from .identity import is_jetson
from .power_mode import power_mode

CPUS = '/sys/devices/system/cpu'


class ActiveCores:
    """
    The first cores stay on. Offered are those that the power mode has on, whether or not they are on just now; all that
    are present where the mode says nothing.
    """

    key = 'activeCores'

    def __init__(self, tree):
        self.tree = tree
        self.cores = [name for name in tree.names(CPUS, r'cpu\d+') if name == 'cpu0' or tree.has(self.path(name))]
        self.offered = self.cores[:self.count_of_mode()]
        self.levels = list(range(1, len(self.offered) + 1)) if len(self.offered) > 1 and is_jetson(tree) else []
        self.reason = None if self.levels else self._reason(tree)

    def _reason(self, tree):
        if not is_jetson(tree):
            return 'cores are switched on Jetsons alone'
        return 'no core other than cpu0 has %s/cpuN/online' % CPUS

    def count_of_mode(self):
        mode = power_mode(self.tree)
        return mode and mode['meaning'] and mode['meaning']['cores']

    def path(self, name):
        return '%s/%s/online' % (CPUS, name)

    def is_on(self, name):
        return name == 'cpu0' or self.tree.number(self.path(name)) == 1

    def paths(self):
        return [self.path(name) for name in self.cores if name != 'cpu0']

    def settings(self, level):
        on = [name for name in self.offered[:level] if name != 'cpu0']
        off = [name for name in self.cores if name not in self.offered[:level]]
        return [(self.path(name), 1) for name in on] + [(self.path(name), 0) for name in off if name != 'cpu0']

    def read(self):
        return sum(self.is_on(name) for name in self.cores)
