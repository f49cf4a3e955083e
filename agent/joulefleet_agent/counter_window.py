"""What the hardware's own energy counter says of the measured window."""

# A counter that does not move for so long is not waited for.
STEP_LIMIT_US = 300000


class CounterWindow:
    """
    The counter at a step before the inferences begin, and at the first step after they ended: a counter shows the energy up to its
    last refresh, so that only a step says when that was. Made when the workload waits for `go`.
    """

    def __init__(self, counter, clock):
        self.counter = counter
        self.clock = clock
        self.start = counter and self._step()

    def end(self):
        """For the record: {source, startUs, endUs, startMj, endMj, readUs}; None without a counter, or when it could not be read."""
        end = self.counter and self._step()
        if not self.start or not end:
            return None
        (start_us, start_mj, read_us), (end_us, end_mj, _) = self.start, end
        return {
            'source': self.counter.name, 'startUs': start_us, 'endUs': end_us, 'startMj': start_mj, 'endMj': end_mj, 'readUs': read_us,
        }

    def _step(self):
        """(time of the step in us, mJ after it, how long a read takes in us); None."""
        try:
            _, first_mj, _ = self._read()
            limit_us = self.clock.now_us() + STEP_LIMIT_US
            while self.clock.now_us() < limit_us:
                now_us, mj, read_us = self._read()
                if mj != first_mj:
                    return now_us, mj, read_us
        except OSError:
            return None
        return None

    def _read(self):
        before_us = self.clock.now_us()
        mj = self.counter.read_mj()
        after_us = self.clock.now_us()
        return (before_us + after_us) // 2, mj, after_us - before_us
