"""The clocks of a board."""

import time


class MonotonicClock:
    """The board's own clock, in microseconds."""

    time_scale = 1.0
    can_stall = False

    def now_us(self):
        return int(time.monotonic() * 1000000)

    instant_us = now_us

    def sleep_until_us(self, until_us):
        ahead_us = until_us - time.monotonic() * 1000000
        if ahead_us > 0:
            time.sleep(ahead_us / 1000000)
        return int(time.monotonic() * 1000000)

    def hold(self):
        """Nothing can hold real time."""

    def refresh_files(self):
        """The files of a board show the present by themselves."""

    close = hold


def wall_us():
    return int(time.time() * 1000000)
