"""The workload's process and what it says."""

import json
import os
import select
import signal
import time

from .errors import Cancelled, WorkloadFailed, os_error
from .files import dump, write_all
from .privilege import workload_process
from .processes import kill_group
from .workloads import installed_workload

STDERR_KEPT = 2048
LONGEST_EVENT = 65536
TERMINATE_S = 2.0


class Runner:
    """The workload's process: its events, its end. It leads a process group, and no shell is involved."""

    def __init__(self, tree, workload):
        import subprocess

        argv = workload['command'] or [installed_workload(tree, workload['name'])]
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
        self.unread = b''
        self.stderr_tail = b''
        self.reported = None
        keys = ('batchSize', 'graphMode', 'inferences', 'warmupBatches', 'warmupMaxS')
        self.say(dict({key: workload[key] for key in keys}, workload=workload['name']))

    def say(self, message):
        try:
            write_all(self.process.stdin.fileno(), (dump(message) + '\n').encode('utf-8'))
        except OSError:
            """It is gone: what it leaves on stdout and its exit code tell why."""

    def next_event(self, watch):
        """The next event; None at the end of stdout. An `error` event is kept as the reason of a failure."""
        while True:
            line, newline, rest = self.unread.partition(b'\n')
            if newline:
                self.unread = rest
                event = parse_event(line)
                if event is not None and event['event'] == 'error':
                    self.reported = event
                elif event is not None:
                    return event
            elif self.stdout not in self.open:
                return None
            else:
                self._receive(watch.wait(self.open))

    def _receive(self, ready):
        for descriptor in ready:
            data = os.read(descriptor, 65536)
            if not data:
                self.open.discard(descriptor)
            elif descriptor == self.stdout:
                self.unread = (self.unread + data)[-LONGEST_EVENT:]
            else:
                self.stderr_tail = (self.stderr_tail + data)[-STDERR_KEPT:]

    def require_success(self, watch, missing=None):
        """To be called at the end of stdout: raises the workload's failure, if it is one."""
        while self.open:
            self._receive(watch.wait(self.open))
        code = self._exit_code(watch)
        if self.reported is not None:
            failure = str(self.reported.get('code', 'workload_failed'))[:64], str(self.reported.get('message', ''))
        elif code < 0:
            failure = 'workload_killed', 'ended by signal %d' % -code
        elif code > 0:
            failure = 'workload_failed', 'exit code %d' % code
        elif missing is not None:
            failure = 'workload_protocol', 'ended without %s' % missing
        else:
            return
        said = self.stderr_tail.decode('utf-8', 'replace').strip()
        raise WorkloadFailed(failure[0], failure[1] + (': ' + said if said else ''))

    def _exit_code(self, watch):
        while self.process.poll() is None:
            if select.select([watch.cancel.descriptor], [], [], 0.005)[0]:
                raise Cancelled()
            if watch.clock.now_us() >= watch.limit_us:
                raise watch.timeout()
        return self.process.returncode

    def end(self):
        """Ends the process and all that it left in its group."""
        if self.process.poll() is None:
            kill_group(self.process.pid, signal.SIGTERM)
            limit_s = time.monotonic() + TERMINATE_S
            while self.process.poll() is None and time.monotonic() < limit_s:
                time.sleep(0.01)
        kill_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


def parse_event(line):
    """An event of a runner; None for anything else that it prints."""
    try:
        event = json.loads(line.decode('utf-8'))
    except ValueError:
        return None
    return event if isinstance(event, dict) and isinstance(event.get('event'), str) else None
