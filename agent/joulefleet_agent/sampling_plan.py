"""When to read the rails."""

GOLDEN = 0.618033988749895
MIN_SHARE, MAX_SHARE = 0.7, 2.5
DITHER_SHARES = (0.6, 1.4)
UNSTEADY_CV = 0.03
# A little less than a cycle, so that none is missed where the sensor's clock is fast.
CYCLE_SHARE = 0.99


def plan_period(batch_us, mean_us):
    """
    A sampling period in us whose samples fall evenly on all phases of a batch of `batch_us`, near `mean_us`: whole
    batches and the golden section, T (k + 0.618), or a batch cut by it, T / (n + 0.618); of those between 0.7 and 2.5
    times the mean the nearest.
    """
    batches = max(0, round(mean_us / batch_us - GOLDEN))
    parts = max(1, round(batch_us / mean_us - GOLDEN))
    periods = [batch_us * (k + GOLDEN) for k in range(max(0, batches - 1), batches + 3)]
    periods += [batch_us / (n + GOLDEN) for n in range(max(1, parts - 1), parts + 2)]
    fitting = [period for period in periods if MIN_SHARE * mean_us <= period <= MAX_SHARE * mean_us]
    return min(fitting, key=lambda period: abs(period - mean_us))


def cycle_period(cycle_us, mean_us):
    """
    A sampling period in us, near `mean_us`, that reads every cycle of a sensor that averages without gaps equally often: once, or
    a whole number of times. The mean over such readings is right whatever the batches are. None where the cycles are
    too short for that, or there are none (0).
    """
    period_us = CYCLE_SHARE * cycle_us / max(1, int(cycle_us / mean_us + 0.5))
    return period_us if MIN_SHARE * mean_us <= period_us <= MAX_SHARE * mean_us else None


def steady_batch_us(marks_us):
    """Mean time of a batch from the ends of warm-up batches; None while that is not known to 3 %. The first is cold."""
    marks_us = list(marks_us)
    times = [after - before for before, after in zip(marks_us, marks_us[1:])]
    if len(times) < 2:
        return None
    mean = sum(times) / len(times)
    variance = sum((t - mean) ** 2 for t in times) / (len(times) - 1)
    return mean if mean > 0 and variance ** 0.5 <= UNSTEADY_CV * mean else None


class FixedPeriod:
    """Instants on a grid; what was missed is left out."""

    def __init__(self, period_us):
        self.period_us = period_us

    def after(self, due_us, now_us):
        due_us += self.period_us
        if due_us <= now_us:
            due_us += self.period_us * ((now_us - due_us) // self.period_us + 1)
        return due_us


class Dither:
    """Instants with uniformly drawn distances, 0.6 to 1.4 times the mean."""

    period_us = None

    def __init__(self, mean_us, seed):
        import random

        self.uniform = random.Random(seed).uniform
        self.bounds = [share * mean_us for share in DITHER_SHARES]

    def after(self, due_us, now_us):
        return max(due_us, now_us - self.bounds[0]) + self.uniform(*self.bounds)


def first_schedule(sampling, cycle_us=0):
    mean_us = sampling['periodMs'] * 1000
    if sampling['mode'] == 'fixed':
        return FixedPeriod(mean_us)
    period_us = cycle_period(cycle_us, mean_us) if sampling['mode'] == 'batch-aware' else None
    return Dither(mean_us, sampling['seed']) if period_us is None else FixedPeriod(period_us)


def planned_schedule(sampling, first, batch_us):
    """
    The schedule for the inference window, and the mode that it is: batch-aware needs a steady batch, or a sensor
    whose cycles are read anyway.
    """
    if sampling['mode'] != 'batch-aware':
        return first, sampling['mode']
    if first.period_us is not None:
        return first, 'cycle'
    if batch_us is not None:
        return FixedPeriod(plan_period(batch_us, sampling['periodMs'] * 1000)), 'batch-aware'
    return first, 'dither'
