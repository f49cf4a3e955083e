"""How long a device that cools down will take to reach a temperature, by the readings so far."""

import math

# From readings over a shorter time nothing is concluded.
SPAN_S = 20.0
# Thermal zones read in steps: of half a degree where no reading lies between such, else far finer ones.
COARSE_STEP_C = 0.5
FINE_STEP_C = 0.01
NEVER = float('inf')


class CoolingCurve:
    """
    Newton's law of cooling through the means of the first, second and last third of the readings: an exponential towards
    a temperature that follows from how much less it falls from one third to the next.
    """

    def __init__(self):
        self.times_s = []
        self.readings_c = []

    def add(self, time_s, reading_c):
        """Readings come at even distances."""
        self.times_s.append(time_s)
        self.readings_c.append(reading_c)

    def seconds_to(self, target_c):
        """
        The fewest seconds from the last reading until `target_c` is reached that the readings allow, each being right to half
        a step; NEVER where it will not be; None while unknown.
        """
        third = len(self.times_s) // 3
        if third == 0 or self.times_s[-1] - self.times_s[0] < SPAN_S:
            return None
        first, second, last = [mean(self.readings_c[-n * third:][:third]) for n in (3, 2, 1)]
        step_s = (self.times_s[-1] - self.times_s[-third * 2 - 1]) / 2.0
        doubt_c = self._step_c()
        falls = first - second - doubt_c, second - last + doubt_c
        reading_c = self.readings_c[-1]
        if reading_c <= target_c:
            return 0.0
        if falls[1] <= 0:
            return NEVER
        if falls[1] >= falls[0]:
            return (reading_c - target_c) * step_s / falls[1]
        return exponential_s(falls, step_s, last, reading_c, target_c)

    def _step_c(self):
        is_coarse = all(reading_c % COARSE_STEP_C == 0 for reading_c in self.readings_c)
        return COARSE_STEP_C if is_coarse else FINE_STEP_C


def exponential_s(falls, step_s, last_c, reading_c, target_c):
    """Seconds from `reading_c` to `target_c` on the curve with these two falls, `step_s` apart, down to `last_c`."""
    ratio = falls[1] / falls[0]
    rest_c = last_c - falls[1] * ratio / (1 - ratio)
    if target_c <= rest_c or reading_c <= rest_c:
        return NEVER
    return step_s * math.log((reading_c - rest_c) / (target_c - rest_c)) / -math.log(ratio)


def mean(values):
    return sum(values) / float(len(values))
