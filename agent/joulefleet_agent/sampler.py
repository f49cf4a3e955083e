"""The thread that measures."""

import os

from .errors import AgentError, bug, os_error
from .sources_reader import as_os_error

FOREVER_US = 1 << 62
FAILURES_IN_A_ROW = 20
STOP_S = 30.0
POLL_INTERVAL_US = 1000000


class Sampler:
    """
    Reads the rails on a thread of its own until it is given a time to stop, then closes `reader`. `schedule` may be replaced
    meanwhile. It holds a twin's clock (its own connection) all the time, and is never awake for longer than one reading.
    `clock_watch` looks at the clocks that no kernel counts; `live` notes for those who watch what was sampled.
    """

    def __init__(self, tree, reader, rails, schedule, delay_us, clock_watch=None, live=None):
        from array import array
        import threading

        self.tree = tree
        self.schedule = schedule
        self.delay_us = delay_us
        self.clock_watch = clock_watch
        self.live = live
        self.stop_after_us = FOREVER_US
        self.reader = reader
        self.times = array('q')
        self.columns = [array('q') for _ in rails]
        self.failures = 0
        self.error = None
        self.started = threading.Event()
        self.ended, self.end_sink = os.pipe()
        self.thread = threading.Thread(target=self._run, name='sampler', daemon=True)

    def start(self):
        self.thread.start()
        self.started.wait()

    def finish(self, stop_after_us, watch):
        """Waits until samples up to `stop_after_us` are there; an error of the sampler is raised here."""
        self.stop_after_us = stop_after_us
        watch.wait([self.ended])
        if self.error is not None:
            raise self.error

    def stop(self):
        """Ends it with the sample in hand. A thread that hangs in a read is left to the end of the process, with its files."""
        self.stop_after_us = 0
        if self.thread.is_alive():
            self.thread.join(STOP_S)
        if not self.thread.is_alive():
            self.reader.close()
            os.close(self.ended)
            os.close(self.end_sink)

    def _run(self):
        clock = None
        try:
            clock = self.tree.open_clock()
            clock.hold()
            self._sample(clock)
        except OSError as error:
            self.error = os_error('rail_unreadable', 'reading the rails', error, transient=True)
        except Exception as error:
            self.error = error if isinstance(error, AgentError) else bug(error)
        finally:
            self.started.set()
            if clock is not None:
                clock.close()
            os.write(self.end_sink, b'.')

    def _sample(self, clock):
        read, sleep_until_us, instant_us = self.reader.read, clock.sleep_until_us, clock.instant_us
        add_time, adders = self.times.append, [column.append for column in self.columns]
        delay_us, onlookers = self.delay_us, self._onlookers()
        due_us = now_us = look_us = instant_us()
        failures = 0
        self.started.set()
        while now_us <= self.stop_after_us:
            due_us = self.schedule.after(due_us, now_us)
            now_us = sleep_until_us(due_us)
            try:
                powers_mw = read(now_us)
            except (OSError, ValueError) as error:
                failures += 1
                self.failures += 1
                if failures >= FAILURES_IN_A_ROW:
                    raise as_os_error(error)
                continue
            failures = 0
            middle_us = (now_us + instant_us()) // 2 - delay_us
            add_time(middle_us if middle_us > 0 else 0)
            for add, power_mw in zip(adders, powers_mw):
                add(power_mw)
            if now_us >= look_us:
                look_us = now_us + POLL_INTERVAL_US
                for look in onlookers:
                    look(now_us)

    def _onlookers(self):
        """What is called after a sample, once a second."""
        live, columns = self.live, self.columns
        looks = [self.clock_watch.look] if self.clock_watch else []
        return looks + [lambda now_us: live.look(now_us, columns)] if live else looks
