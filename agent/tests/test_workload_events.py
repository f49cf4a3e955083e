import json
import math
import random
import time
import unittest

import agent_path
from joulefleet_agent.errors import WorkloadFailed
from joulefleet_agent.files import dump
from joulefleet_agent.line_reader import MAX_LINE, LineReader
from joulefleet_agent.runner import error_code, parse_event
from joulefleet_agent.workload_events import EDGES, WorkloadEvents

agent_path  # puts the package on the path
START_US = 5000000000
WORK = {'inferences': 100, 'batchSize': 8}


def told(events, now_us=START_US + 1000000, go_us=None, simulated=False):
    """What is kept of these events."""
    found = WorkloadEvents(WORK, START_US, simulated)
    for name, t_us, *more in events:
        if go_us is not None and name == 'inference_start':
            found.go(go_us)
        found.take(dict({'event': name, 'tUs': t_us}, **(more[0] if more else {})), now_us)
    return found


def edges(**changes):
    """The six events, 1 ms apart, in their order."""
    return [(name, changes.get(name, START_US + 1000 * (i + 1))) for i, name in enumerate(EDGES)]


def batches(**changes):
    return ('batches', None, dict({'count': 13, 'meanUs': 70.0, 'sdUs': 1.5}, **changes))


class Events(unittest.TestCase):
    def refused(self, events, *words, **how):
        with self.assertRaises(WorkloadFailed) as raised:
            told(events, **how)
        self.assertEqual((raised.exception.code, raised.exception.origin), ('workload_protocol', 'operator'))
        for word in words:
            self.assertIn(word, raised.exception.message)

    def test_all_six_are_kept_in_order(self):
        found = told(edges() + [batches()])
        self.assertEqual([edge['name'] for edge in found.edges], list(EDGES))
        self.assertEqual(found.batches, {'count': 13, 'meanUs': 70.0, 'sdUs': 1.5})

    def test_a_mark_that_is_no_whole_number_is_rounded(self):
        found = told(edges(load_start=START_US + 123.4567))
        self.assertEqual(found.edges[0], {'name': 'load_start', 'tUs': START_US + 123})

    def test_a_mark_that_is_no_number_is_refused_by_what_is_wanted(self):
        for wrong in (None, True, '5000000001', [], {}, math.nan, math.inf, -math.inf, 10 ** 400):
            self.refused(edges(load_end=wrong), 'load_end has tUs', 'CLOCK_MONOTONIC')

    def test_a_mark_of_another_clock_or_unit_is_told_as_what_it_looks_like(self):
        now_us = START_US + 1000000
        for value, looks in (
            (now_us / 1e6, 'seconds of the monotonic clock'),
            (now_us / 1e3, 'milliseconds of the monotonic clock'),
            (now_us * 1e3, 'nanoseconds of the monotonic clock'),
            (time.time(), 'seconds of the time of day'),
            (time.time() * 1e6, 'microseconds of the time of day'),
            (int(time.time() * 1e9), 'nanoseconds of the time of day'),
        ):
            self.refused(edges(load_start=value), 'it looks like ' + looks, 'now is %d' % now_us, now_us=now_us)
        self.refused(edges(load_start=-1), 'load_start has tUs -1')
        self.refused(edges(inference_end=START_US + 999999999), 'inference_end has tUs')
        own_us = int(time.monotonic() * 1e6)
        events = WorkloadEvents(WORK, own_us + 10 ** 9, True)
        with self.assertRaises(WorkloadFailed) as raised:
            events.take({'event': 'load_start', 'tUs': own_us}, own_us + 2 * 10 ** 9)
        self.assertIn('looks like microseconds of the monotonic clock', raised.exception.message)
        self.assertIn('of the twin', raised.exception.message)

    def test_marks_out_of_order_or_twice_are_refused(self):
        six = edges()
        self.refused(six[:5] + [six[4]], 'inference_start was printed twice', 'expected inference_end')
        self.refused(six + [six[5]], 'inference_end was printed twice', 'expected no more events')
        self.refused([six[0], six[2]], 'warmup_start was printed too early', 'expected load_end')
        self.refused(edges(load_end=START_US + 500), 'load_end at 5000000500 us is before load_start')
        self.refused(edges(inference_end=six[4][1]), 'the same instant')
        self.refused(six[:3] + [('batch', START_US + 3500), ('batch', START_US + 3400)], 'is before the preceding one')

    def test_inferences_that_began_before_the_go_are_refused(self):
        self.refused(edges(), 'is before the line {"op": "go"}', go_us=START_US + 900000)
        self.assertEqual(len(told(edges(), go_us=START_US + 4500).edges), 6)

    def test_the_batches_are_those_that_were_asked_for(self):
        for count in (0, -13, 1.5, 12.5, '13', None, True, math.nan, math.inf, 1 << 40, 10 ** 300):
            self.refused(edges() + [batches(count=count)], 'batches has count')
        self.refused(edges() + [batches(count=11)], 'count 11', '100 inferences are 13 batches')
        for count in (12, 13, 14, 13.0):
            self.assertEqual(told(edges() + [batches(count=count)]).batches['count'], count)
        for name, values in (('meanUs', (0, -1, None, math.nan, '7')), ('sdUs', (-1, None, math.nan, math.inf, 'x'))):
            for value in values:
                self.refused(edges() + [batches(**{name: value})], 'batches has ' + name)
        self.refused(edges() + [batches(), batches()], 'batches was printed twice')

    def test_quantiles_of_batch_times_rise(self):
        tails = {'p50Us': 69.0, 'p95Us': 75, 'p99Us': 80.5, 'maxUs': 80.5}
        self.assertEqual(told(edges() + [batches(**tails)]).batches, dict({'count': 13, 'meanUs': 70.0, 'sdUs': 1.5}, **tails))
        self.assertEqual(told(edges() + [batches(p99Us=80, maxUs=None)]).batches['p99Us'], 80)
        for key, values in (('p95Us', (68.9, '75', True, math.nan)), ('p99Us', (74, -1)), ('maxUs', (80, math.inf))):
            for value in values:
                self.refused(edges() + [batches(**dict(tails, **{key: value}))], 'batches has ' + key, 'expected microseconds')
        self.refused(edges() + [batches(maxUs=69.9)], 'batches has maxUs', 'at least 70')

    def test_the_deviation_of_one_batch_is_zero(self):
        for value in (math.nan, None, 0.0):
            events = WorkloadEvents({'inferences': 8, 'batchSize': 8}, START_US, False)
            events.take({'event': 'batches', 'count': 1, 'meanUs': 70, 'sdUs': value}, START_US)
            self.assertEqual(events.batches['sdUs'], 0.0)

    def test_a_mean_in_another_unit_does_not_fit_the_window(self):
        for mean in (0.07, 70e-6, 70e3):
            self.refused(edges() + [batches(meanUs=mean)], 'do not fit the window of 1000 us')
            self.refused(edges()[:5] + [batches(meanUs=mean), edges()[5]], 'do not fit the window of 1000 us')

    def test_what_it_says_that_it_used_is_kept_by_key(self):
        self.assertIsNone(told(edges()).options)
        used = {'runtime': 'tensorrt', 'lazyLoading': True, 'precision': None, 'parameters': {'threads': 2, 'runtime': 'x'}}
        found = told([('options', None, used)] + edges())
        wanted = {'runtime': 'tensorrt', 'lazyLoading': True, 'precision': None, 'parameters.threads': 2, 'parameters.runtime': 'x'}
        self.assertEqual(found.options, wanted)

    def test_options_that_cannot_be_compared_are_refused(self):
        for wrong in ({'runtime': []}, {'runtime': 'x' * 201}, {'n': math.nan}, {'x' * 201: 1}, {'parameters': {'a': {}}}):
            self.refused([('options', None, wrong)], 'options has')
        self.refused([('options', None, {'parameters': 3})], 'expected an object')
        self.refused([('options', None, {str(i): i for i in range(65)})], 'at most 64')
        self.refused([('options', None, {}), ('options', None, {})], 'twice')

    def test_a_misspelt_event_is_named_at_the_end(self):
        found = told(edges()[:4] + [('inference_strat', 1), ('\ud800\0', 2)])
        self.assertEqual(
            found.missing('inference_end'),
            'ended without inference_end; it printed "inference_strat", "\ufffd\ufffd", not an event',
        )

    def test_endless_marks_take_no_memory(self):
        found = told(edges()[:3])
        for i in range(20000):
            found.take({'event': 'batch', 'tUs': START_US + 3000 + i}, START_US + 1000000)
        self.assertEqual(len(found.warmup_marks_us), 4096)


class Lines(unittest.TestCase):
    def test_a_line_comes_whole_however_it_was_cut(self):
        text = b'{"event":"a"}\n\nnoise\n' + b'x' * 1000 + b'\nrest'
        for size in (1, 7, 4096):
            reader, lines = LineReader(), []
            for i in range(0, len(text), size):
                reader.add(text[i:i + size])
                lines += reader.take()
            self.assertEqual(lines, [b'{"event":"a"}', b'', b'noise', b'x' * 1000])

    def test_a_line_without_an_end_takes_no_memory_and_hides_nothing_behind_it(self):
        reader = LineReader()
        for _ in range(100):
            reader.add(b'y' * 65536)
            self.assertLessEqual(len(reader.part), MAX_LINE)
        reader.add(b'{"event":"batch"}\n{"event":"load_end"}\n')
        self.assertEqual(reader.take(), [b'{"event":"load_end"}'])

    def test_what_is_no_event_is_noise(self):
        for line in (b'', b'[' * 60000, b'{"event": 7}', b'[]', b'null', b'\xff\xfe', b'{"event"', b'"event"'):
            self.assertIsNone(parse_event(line))

    def test_a_code_is_a_word(self):
        self.assertEqual(error_code('out_of_memory'), 'out_of_memory')
        for wrong in (None, 7, '', 'Out of memory', 'x' * 65, 'a\n', ['a'], '\0'):
            self.assertEqual(error_code(wrong), 'workload_failed')


class Fuzz(unittest.TestCase):
    """Anything that a workload may print is used or refused by name."""

    def test_events_of_any_kind(self):
        drawn = random.Random(20261126)
        now_us = START_US + 1000000
        values = [
            None, True, 0, -1, 13, 1.5, 1e308, math.nan, math.inf, 1 << 70, '', '13', [], {}, START_US, now_us, now_us + 5e8,
        ]
        names = list(EDGES) * 2 + ['batch', 'batches', 'error', 'x', '\ud800']
        for _ in range(20000):
            events = WorkloadEvents(WORK, START_US, drawn.random() < 0.5)
            t_us = START_US
            try:
                for name in list(EDGES) if drawn.random() < 0.7 else drawn.choices(names, k=6):
                    t_us += drawn.randrange(5000)
                    event = {'event': name, 'tUs': drawn.choice(values) if drawn.random() < 0.1 else t_us}
                    event.update({key: drawn.choice(values) for key in ('count', 'meanUs', 'sdUs', 'p99Us') if drawn.random() < 0.9})
                    events.take(event, now_us)
            except WorkloadFailed as error:
                self.assertEqual(error.code, 'workload_protocol')
                self.assertLess(len(dump(error.as_json())), 1000)
            times = [edge['tUs'] for edge in events.edges]
            self.assertEqual(times, sorted(times))
            json.loads(dump([events.edges, events.batches]), parse_constant=self.fail)

    def test_lines_of_any_kind(self):
        drawn = random.Random(20261127)
        for _ in range(20000):
            line = bytes(drawn.choice(b'{}[]":,0123456789.eE+-aentuv \\u\xd8\x00') for _ in range(drawn.randrange(60)))
            event = parse_event(line)
            self.assertTrue(event is None or isinstance(event['event'], str))


if __name__ == '__main__':
    unittest.main()
