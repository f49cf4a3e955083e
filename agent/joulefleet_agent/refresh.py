"""How often a rail really has a new reading."""

MIN_CHANGES = 8


def effective_refresh_us(times_us, column):
    """
    The lower quartile of the times between two changes of a rail's readings, in us: a rail that repeats itself is not read anew.
    Readings that stay the same by chance only lengthen some of these times. None with fewer than 8 changes.
    """
    changes = [now_us for now_us, before, now in zip(times_us[1:], column, column[1:]) if now != before]
    if len(changes) < MIN_CHANGES:
        return None
    gaps = sorted(after - before for before, after in zip(changes, changes[1:]))
    return int(gaps[len(gaps) // 4])
