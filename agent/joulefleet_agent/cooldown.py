"""Leaving the device alone before a trial."""

from .errors import Postponed
from .rest import rest_until


def cool_down(clock, time_s, report, ending):
    """At the operating point, without a workload. Raises Postponed when `ending` says that the shard is to end."""
    if not time_s:
        return

    def look():
        if ending() is not None:
            raise Postponed()

    report('cooling')
    rest_until(clock, clock.now_us() + int(time_s * 1000000), look)
