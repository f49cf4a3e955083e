"""What a device measures now, for those who watch."""

import os

from .files import dump
from .log import log

EVERY_US = 1000000
# Each note covers the one before.
WIDTH = 1024


class LiveReading:
    """
    The newest power and temperature of the running trial, in a file for `serve`. It reads nothing on the board: the power of
    each rail is the mean of the samples that the sampler took since the last note, the temperature the last one that was read
    for the trial anyway. The file stays open; a note is one write into the page cache, at most one a second.
    """

    def __init__(self, path, clock):
        self.clock = clock
        self.descriptor = None
        self.labels = []
        self.begin(None)
        try:
            self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        except OSError as error:
            log('%s: %s' % (path, error.strerror))

    def begin(self, trial_id):
        """What is noted from now on is of this trial."""
        self.trial_id = dump(trial_id)
        self.due_us = self.taken = 0
        self.temperature_c = self.temperature_us = None
        self.sampled = False

    def take_temperature(self, temperature_c):
        """One that was read for the trial. It is noted at once, unless the sampler's thread notes it with the power."""
        now_us = self.clock.now_us()
        self.temperature_c, self.temperature_us = temperature_c, now_us
        if not self.sampled and now_us >= self.due_us:
            self._note(now_us, [])

    def leave_to_sampler(self, rails):
        """From now on only the sampler's thread calls, by `look`."""
        self.labels = [dump(rail.label) for rail in rails]
        self.sampled = True

    def look(self, now_us, columns):
        """After each sample, with all samples of each rail, the total first. Without effect before a second has passed."""
        if now_us < self.due_us:
            return
        first, self.taken = self.taken, len(columns[0])
        self._note(now_us, [sum(column[first:]) // (self.taken - first) for column in columns])

    def _note(self, now_us, powers_mw):
        self.due_us = now_us + EVERY_US
        power = '%d' % powers_mw[0] if powers_mw else 'null'
        rails = ','.join('%s:%d' % pair for pair in list(zip(self.labels, powers_mw))[1:])
        temperature = age = 'null'
        if self.temperature_c is not None:
            temperature, age = '%.1f' % self.temperature_c, '%.1f' % (max(0, now_us - self.temperature_us) / 1e6)
        rest = '"temperatureC":%s,"temperatureAgeS":%s}' % (temperature, age)
        note = '{"trialId":%s,"powerMw":%s,"railsMw":{%%s},%s' % (self.trial_id, power, rest)
        # Labels of a command of one's own may be of any length.
        note = note % (rails if len(note) + len(rails) < WIDTH else '')
        try:
            if self.descriptor is not None:
                os.pwrite(self.descriptor, ('%-*s' % (WIDTH, note)).encode('utf-8'), 0)
        except OSError:
            """A full disk: nothing hangs on it."""
