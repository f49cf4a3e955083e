"""Times at which a trial's operating point has no workload: what the device draws then is its idle power."""

from .errors import Cancelled
from .rest import rest_until

# After a workload: until its GPU is gated and no averaged reading holds any of it.
SETTLE_US = 1000000


class IdlePower:
    """
    Two windows, one before the workload is loaded and one after it has ended; none where `time_s` is 0. Readings that stand
    for up to `averaging_us` on either side lie within a window for `time_s`.
    """

    def __init__(self, clock, cancel, report, time_s, averaging_us):
        self.clock = clock
        self.cancel = cancel
        self.report = report
        self.time_us = int(time_s * 1000000 + 2 * averaging_us) if time_s else 0
        self.windows = {}

    def before(self):
        self._rest('before', 0)

    def after(self):
        self._rest('after', SETTLE_US)

    def body(self):
        return self.windows or None

    def end_us(self):
        """Of the last window; 0 without any."""
        return max([window['endUs'] for window in self.windows.values()] or [0])

    def _rest(self, name, settle_us):
        if not self.time_us:
            return
        self.report('resting')
        start_us = self.clock.now_us() + settle_us
        rest_until(self.clock, start_us + self.time_us, self._look)
        self.windows[name] = {'startUs': start_us, 'endUs': start_us + self.time_us}

    def _look(self):
        if self.cancel.requested:
            raise Cancelled()
