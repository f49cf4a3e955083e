"""Waiting for a workload: within its time, and until a cancel."""

import os
import select
import signal
import time

from .errors import AgentError, Cancelled, WorkloadFailed

STALLED_S = 60.0


class Cancel:
    """Set by SIGTERM; `descriptor` becomes readable then, so that a wait ends."""

    def __init__(self):
        self.requested = False
        self.descriptor, self.sink = os.pipe()
        os.set_blocking(self.sink, False)
        signal.signal(signal.SIGTERM, self._request)

    def _request(self, *_):
        if not self.requested:
            self.requested = True
            os.write(self.sink, b'.')


class Watch:
    """Waits for descriptors, within a trial's time on the device's clock, and until a cancel."""

    def __init__(self, clock, timeout_s, cancel):
        self.clock = clock
        self.timeout_s = timeout_s
        self.limit_us = clock.now_us() + timeout_s * 1000000
        self.cancel = cancel

    def wait(self, descriptors):
        """Those that are readable. Raises Cancelled; WorkloadFailed `timeout`; AgentError `clock_stalled` of a twin."""
        moved_us, moved_s = -1, time.monotonic()
        while True:
            now_us = self.clock.now_us()
            if now_us >= self.limit_us:
                raise self.timeout()
            if now_us != moved_us:
                moved_us, moved_s = now_us, time.monotonic()
            elif time.monotonic() - moved_s > STALLED_S:
                raise AgentError('clock_stalled', 'the clock stood still for %d s' % STALLED_S, transient=True)
            timeout_s = max(0.05, (self.limit_us - now_us) / 1e6 / self.clock.time_scale)
            if self.clock.can_stall:
                timeout_s = min(timeout_s, STALLED_S / 4)
            ready = select.select(list(descriptors) + [self.cancel.descriptor], [], [], timeout_s)[0]
            if self.cancel.requested:
                raise Cancelled()
            if ready:
                return ready

    def timeout(self):
        return WorkloadFailed('timeout', 'not done within the %g s given to a trial' % self.timeout_s)
