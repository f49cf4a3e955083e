import os
import tempfile
import unittest
from array import array

import agent_path
from executor_case import ExecutorCase
from fake_board import shard, trial
from joulefleet_agent.attachment import Attachment
from joulefleet_agent.files import read_json
from joulefleet_agent.live_reading import LiveReading
from joulefleet_agent.rails import Rail

OFTEN = """
from joulefleet_agent import live_reading, sampler, serve
serve.LIVE_S = serve.LIVE_MEASURING_S = serve.FOLLOW_MEASURING_S = 0.02
live_reading.EVERY_US = sampler.POLL_INTERVAL_US = 20000
"""


class Clock:
    def __init__(self):
        self.us = 1000000

    def now_us(self):
        return self.us


class Notes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, 'live.json')
        self.clock = Clock()
        self.live = LiveReading(self.path, self.clock)
        self.addCleanup(lambda: os.close(self.live.descriptor))
        self.live.begin('t1')

    def noted(self):
        return read_json(self.path)

    def test_nothing_is_noted_before_a_trial_measures(self):
        self.assertIsNone(self.noted())

    def test_the_power_is_the_mean_of_the_samples_since_the_last_note(self):
        self.live.look(2000000, [array('q', [1000, 2000])])
        self.assertEqual(self.noted(), {'trialId': 't1', 'powerMw': 1500, 'railsMw': {}, 'temperatureC': None, 'temperatureAgeS': None})
        self.live.look(3000000, [array('q', [1000, 2000, 5000, 7000])])
        self.assertEqual(self.noted()['powerMw'], 6000)

    def test_at_most_once_a_second(self):
        self.live.look(2000000, [array('q', [1000])])
        self.live.look(2999999, [array('q', [1000, 9000])])
        self.assertEqual(self.noted()['powerMw'], 1000)
        self.live.look(3000000, [array('q', [1000, 9000, 1000])])
        self.assertEqual(self.noted()['powerMw'], 5000)

    def test_a_temperature_is_noted_with_its_age(self):
        self.live.take_temperature(41.26)
        self.assertEqual(self.noted(), {'trialId': 't1', 'powerMw': None, 'railsMw': {}, 'temperatureC': 41.3, 'temperatureAgeS': 0})
        self.live.leave_to_sampler([Rail('VDD_IN', 'iio', 'chip')])
        self.live.look(4500000, [array('q', [800])])
        self.assertEqual(self.noted(), {'trialId': 't1', 'powerMw': 800, 'railsMw': {}, 'temperatureC': 41.3, 'temperatureAgeS': 3.5})

    def test_each_other_rail_is_noted_by_its_label(self):
        labels = ['VDD_IN', 'VDD_SOC', 'a "rail"']
        self.live.leave_to_sampler([Rail(label, 'iio', 'chip') for label in labels])
        self.live.look(2000000, [array('q', [5000]), array('q', [700]), array('q', [40])])
        self.live.look(3000000, [array('q', [5000, 6000, 7000]), array('q', [700, 800, 900]), array('q', [40, 50, 50])])
        self.assertEqual(self.noted()['railsMw'], {'VDD_SOC': 850, 'a "rail"': 50})

    def test_only_the_sampler_notes_while_it_runs(self):
        self.live.leave_to_sampler([Rail('VDD_IN', 'iio', 'chip')])
        self.live.take_temperature(50.0)
        self.assertIsNone(self.noted())

    def test_the_next_trial_takes_nothing_over(self):
        self.live.take_temperature(41.0)
        self.live.look(3000000, [array('q', [1000, 2000])])
        self.live.begin('t2')
        self.live.look(3000000, [array('q', [400])])
        self.assertEqual(self.noted(), {'trialId': 't2', 'powerMw': 400, 'railsMw': {}, 'temperatureC': None, 'temperatureAgeS': None})

    def test_a_folder_that_takes_no_file_ends_nothing(self):
        live = LiveReading(os.path.join(self.path, 'none'), self.clock)
        live.begin('t1')
        live.look(2000000, [array('q', [1000])])


class Sent(ExecutorCase):
    def test_what_the_running_trial_measures_is_sent_while_it_is_followed(self):
        self.board.runner(work='time.sleep(0.3)')
        client = self.patched(OFTEN)
        client.follow(shard(trial('t1'), trial('t2')))
        powers = {live['trialId']: live['powerMw'] for live in client.live if live['powerMw'] is not None}
        self.assertEqual(set(powers), {'t1', 't2'})
        self.assertTrue(all(power > 0 for power in powers.values()), powers)
        self.assertIn(41.5, [live['temperatureC'] for live in client.live])

    def test_what_stands_there_at_the_first_look_may_be_old_and_is_not_sent(self):
        attachment = Attachment(None, 'shard-1', 0)
        old, new = {'trialId': 't1', 'powerMw': 1}, {'trialId': 't1', 'powerMw': 2}
        seen = [attachment.next_live(lambda: live, trial_id, 0.0) for live, trial_id in
                [(old, 't1'), (old, 't1'), (new, 't1'), (new, 't1'), (old, 't2'), (None, 't2')]]
        self.assertEqual(seen, [None, None, new, None, None, None])
        self.assertIsNone(attachment.next_live(lambda: old, 't1', 60.0))


if __name__ == '__main__':
    unittest.main()
