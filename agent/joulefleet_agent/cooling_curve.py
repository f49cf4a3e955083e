"""How long a device that cools down will take to reach a temperature, by the readings so far."""

import math

# From readings over a shorter time nothing is concluded, and a smaller fall between their thirds is noise.
SPAN_S = 20.0
FALL_C = 0.1
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
        """Seconds from the last reading until `target_c` is reached; NEVER where it will not be; None while unknown."""
        third = len(self.times_s) // 3
        if third == 0 or self.times_s[-1] - self.times_s[0] < SPAN_S:
            return None
        first, second, last = [mean(self.readings_c[-n * third:][:third]) for n in (3, 2, 1)]
        step_s = (self.times_s[-1] - self.times_s[-third * 2 - 1]) / 2.0
        falls = first - second, second - last
        if falls[0] + falls[1] < FALL_C:
            return NEVER
        reading_c = self.readings_c[-1]
        if reading_c <= target_c:
            return 0.0
        if falls[1] >= falls[0]:
            return (reading_c - target_c) * step_s / falls[1]
        if falls[1] <= 0:
            return NEVER
        return exponential_s(falls, step_s, last, reading_c, target_c)


def exponential_s(falls, step_s, last_c, reading_c, target_c):
    """Seconds from `reading_c` to `target_c` on the curve with these two falls, `step_s` apart, down to `last_c`."""
    ratio = falls[1] / falls[0]
    rest_c = last_c - falls[1] * ratio / (1 - ratio)
    if target_c <= rest_c or reading_c <= rest_c:
        return NEVER
    return step_s * math.log((reading_c - rest_c) / (target_c - rest_c)) / -math.log(ratio)


def mean(values):
    return sum(values) / float(len(values))
