"""Leaving the device alone for a while."""

# So long a pause or a cancel may wait.
LOOK_US = 500000


def rest_until(clock, until_us, look):
    """Until the device's clock has got there; `look` is called twice a second, and raises what is to end the rest."""
    now_us = clock.now_us()
    while now_us < until_us:
        look()
        now_us = clock.sleep_until_us(min(until_us, now_us + LOOK_US))
