import unittest

from executor_case import ExecutorCase
from fake_board import shard, trial

ZONE = '/sys/class/thermal/thermal_zone0/temp'
BAND = {'lowC': 40.0, 'highC': 42.0, 'toleranceC': 1.0, 'riseC': 0.0, 'waitS': 20.0}
# Each warm-up batch makes the board half a degree warmer.
WARMING = """
import fcntl
def warmer():
    with open(%r, 'r+') as file:
        milli = int(file.read()) + 500
        file.seek(0); file.truncate(); file.write('%%d\\n' %% milli)
"""


class StartTemperature(ExecutorCase):
    def heat(self, celsius):
        self.board.put(ZONE, '%d\n' % (celsius * 1000))

    def begin(self, *trials, **band):
        client = self.client()
        client.request('start', shard=shard(*trials, startBand=dict(BAND, **band)))
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        return client

    def warming_runner(self):
        """A runner whose warm-up warms the board."""
        warmer = WARMING % self.board.at(ZONE)
        self.board.runner()
        path = self.board.at('/opt/joulefleet/workloads/alexnet')
        with open(path) as file:
            script = file.read()
        script = script.replace('def say(', warmer + 'def say(').replace('say("batch", tUs=us())', 'warmer(); say("batch", tUs=us())')
        with open(path, 'w') as file:
            file.write(script)

    def found(self, client):
        client.to_end()
        (body,) = client.of_kind('trial')
        self.assertEqual(body['outcome'], 'measured', body['error'])
        return body['start'], body['flags']

    def test_a_board_in_its_band_starts_at_once(self):
        self.heat(42.9)
        start, flags = self.found(self.begin(trial()))
        self.assertEqual((start['beforeC'], start['coolingMs'], start['warmingMs'], start['gaveUp']), (42.9, 0, 0, None))
        self.assertEqual((start['band'], flags), (BAND, []))

    def test_without_a_band_only_the_temperature_is_recorded(self):
        client = self.client()
        client.follow(shard(trial()))
        (body,) = client.of_kind('trial')
        wanted = {'band': None, 'beforeC': 41.5, 'coolingMs': 0, 'warmingMs': 0, 'gaveUp': None}
        self.assertEqual(body['start'], wanted)

    def test_a_hot_board_is_waited_for(self):
        self.heat(60)
        client = self.begin(trial(timeoutS=2))
        client.to_phase('cooling')
        self.heat(42)
        start, flags = self.found(client)
        self.assertEqual((start['beforeC'], start['gaveUp'], flags), (42.0, None, []))
        self.assertGreater(start['coolingMs'], 0)

    def test_what_warming_up_adds_is_reckoned_with(self):
        self.heat(41)
        client = self.begin(trial(), riseC=5.0)
        client.to_phase('cooling')
        self.heat(37)
        self.assertEqual(self.found(client)[1], [])

    def test_a_board_that_stays_hot_starts_hot(self):
        self.heat(60)
        start, flags = self.found(self.begin(trial(), waitS=1.0))
        self.assertEqual((start['gaveUp'], flags), ('limit', ['hot_start']))
        self.assertGreaterEqual(start['coolingMs'], 1000)

    def test_a_cold_board_is_warmed_by_its_workload(self):
        self.heat(30)
        self.warming_runner()
        start, flags = self.found(self.begin(trial()))
        self.assertEqual((start['gaveUp'], flags), (None, []))
        self.assertGreaterEqual(start['beforeC'], 40)
        self.assertGreater(start['warmingMs'], 0)

    def test_a_board_that_stays_cold_starts_cold(self):
        self.heat(30)
        start, flags = self.found(self.begin(trial(), waitS=1.0))
        self.assertEqual((start['gaveUp'], flags), ('limit', ['cold_start']))

    def test_a_workload_that_does_not_warm_up_for_long_warms_as_it_can(self):
        self.heat(30)
        self.warming_runner()
        path = self.board.at('/opt/joulefleet/workloads/alexnet')
        with open(path) as file:
            script = file.read()
        with open(path, 'w') as file:
            file.write(script.replace('range(spec["warmupBatches"])', 'range(3)'))
        start, flags = self.found(self.begin(trial()))
        self.assertEqual((start['gaveUp'], flags), ('load', ['cold_start']))

    def test_a_cool_down_comes_first(self):
        client = self.client()
        client.follow(shard(trial('t1', cooldownS=0.5), startBand=None))
        (body,) = client.of_kind('trial')
        marks = {event['name']: event['tUs'] for event in body['events']}
        self.assertGreater(marks['load_start'] - body['anchors'][0]['monotonicUs'], 500000)
        self.assertIn({'trialId': 't1', 'phase': 'cooling', 'done': 0, 'total': 1}, client.progress)

    def test_a_pause_ends_a_cool_down_and_leaves_no_trial(self):
        client = self.begin(trial(cooldownS=300))
        client.to_phase('cooling')
        client.request('pause', shardId='shard-1', fence=1)
        self.assertEqual((client.to_end()['reason'], client.of_kind('trial')), ('paused', []))

    def test_a_board_without_zones_starts_as_it_is(self):
        self.board.drop(ZONE)
        start, flags = self.found(self.begin(trial()))
        self.assertEqual((start['beforeC'], flags), (None, []))

    def test_a_pause_or_a_cancel_ends_the_wait_and_leaves_no_trial(self):
        for phase, celsius, op, reason in (('cooling', 60, 'pause', 'paused'), ('warming', 30, 'cancel', 'cancelled')):
            self.heat(celsius)
            client = self.begin(trial('t1'), trial('t2'))
            client.to_phase(phase)
            client.request(op, shardId='shard-1', fence=1)
            end = client.to_end()
            self.assertEqual((end['reason'], client.of_kind('trial')), (reason, []))
            self.assert_restored()
            client.request('ack', shardId='shard-1', fence=1, seq=2)
            self.assertEqual(client.close(), 0)


if __name__ == '__main__':
    unittest.main()
