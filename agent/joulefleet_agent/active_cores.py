"""How many CPU cores are on."""

CPUS = '/sys/devices/system/cpu'


class ActiveCores:
    """The first cores stay on. Offered are those that the power mode has on: others have no clock in the snapshot."""

    key = 'activeCores'

    def __init__(self, tree):
        self.tree = tree
        self.cores = [name for name in tree.names(CPUS, r'cpu\d+') if name == 'cpu0' or tree.has(self.path(name))]
        self.found_on = [name for name in self.cores if self.is_on(name)]
        self.levels = list(range(1, len(self.found_on) + 1)) if len(self.found_on) > 1 else []
        self.reason = None if self.levels else 'no core but cpu0 with %s/cpuN/online' % CPUS

    def path(self, name):
        return '%s/%s/online' % (CPUS, name)

    def is_on(self, name):
        return name == 'cpu0' or self.tree.number(self.path(name)) == 1

    def paths(self):
        return [self.path(name) for name in self.cores if name != 'cpu0']

    def settings(self, level):
        on = [name for name in self.found_on[:level] if name != 'cpu0']
        return [(self.path(name), 1) for name in on] + [(self.path(name), 0) for name in self.found_on[level:]]

    def read(self):
        return sum(self.is_on(name) for name in self.cores)
