"""A clock that is set as one."""


class ClockDomain:
    """One cpufreq policy (kHz) or the GPU's devfreq (Hz): names of its knobs, and its table."""

    CPU_FILES = ('scaling_governor', 'scaling_min_freq', 'scaling_max_freq', 'scaling_cur_freq', 'scaling_setspeed')
    GPU_FILES = ('governor', 'min_freq', 'max_freq', 'cur_freq', 'userspace/set_freq')

    def __init__(self, tree, folder, policy):
        self.tree = tree
        self.folder = folder
        self.policy = policy
        is_cpu = policy is not None
        self.name = 'CPU policy %d' % policy if is_cpu else 'GPU'
        self.unit = 'kHz' if is_cpu else 'Hz'
        files = [folder + '/' + name for name in (self.CPU_FILES if is_cpu else self.GPU_FILES)]
        self.governor_path, self.min_path, self.max_path, self.cur_path, self.speed_path = files
        prefix = 'scaling_available_' if is_cpu else 'available_'
        self.cpus = tree.numbers(folder + '/affected_cpus') if is_cpu else []
        self.table_path = folder + '/' + prefix + 'frequencies'
        self.table = sorted(set(tree.numbers(self.table_path)))
        self.governors = (tree.text(folder + '/' + prefix + 'governors') or '').split()

    def usable(self):
        return bool(self.table and self.governors and self.read()['min'] is not None)

    def read(self):
        tree = self.tree
        return {
            'governor': tree.text(self.governor_path),
            'min': tree.number(self.min_path),
            'max': tree.number(self.max_path),
            'cur': tree.number(self.cur_path),
        }

    def has_cores(self):
        """Whether any core is on: a policy without has files that cannot be read or written."""
        if self.policy is None:
            return True
        online = ['/sys/devices/system/cpu/cpu%d/online' % cpu for cpu in self.cpus]
        return not online or any(self.tree.number(path) != 0 for path in online)

    def knobs(self):
        """Paths to snapshot, in the order in which they are put back."""
        paths = [self.governor_path, self.max_path, self.min_path]
        if self.tree.text(self.governor_path) == 'userspace':
            paths.append(self.speed_path)
        return paths

    def writable(self):
        paths = (self.governor_path, self.min_path, self.max_path)
        return all(self.tree.writable(path) for path in paths)

    def widen(self):
        """Whole table allowed: from there every limit can be set, max first, on 4.9 and on 5.x kernels alike."""
        self.tree.write(self.min_path, self.table[0])
        self.tree.write(self.max_path, self.table[-1])
