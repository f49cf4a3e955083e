"""Runs a workload's command on this machine as an executor on a board would, and says what is wrong with what it prints.

Usage: check_runner.py, with one JSON object on stdin:
    {"command": [...], "workload": {"name", "batchSize", "graphMode", "inferences", "warmupBatches", "warmupMaxS", "options"}, "timeoutS"}
Prints a report as JSON. It is the agent's own code that runs the command and takes the events.
"""

import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from joulefleet_agent.clocks import MonotonicClock
from joulefleet_agent.descendants import adopt_orphans, descendants
from joulefleet_agent.errors import AgentError, Cancelled
from joulefleet_agent.follow_workload import follow_workload
from joulefleet_agent.runner import Runner, parse_event
from joulefleet_agent.tree import Tree
from joulefleet_agent.watch import Cancel, Watch, workload_late
from joulefleet_agent.workload_events import EDGES, WorkloadEvents

NOISE_KEPT = 3
SLOW_START_S = 1.0
SILENT_END_S = 2.0
OPTIONS = ('runtime', 'precision', 'lazyLoading', 'garbageCollection')


class HeardRunner(Runner):
    """Also counts what the agent ignores, and what is printed while inferences run. `go_us`: when that began."""

    def __init__(self, tree, workload):
        self.noise, self.noise_lines, self.heard, self.go_us, self.talk = [], 0, [], None, 0
        Runner.__init__(self, tree, workload)

    def _take_events(self, lines):
        for line in lines:
            event = parse_event(line)
            if event is None and line.strip():
                self.noise_lines += 1
                self.noise = (self.noise + [line.decode('utf-8', 'replace')[:120]])[:NOISE_KEPT]
            elif event is not None:
                self.heard.append(event)
            inside = self.go_us is not None and not any(each['event'] == 'inference_end' for each in self.heard)
            edge = event is not None and event['event'] in EDGES
            self.talk += bool(inside and line.strip() and not edge)
        Runner._take_events(self, lines)


class Checked:
    """One run of a command, and what is to be said of it. `failure`: with what a trial would fail; None: it would count."""

    def __init__(self, request):
        self.workload = dict(request['workload'], command=request['command'])
        self.tree, self.clock = Tree('/'), MonotonicClock()
        self.watch = Watch(self.clock, request['timeoutS'], Cancel(), workload_late)
        self.events = WorkloadEvents(self.workload, self.clock.now_us(), False)
        self.runner = self.failure = None
        self.left, self.ended_s = [], None

    def run(self):
        try:
            self.runner = HeardRunner(self.tree, self.workload)
            try:
                self.follow()
            finally:
                self.left = [pid for pid in descendants() if pid != self.runner.process.pid]
                self.runner.end()
        except AgentError as error:
            self.failure = error
        except Cancelled:
            self.failure = AgentError('cancelled', 'the check was ended', 'operator')

    def follow(self):
        self.follow_to('load_end')
        self.follow_to('warmup_end')
        self.events.go(self.clock.now_us())
        self.runner.go_us = self.clock.now_us()
        self.runner.say({'op': 'go'})
        self.follow_to('inference_end')
        ended_s = time.monotonic()
        self.runner.say({'op': 'end'})
        self.follow_to(None)
        self.ended_s = time.monotonic() - ended_s

    def follow_to(self, until):
        follow_workload(self.runner, self.events, self.clock, self.watch, until)

    def report(self):
        return {
            'ok': self.failure is None,
            'failure': self.failure and self.failure.as_json(),
            'notes': [{'code': code, 'message': message} for code, message in self.notes()],
            'phasesS': self.phases(),
            'batches': self.events.batches,
            'warmupBatches': len(self.events.warmup_marks_us),
            'options': self.events.options,
            'events': [each['event'] for each in self.runner.heard if each['event'] != 'batch'] if self.runner else [],
        }

    def phases(self):
        """Seconds of each phase that has both of its ends; `start` is from the go to the first inference."""
        at = {edge['name']: edge['tUs'] for edge in self.events.edges}
        go_us = self.runner.go_us if self.runner else None
        spans = {name: (at.get(name + '_start'), at.get(name + '_end')) for name in ('load', 'warmup', 'inference')}
        spans['start'] = (go_us, at.get('inference_start'))
        return {name: (end - start) / 1e6 for name, (start, end) in sorted(spans.items()) if None not in (start, end)}

    def notes(self):
        """What the agent lets pass and a careful author would not."""
        if self.runner is None:
            return
        runner, events, workload = self.runner, self.events, self.workload
        if self.left:
            yield 'left_processes', '%d processes were left behind when it ended; the agent kills them' % len(self.left)
        if runner.noise_lines:
            yield 'noise', '%d lines on stdout are not events, such as %s; send them to stderr' % (
                runner.noise_lines, json.dumps(runner.noise[0]))
        if runner.talk:
            yield 'talks_while_measured', 'it printed %d lines while its inferences ran; printing costs power' % runner.talk
        if events.unknown:
            yield 'unknown_events', 'events that the agent ignores: %s' % ', '.join(map(json.dumps, events.unknown))
        if self.failure is not None:
            return
        if events.batches is None:
            yield 'no_batches', 'without the event batches the number of inferences is not attested, and sampling cannot be checked for aliasing'
        wanted = workload['warmupBatches']
        if len(events.warmup_marks_us) < wanted and self.phases()['warmup'] < workload['warmupMaxS'] * 0.9:
            yield 'few_warmup_marks', 'it printed %d of %d warm-up batches; the sampling period follows their length' % (
                len(events.warmup_marks_us), wanted)
        for key in OPTIONS:
            used = (events.options or {}).get(key)
            asked = workload.get('options', {}).get(key)
            if asked is not None and used is None:
                yield 'option_not_attested', 'it was asked for %s %s and does not say what it used' % (key, json.dumps(asked))
            elif asked is not None and used != asked:
                yield 'option_not_as_asked', 'it was asked for %s %s and used %s: the trial is rejected' % (
                    key, json.dumps(asked), json.dumps(used))
        if self.phases()['start'] > SLOW_START_S:
            yield 'slow_start', 'its inferences began %.1f s after the go' % self.phases()['start']
        if self.ended_s is not None and self.ended_s > SILENT_END_S:
            yield 'slow_end', 'it ended %.1f s after its inferences; every trial waits for that' % self.ended_s


def main():
    checked = Checked(json.loads(sys.stdin.readline()))
    adopt_orphans()
    checked.run()
    print(json.dumps(checked.report(), sort_keys=True))


if __name__ == '__main__':
    main()
