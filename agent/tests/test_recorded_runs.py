"""What the delivered runners printed on a machine with a GPU (H200, PyTorch 2.11, transformers 5.17, ONNX Runtime 1.30), taken by the agent."""

import json
import os
import unittest

import agent_path
from joulefleet_agent.errors import WorkloadFailed
from joulefleet_agent.runner import parse_event
from joulefleet_agent.workload_events import EDGES, WorkloadEvents

RECORDED = os.path.join(agent_path.AGENT_FOLDER, 'tests', 'fixtures', 'recorded_runs.jsonl')
MODELS = ('alexnet', 'berttiny', 'distilbert', 'mobilenetv2', 'resnet18', 'yolov4tiny')


def recorded_runs():
    with open(RECORDED, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def replay(run):
    """The events of a run as its executor took them; the go is said at the end of the warm-up."""
    told = [event for event in (parse_event(line.encode('utf-8')) for line in run['lines']) if event is not None]
    times = [event['tUs'] for event in told if 'tUs' in event]
    events = WorkloadEvents(run['request'], min(times) if times else 0, False)
    for event in told:
        if event['event'] != 'error':
            events.take(event, max(times))
        if event['event'] == 'warmup_end':
            events.go(event['tUs'])
    return events, [event for event in told if event['event'] == 'error']


class RecordedRuns(unittest.TestCase):
    def test_every_model_ran_eager_and_traced(self):
        found = {(run['request']['name'], run['request']['graphMode']) for run in recorded_runs() if run['fails'] is None}
        self.assertLessEqual({(name, mode) for name in MODELS for mode in ('dynamic', 'static')}, found)

    def test_what_measured_has_all_edges_and_the_batches_asked_for(self):
        runs = [run for run in recorded_runs() if run['fails'] is None]
        self.assertGreater(len(runs), 15)
        for run in runs:
            with self.subTest(run['name']):
                events, errors = replay(run)
                self.assertEqual(([edge['name'] for edge in events.edges], errors), (list(EDGES), []))
                self.assertEqual(events.batches['count'] * run['request']['batchSize'], run['request']['inferences'])
                self.assertEqual(len(events.warmup_marks_us), run['request']['warmupBatches'])

    def test_the_times_of_the_batches_make_up_the_window(self):
        for run in recorded_runs():
            if run['fails'] is None:
                with self.subTest(run['name']):
                    events, _ = replay(run)
                    window_us = events.time_us('inference_end') - events.time_us('inference_start')
                    self.assertAlmostEqual(events.batches['count'] * events.batches['meanUs'] / window_us, 1, delta=0.02)

    def test_each_says_that_it_used_what_was_asked_for(self):
        for run in recorded_runs():
            if run['fails'] is None:
                events, _ = replay(run)
                for key, wanted in run['request']['options'].items():
                    if key != 'parameters':
                        self.assertEqual((run['name'], events.options[key]), (run['name'], wanted))
                for name, wanted in run['request']['options'].get('parameters', {}).items():
                    self.assertEqual(events.options['parameters.' + name], wanted)

    def test_what_failed_names_it_and_says_what_to_do(self):
        for run in recorded_runs():
            if run['fails'] is not None:
                _, (error,) = replay(run)
                self.assertEqual(error['code'], run['fails'])
                self.assertGreater(len(error['remedy']), 20)

    def test_an_altered_run_is_refused(self):
        run = next(run for run in recorded_runs() if run['fails'] is None)
        late = [line.replace('"event": "inference_end"', '"event": "inference_over"') for line in run['lines']]
        self.assertIsNone(replay(dict(run, lines=late))[0].time_us('inference_end'))
        with self.assertRaises(WorkloadFailed):
            replay(dict(run, request=dict(run['request'], inferences=run['request']['inferences'] * 3)))


if __name__ == '__main__':
    unittest.main()
