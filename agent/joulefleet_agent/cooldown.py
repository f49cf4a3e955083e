"""Leaving the device alone before a trial."""

from .errors import Postponed

# So long a pause or a cancel may wait.
LOOK_US = 1000000


def cool_down(clock, time_s, report, ending):
    """At the operating point, without a workload. Raises Postponed when `ending` says that the shard is to end."""
    if not time_s:
        return
    report('cooling')
    now_us = clock.now_us()
    until_us = now_us + int(time_s * 1000000)
    while now_us < until_us:
        if ending() is not None:
            raise Postponed()
        now_us = clock.sleep_until_us(min(until_us, now_us + LOOK_US))
