"""Clocks that the kernel does not count, read once a second."""


class ClockWatch:
    """Reads the clocks of these domains on the thread of the sampler."""

    EVERY_US = 1000000

    def __init__(self, tree, domains):
        self.tree = tree
        self.domains = domains
        self.due_us = 0
        self.times = []
        self.columns = [[] for _ in domains]

    def look(self, now_us):
        """Without effect before a second has passed. A clock that cannot be read reads 0, as one that is power-gated does."""
        if now_us < self.due_us or not self.domains:
            return
        self.due_us = now_us + self.EVERY_US
        self.times.append(now_us)
        for column, domain in zip(self.columns, self.domains):
            column.append(self.tree.number(domain.cur_path) or 0)

    def inside(self, domain, start_us, end_us):
        """What one of the clocks read within a window, at whatever level it ran."""
        column = self.columns[self.domains.index(domain)]
        return [reading for t_us, reading in zip(self.times, column) if start_us <= t_us <= end_us and reading > 0]
