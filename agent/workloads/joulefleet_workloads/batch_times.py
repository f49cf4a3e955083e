"""Figures of the times of batches."""

import math

QUANTILES = (('p50Us', 0.50), ('p95Us', 0.95), ('p99Us', 0.99))


def describe_batches(times_us):
    """The event `batches`: count, mean, standard deviation (n - 1), quantiles by the nearest rank, maximum; in us."""
    count = len(times_us)
    mean_us = math.fsum(times_us) / count
    square = math.fsum((t - mean_us) ** 2 for t in times_us)
    told = {'count': count, 'meanUs': mean_us, 'sdUs': math.sqrt(square / (count - 1)) if count > 1 else 0.0}
    ranked = sorted(times_us)
    for key, share in QUANTILES:
        told[key] = ranked[max(0, math.ceil(share * count) - 1)]
    told['maxUs'] = max(ranked[-1], mean_us)
    return told
