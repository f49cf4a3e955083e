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
    """
    Waits for descriptors, within a time on the device's clock, and until a cancel. `late(limit_s)` is what is raised when
    that time is over.
    """

    def __init__(self, clock, limit_s, cancel, late):
        self.clock = clock
        self.limit_s = limit_s
        self.limit_us = clock.now_us() + limit_s * 1000000
        self.cancel = cancel
        self.late = late
        self.moved_us, self.moved_s = -1, time.monotonic()

    def wait(self, descriptors, at_most_s=None):
        """Those that are readable; none after `at_most_s`. Raises Cancelled; what `late` gives; `clock_stalled` of a twin."""
        while True:
            timeout_s = self._check()
            waits_s = timeout_s if at_most_s is None else min(timeout_s, at_most_s)
            ready = select.select(list(descriptors) + [self.cancel.descriptor], [], [], waits_s)[0]
            if self.cancel.requested:
                raise Cancelled()
            if ready or at_most_s is not None:
                return ready

    def _check(self):
        """Raises what there is to raise; for how long to wait before the next look, in s."""
        now_us = self.clock.now_us()
        if now_us >= self.limit_us:
            raise self.late(self.limit_s)
        if now_us != self.moved_us:
            self.moved_us, self.moved_s = now_us, time.monotonic()
        elif time.monotonic() - self.moved_s > STALLED_S:
            raise AgentError('clock_stalled', 'the clock stopped for %d s' % STALLED_S, transient=True)
        timeout_s = max(0.05, (self.limit_us - now_us) / 1e6 / self.clock.time_scale)
        return min(timeout_s, STALLED_S / 4) if self.clock.can_stall else timeout_s


def workload_late(limit_s):
    return WorkloadFailed('timeout', 'not done within the %g s given to a trial' % limit_s)


def sampler_late(limit_s):
    message = 'the rails could not be read within %g s' % limit_s
    return AgentError('rail_unreadable', message, transient=True, remedy='Reboot the device if this recurs: a read hangs.')
