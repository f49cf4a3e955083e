"""How busy a board is with what is not ours."""

from .process_list import foreign_processes

MAX_NAMED = 3
FULL_GPU_LOAD = 1000.0


class LoadMeter:
    """
    Between its making and `measure`: how much of all cores was busy, and who was it. A twin's processes are those of
    the machine that simulates it, and are left out.
    """

    def __init__(self, device):
        self.tree = device.tree
        self.gpu_path = device.gpu and device.gpu.folder + '/device/load'
        self.gpu = []
        self.processes = self._processes()
        self.cpu = self._cpu()

    def sample_gpu(self):
        """The GPU's load is of the moment: its mean over several looks tells."""
        load = self.tree.number(self.gpu_path) if self.gpu_path else None
        if load is not None:
            self.gpu.append(min(1.0, max(0.0, load / FULL_GPU_LOAD)))

    def measure(self):
        before, after = self.cpu, self._cpu()
        if before is None or after is None or after[1] <= before[1]:
            total, cpu = 0, None
        else:
            total = after[1] - before[1]
            cpu = share(after[0] - before[0], total)
        gpu = round(sum(self.gpu) / len(self.gpu), 4) if self.gpu else None
        return {'cpuFraction': cpu, 'gpuFraction': gpu, 'busiest': self._busiest(total) if total else []}

    def _cpu(self):
        """(busy, all) ticks of all cores since boot: `user nice system idle iowait irq softirq steal` of /proc/stat."""
        words = (self.tree.text('/proc/stat') or '').split('\n')[0].split()
        if words[:1] != ['cpu'] or len(words) < 6 or not all(word.isdigit() for word in words[1:]):
            return None
        ticks = [int(word) for word in words[1:9]]
        return sum(ticks) - ticks[3] - ticks[4], sum(ticks)

    def _processes(self):
        return [] if self.tree.simulated else foreign_processes(self.tree)

    def _busiest(self, total):
        former = {process.pid: process.ticks for process in self.processes}
        spent = [(p.ticks - former[p.pid], p) for p in self._processes() if p.ticks > former.get(p.pid, p.ticks)]
        found = []
        for ticks, process in sorted(spent, key=lambda pair: -pair[0])[:MAX_NAMED]:
            try:
                found.append(dict(process.seen(), cpuFraction=share(ticks, total)))
            except (OSError, AttributeError):
                continue  # it ended meanwhile
        return found


def share(part, total):
    return round(min(1.0, max(0.0, part / total)), 4)
