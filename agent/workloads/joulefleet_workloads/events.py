"""Events out, and the lines that the agent says in between."""

import json
import os
import time

from .failures import Failure


def now_us():
    """Microseconds of CLOCK_MONOTONIC."""
    return time.monotonic() * 1e6


class Events:
    """
    Prints events on a descriptor of its own. Libraries write to descriptor 1 as they like: what they print goes to stderr, so that
    no half line of theirs spoils one of ours.
    """

    def __init__(self, source, sink):
        self.source = source
        self.sink = sink

    def say(self, event, t_us=None, **fields):
        """An event; `t_us` is when it was, now when left out."""
        told = dict(fields, event=event, tUs=int(round(now_us() if t_us is None else t_us)))
        self.write(told)

    def tell(self, event, **fields):
        """An event without a time."""
        self.write(dict(fields, event=event))

    def write(self, told):
        data = (json.dumps(told, sort_keys=True) + '\n').encode('utf-8')
        while data:
            data = data[os.write(self.sink, data):]

    def wait_for_go(self):
        """Until the agent says go. @raises Failure: it has gone."""
        while True:
            line = self.source.readline()
            if not line:
                raise Failure('not_started', 'standard input ended before the line {"op": "go"}')
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if isinstance(told, dict) and told.get('op') == 'go':
                return


def own_stdout():
    """A descriptor for events; from here on descriptor 1 is stderr."""
    sink = os.dup(1)
    os.dup2(2, 1)
    return sink
