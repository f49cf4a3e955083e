"""Writing until it is reached: knobs take their time, and some take a second write."""

SETTLE_US = 20000
SETTLE_LIMIT_US = 1000000
WRITES = 3


def insist(clock, write, reached):
    """
    Writes, and waits until it is `reached()`, asking every 20 ms of the device's clock; up to three times within 1 s,
    since a limit of devfreq may act only when it is written again. Returns whether it was reached.
    """
    for _ in range(WRITES):
        write()
        limit_us = clock.now_us() + SETTLE_LIMIT_US // WRITES
        now_us = 0
        while now_us < limit_us:
            now_us = clock.sleep_until_us(clock.now_us() + SETTLE_US)
            if reached():
                return True
    return False
