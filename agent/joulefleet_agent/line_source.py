"""Sources that are programs: a child prints a line for each reading, which is stamped when it comes."""

import errno
import os
import signal
import subprocess
import threading
import time

from .descendants import spared
from .errors import AgentError
from .line_reader import LineReader
from .power_source import PowerSource, SourceRail
from .processes import kill_group
from .text import quote

FIRST_LINE_S = 5.0
END_S = 2.0
# A reading that is older is no reading any more.
STALE_S = 3.0


class LineSource(PowerSource):
    """
    `parse(line)` gives {label: mW} of a line, or None for one without a reading. The labels of the first line are the rails.
    Raises AgentError `meter_failed` where none comes.
    """

    def __init__(self, layout, argv, parse, refresh_us, resolution_mw=None):
        self.layout = layout
        self.argv = argv
        self.parse = parse
        self.resolution_mw = resolution_mw
        self.averaging_us = refresh_us // 2
        with LineReaderProcess(self) as probe:
            self.rails = [SourceRail(label, layout) for label in probe.labels]

    def open(self, rails):
        return LineReaderProcess(self, [rail.label for rail in rails])

    def failed(self, what):
        message = '%s (%s) %s' % (self.layout, ' '.join(self.argv)[:200], what)
        return AgentError('meter_failed', message, transient=True, remedy='Run the command by hand on the device: it has to print a reading for each line.')


class LineReaderProcess:
    """The program, which leads a process group and ends with its reader. A thread keeps the newest reading."""

    def __init__(self, source, labels=None):
        self.source = source
        self.newest = None
        self.newest_s = 0.0
        self.first = threading.Event()
        self.ended = False
        self.last_line = b''
        try:
            self.process = subprocess.Popen(
                source.argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                bufsize=0, start_new_session=True, preexec_fn=die_with_parent,
            )
        except OSError as error:
            raise source.failed('does not start: %s' % error.strerror)
        spared.add(self.process.pid)
        self.thread = threading.Thread(target=self._follow, name=source.layout, daemon=True)
        self.thread.start()
        if not self.first.wait(FIRST_LINE_S) or self.newest is None:
            said = quote(self.last_line.decode('utf-8', 'replace')[:100])
            self.close()
            raise source.failed('printed no reading within %g s; its last line: %s' % (FIRST_LINE_S, said))
        self.labels = sorted(self.newest) if labels is None else labels

    def _follow(self):
        lines, pipe = LineReader(), self.process.stdout.fileno()
        while True:
            try:
                data = os.read(pipe, 65536)
            except OSError:
                data = b''
            if not data:
                break
            lines.add(data)
            for line in lines.take():
                self._take(line)
        self.ended = True
        self.first.set()

    def _take(self, line):
        self.last_line = line
        found = self.source.parse(line.decode('utf-8', 'replace'))
        if found:
            self.newest, self.newest_s = found, time.monotonic()
            self.first.set()

    def read(self, _):
        """The newest reading. OSError for one that is too old, or that lacks a rail."""
        if self.ended:
            raise OSError(errno.EPIPE, '%s ended' % self.source.argv[0])
        if time.monotonic() - self.newest_s > STALE_S:
            raise OSError(errno.ETIMEDOUT, '%s printed no reading for %g s' % (self.source.argv[0], STALE_S))
        newest = self.newest
        try:
            return [newest[label] for label in self.labels]
        except KeyError as error:
            raise OSError(errno.ENODATA, 'a line without %s' % error)

    def close(self):
        """Ends the program and reaps it."""
        for number, limit_s in ((signal.SIGTERM, END_S), (signal.SIGKILL, END_S)):
            kill_group(self.process.pid, number)
            try:
                self.process.wait(limit_s)
                break
            except subprocess.TimeoutExpired:
                continue
        kill_group(self.process.pid, signal.SIGKILL)
        spared.discard(self.process.pid)
        self.thread.join(END_S)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def die_with_parent():
    """The program ends with the agent, whatever ends that (PR_SET_PDEATHSIG)."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)


def milliwatts(line):
    """A line of a meter: a number of mW, alone or after a label and a blank ("wall 5120.5")."""
    *label, number = line.split()[:2] or ['']
    try:
        found = float(number)
    except ValueError:
        return None
    return {label[0] if label else 'meter': int(round(found))} if 0 <= found < 1e8 else None
