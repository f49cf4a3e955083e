"""The workload's process and what it says."""

import json
import os
import re
import signal
import time
from collections import deque

from .descendants import end_descendants
from .errors import AgentError, WorkloadFailed, os_error
from .files import dump, write_all
from .line_reader import LineReader
from .privilege import workload_process
from .processes import kill_group
from .text import clean
from .workloads import find_runner

STDERR_KEPT = 2048
MESSAGE_KEPT = 2048
REMEDY_KEPT = 500
EXIT_POLL_S = 0.005
PIPES_POLL_S = 0.2
TERMINATE_S = 2.0
KILL_S = 5.0


class Runner:
    """The workload's process: its events, its end. It leads a process group, and no shell is involved. `origin`: whose it is."""

    def __init__(self, tree, workload):
        import subprocess

        self.tree, self.oom_kills = tree, oom_kills(tree)
        argv, self.origin = find_runner(tree, workload)
        pipes = dict.fromkeys(('stdin', 'stdout', 'stderr'), subprocess.PIPE)
        try:
            self.process = subprocess.Popen(argv, start_new_session=True, bufsize=0, **dict(pipes, **workload_process()))
        except OSError as error:
            raise os_error(
                'workload_missing',
                'starting %s' % argv[0],
                error,
                origin='operator',
                remedy='Put an executable there, or correct the command in the campaign.',
            )
        self.stdout, self.stderr = self.process.stdout.fileno(), self.process.stderr.fileno()
        self.open = {self.stdout, self.stderr}
        self.reader = LineReader()
        self.events = deque()
        self.stderr_tail = b''
        self.reported = None
        keys = ('batchSize', 'graphMode', 'inferences', 'warmupBatches', 'warmupMaxS')
        # Options that the campaign does not set are not named, so that a runner that does not know them reads what it always did.
        spec = dict(workload.get('options', {}), **{key: workload[key] for key in keys})
        self.say(dict(spec, workload=workload['name']))

    def say(self, message):
        try:
            write_all(self.process.stdin.fileno(), (dump(message) + '\n').encode('utf-8'))
        except OSError:
            """It is gone: what it leaves on stdout and its exit code tell why."""

    def next_event(self, watch, poll_s=None):
        """
        The next event; None at the end of stdout. An `error` event is kept as the reason of a failure. `poll_s`: look so
        often whether the process has ended, though something that it left behind keeps its pipes open.
        """
        while not self.events:
            if self.stdout not in self.open:
                return None
            self._wait(watch, poll_s)
        return self.events.popleft()

    def _wait(self, watch, poll_s):
        ready = watch.wait(self.open, poll_s)
        self._receive(ready)
        if not ready and self.process.poll() is not None:
            self.open.clear()

    def _receive(self, ready):
        for descriptor in ready:
            data = os.read(descriptor, 65536)
            if not data:
                self.open.discard(descriptor)
            elif descriptor == self.stderr:
                self.stderr_tail = (self.stderr_tail + data)[-STDERR_KEPT:]
            else:
                self.reader.add(data)
                self._take_events(self.reader.take())

    def _take_events(self, lines):
        for line in lines:
            event = parse_event(line)
            if event is not None and event['event'] == 'error':
                self.reported = event
            elif event is not None:
                self.events.append(event)

    def require_success(self, watch, missing=None):
        """To be called at the end of stdout: raises the workload's failure, if it is one. `missing`: what it did not do."""
        while self.open:
            self._wait(watch, PIPES_POLL_S)
        code, remedy = self._exit_code(watch), None
        if self.reported is not None:
            failure = error_code(self.reported.get('code')), str(self.reported.get('message', ''))[:MESSAGE_KEPT]
            remedy = told_remedy(self.reported)
        elif code == -signal.SIGKILL and oom_kills(self.tree) != self.oom_kills:
            failure = 'out_of_memory', 'the kernel killed it, or another process: the memory of the board was used up'
        elif code < 0:
            failure = 'workload_killed', 'ended by signal %d' % -code
        elif code > 0:
            failure = 'workload_failed', 'exit code %d' % code
        elif missing is not None:
            failure = 'workload_protocol', missing
        else:
            return
        said = self.stderr_tail.decode('utf-8', 'replace').strip()
        raise WorkloadFailed(failure[0], clean(failure[1] + (': ' + said if said else '')), remedy)

    def _exit_code(self, watch):
        while self.process.poll() is None:
            watch.wait((), EXIT_POLL_S)
        return self.process.returncode

    def end(self):
        """
        Ends the process and all that it started, wherever that went: what goes on would be measured with the next trial.
        Raises AgentError `workload_stuck` for a process that not even SIGKILL ends.
        """
        if self.process.poll() is None:
            kill_group(self.process.pid, signal.SIGTERM)
            self._wait_s(TERMINATE_S)
        kill_group(self.process.pid, signal.SIGKILL)
        ended = self._wait_s(KILL_S)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()
        left = [] if ended else [self.process.pid]
        left += end_descendants(KILL_S)
        if left:
            raise AgentError(
                'workload_stuck',
                'process %s of the workload does not end' % ', '.join(map(str, left)),
                remedy='Reboot the device: a driver holds the process.',
            )

    def _wait_s(self, limit_s):
        """Whether it has ended by then."""
        until_s = time.monotonic() + limit_s
        while self.process.poll() is None and time.monotonic() < until_s:
            time.sleep(0.01)
        return self.process.poll() is not None


def parse_event(line):
    """An event of a runner; None for anything else that it prints."""
    try:
        event = json.loads(line.decode('utf-8'))
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) and isinstance(event.get('event'), str) else None


def told_remedy(reported):
    """What the workload says that can be done; None where it says nothing that can be shown."""
    told = reported.get('remedy')
    return clean(told[:REMEDY_KEPT]) if isinstance(told, str) and told else None


def oom_kills(tree):
    """How many processes the kernel has killed for want of memory; None where it does not count them (before Linux 4.13)."""
    found = re.search(r'^oom_kill (\d+)$', tree.text('/proc/vmstat') or '', re.MULTILINE)
    return int(found.group(1)) if found else None


def error_code(told):
    """A code as all of them are written; `workload_failed` where the workload's is none."""
    return told if isinstance(told, str) and re.match(r'[a-z][a-z0-9_]{0,63}\Z', told) else 'workload_failed'
