"""How long each clock was at each of its levels during the inference window."""

from .clock_counters import TICK_MS, parse_trans_stat, read_counter
from .clock_watch import ClockWatch
from .find_clock_domains import find_memory_counter


class ResidencyMeter:
    """
    What the kernel's counters add between `begin` and `end`; between the two it reads nothing. A domain without usable
    counters is left to `watch`, which the sampler calls.
    """

    def __init__(self, device, clock):
        self.device = device
        self.clock = clock
        self.memory = find_memory_counter(device.tree)
        self.before = self.after = self._read()
        self.began_us = self.span_ms = 0
        uncounted = [domain for domain in device.domains_on() if not self.before[domain.name]]
        self.watch = ClockWatch(device.tree, uncounted)

    def begin(self):
        self.before, self.began_us = self._read(), self.clock.now_us()

    def end(self):
        self.after = self._read()
        self.span_ms = (self.clock.now_us() - self.began_us) / 1000.0

    def body(self, start_us, end_us):
        """Of the window, for the trial's record; None where nothing is known of any clock."""
        window = (start_us, end_us)
        cpu = [(domain.policy, self._part(domain, 'khz', window)) for domain in self.device.cpus_on()]
        gpu = self.device.gpu and self._part(self.device.gpu, 'hz', window)
        body = {
            'cpu': [dict(part, policy=policy) for policy, part in cpu if part],
            'gpu': gpu,
            'emc': self._counted('EMC', 'hz') if self.memory else None,
        }
        return body if any(body.values()) else None

    def _part(self, domain, unit, window):
        if domain in self.watch.domains:
            return sampled(self.watch.inside(domain, *window), domain.table, unit, window)
        return self._counted(domain.name, unit)

    def _counted(self, name, unit):
        """None where a counter is gone or fell: it counts afresh when its policy comes back."""
        before, after = (counts.get(name) for counts in (self.before, self.after))
        if not before or not after or any(after.get(level, -1) < ms for level, ms in before.items()):
            return None
        spent = {level: ms - before.get(level, 0) for level, ms in after.items()}
        return part('counters', TICK_MS, self.span_ms, unit, spent)

    def _read(self):
        tree = self.device.tree
        self.clock.refresh_files()
        counts = {domain.name: read_counter(tree, domain) for domain in self.device.domains_on()}
        if self.memory:
            counts['EMC'] = parse_trans_stat(tree.text(self.memory) or '')
        return counts


def sampled(readings, table, unit, window):
    """Each reading stands for an equal part of the window. A clock that reads a little off a level is at that level."""
    if not readings:
        return None
    window_ms = (window[1] - window[0]) / 1000.0
    each_ms = window_ms / len(readings)
    spent = {}
    for reading in readings:
        level = min(table, key=lambda known: abs(known - reading))
        spent[level] = spent.get(level, 0) + each_ms
    return part('sampled', each_ms, window_ms, unit, spent)


def part(method, resolution_ms, span_ms, unit, spent):
    levels = [{unit: level, 'ms': round(ms, 3)} for level, ms in sorted(spent.items()) if ms > 0]
    return {'method': method, 'resolutionMs': round(resolution_ms, 3), 'spanMs': round(span_ms, 3), 'levels': levels}
