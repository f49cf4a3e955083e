"""What a workload says of itself (docs/agent-protocol.md, "Workload runners"): used, or refused with what was expected."""

import math
import time
from collections import deque

from .errors import WorkloadFailed
from .text import quote

EDGES = ('load_start', 'load_end', 'warmup_start', 'warmup_end', 'inference_start', 'inference_end')
# By how much a mark may be off: marks are taken as floating-point numbers too, and rounded.
SLACK_US = 1000
MARKS_KEPT = 4096
NEAR_US = 60000000
UNITS = (('nanoseconds', 1e-3), ('milliseconds', 1e3), ('seconds', 1e6))
WANTED = 'expected microseconds of CLOCK_MONOTONIC (time.monotonic() * 1e6 in Python)'
# Batches may leave out pauses between them; less than this of the window, and their unit is another one.
MIN_SHARE, MAX_SHARE = 0.002, 1.1
# Of batch times, in rising order; a workload may leave them out.
QUANTILES = ('p50Us', 'p95Us', 'p99Us', 'maxUs')
MAX_OPTIONS = 64
MAX_WORD = 200


class WorkloadEvents:
    """
    The events of one workload, in the order of its phases. `earliest_us`: nothing of it can have been before. Raises
    WorkloadFailed `workload_protocol` for an event that cannot be used.
    """

    def __init__(self, workload, earliest_us, simulated):
        self.workload = workload
        self.earliest_us = earliest_us
        self.simulated = simulated
        self.edges = []
        self.warmup_marks_us = deque(maxlen=MARKS_KEPT)
        self.batches = None
        self.options = None
        self.unknown = []

    def time_us(self, name):
        """When it was; None before it was said."""
        return next((edge['tUs'] for edge in self.edges if edge['name'] == name), None)

    def go(self, now_us):
        """From here on it may run its inferences; what lies before was not measured as planned."""
        self.earliest_us = now_us

    def take(self, event, now_us):
        name = event['event']
        if name in EDGES:
            self._take_edge(name, self._time(event, now_us))
        elif name == 'batch':
            t_us = self._time(event, now_us)
            if self._phase() == 'warmup_start':
                self._take_mark(t_us)
        elif name == 'batches':
            self._take_batches(event)
        elif name == 'options':
            self._take_options(event)
        elif len(self.unknown) < 3:
            self.unknown.append(name)

    def missing(self, name):
        """What to say of a workload that ended without an event."""
        others = ', '.join(quote(word) for word in self.unknown)
        return 'ended without %s%s' % (name, '; it printed %s, not an event' % others if others else '')

    def _phase(self):
        return self.edges[-1]['name'] if self.edges else None

    def _take_edge(self, name, t_us):
        wanted = EDGES[len(self.edges)] if len(self.edges) < len(EDGES) else 'no more events'
        if name != wanted:
            twice = self.time_us(name) is not None
            raise refused('%s was printed %s; expected %s' % (name, 'twice' if twice else 'too early', wanted))
        if self.edges and t_us < self.edges[-1]['tUs']:
            before = self.edges[-1]
            raise refused('%s at %d us is before %s at %d us' % (name, t_us, before['name'], before['tUs']))
        if name == 'inference_end' and t_us == self.edges[-1]['tUs']:
            raise refused('inference_start and inference_end are the same instant, %d us' % t_us)
        self.edges.append({'name': name, 'tUs': t_us})
        self._compare_batches()

    def _take_mark(self, t_us):
        marks = self.warmup_marks_us
        if marks and t_us < marks[-1]:
            raise refused('a batch at %d us is before the preceding one, at %d us' % (t_us, marks[-1]))
        marks.append(t_us)

    def _time(self, event, now_us):
        """The event's time as a whole number of microseconds."""
        t_us = event.get('tUs')
        if not is_number(t_us):
            raise refused('%s has tUs %s; %s' % (event['event'], quote(t_us), WANTED))
        if not self.earliest_us - SLACK_US <= t_us <= now_us + SLACK_US:
            raise refused('%s has tUs %s%s' % (event['event'], quote(t_us), self._other_clock(t_us, now_us)))
        return min(int(round(t_us)), now_us)

    def _other_clock(self, t_us, now_us):
        if 0 <= self.earliest_us - t_us < NEAR_US and self.edges:
            return ', which is before the line {"op": "go"}; the inferences begin after it'
        clocks = [('the monotonic clock', now_us), ('the time of day', time.time() * 1e6)]
        clocks += [('the monotonic clock', time.monotonic() * 1e6)] if self.simulated else []
        looks = [
            '; it looks like %s of %s' % (unit, clock)
            for clock, clock_us in clocks
            for unit, factor in (('microseconds', 1.0),) + UNITS
            if abs(t_us * factor - clock_us) < NEAR_US
        ]
        twin = ' of the twin (docs/agent-protocol.md, "Twin clock")' if self.simulated else ''
        return ', now is %d%s; %s%s' % (now_us, looks[0] if looks else '', WANTED, twin)

    def _take_batches(self, event):
        if self.batches is not None:
            raise refused('batches was printed twice')
        count, mean_us, sd_us = (event.get(key) for key in ('count', 'meanUs', 'sdUs'))
        if not is_number(count) or count != int(count) or count < 1:
            raise refused('batches has count %s; expected a whole number of at least 1' % quote(count))
        wanted = -(-self.workload['inferences'] // self.workload['batchSize'])
        if abs(count - wanted) > 1:
            told = (int(count), self.workload['batchSize'], self.workload['inferences'], wanted)
            raise refused('batches has count %d, of %d inferences each; %d inferences are %d batches' % told)
        if not is_number(mean_us) or mean_us <= 0:
            raise refused('batches has meanUs %s; expected microseconds' % quote(mean_us))
        if count == 1 and not is_number(sd_us):
            sd_us = 0.0  # one value has no deviation: what a library computes of it is no number
        if not is_number(sd_us) or sd_us < 0:
            raise refused('batches has sdUs %s; expected microseconds' % quote(sd_us))
        self.batches = dict({'count': int(count), 'meanUs': mean_us, 'sdUs': sd_us}, **quantiles(event, mean_us))
        self._compare_batches()

    def _take_options(self, event):
        """What it says that it used; the controller compares that with what was asked for."""
        if self.options is not None:
            raise refused('options was printed twice')
        used = {key: value for key, value in event.items() if key not in ('event', 'tUs')}
        parameters = used.pop('parameters', {})
        if not isinstance(parameters, dict):
            raise refused('options has parameters %s; expected an object' % quote(parameters))
        used.update(('parameters.%s' % key, value) for key, value in parameters.items())
        if len(used) > MAX_OPTIONS:
            raise refused('options has %d options; expected at most %d' % (len(used), MAX_OPTIONS))
        for key, value in used.items():
            if len(key) > MAX_WORD or not is_option(value):
                raise refused('options has %s %s; expected a word, a number, true, false or null' % (quote(key), quote(value)))
        self.options = used

    def _compare_batches(self):
        """All batches together fit into the window, and fill some of it."""
        if self.batches is None or self._phase() != 'inference_end':
            return
        window_us = self.time_us('inference_end') - self.time_us('inference_start')
        share = self.batches['count'] * self.batches['meanUs'] / window_us
        if not MIN_SHARE <= share <= MAX_SHARE:
            told = (self.batches['count'], self.batches['meanUs'], window_us)
            raise refused('%d batches of %g us do not fit the window of %d us; meanUs is in microseconds' % told)


def quantiles(event, mean_us):
    """Quantiles of batch times that `batches` has: each at least the one before it, and the maximum at least the mean."""
    found, least_us = {}, 0
    for key in QUANTILES:
        value = event.get(key)
        if value is None:
            continue
        if key == 'maxUs':
            least_us = max(least_us, mean_us)
        if not is_number(value) or value < least_us:
            raise refused('batches has %s %s; expected microseconds, at least %g' % (key, quote(value), least_us))
        found[key] = least_us = value
    return found


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1 << 63 and math.isfinite(value)


def is_option(value):
    return value is None or isinstance(value, bool) or is_number(value) or isinstance(value, str) and len(value) <= MAX_WORD


def refused(message):
    return WorkloadFailed('workload_protocol', message)
