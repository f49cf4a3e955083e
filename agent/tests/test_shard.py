import os
import statistics
import unittest

from codec_fixture import decode
from executor_case import ExecutorCase
from fake_board import CPU_KHZ, GPU_HZ, IIO, RAILS, shard, trial


class WholeShard(ExecutorCase):
    def test_is_executed_streamed_acknowledged_and_undone(self):
        client = self.client()
        work = shard(trial('t1', CPU_KHZ[0], GPU_HZ[2]), trial('t2', 'dvfs', 'dvfs'), afterSeq=40)
        started = client.follow(work, 40)
        self.assertEqual(started['state'], 'started')
        # The executor may have written already.
        self.assertIn(started['lastSeq'], range(40, 47))
        kinds = [record['kind'] for record in client.records]
        self.assertEqual(kinds, ['shard_start', 'trace', 'trial', 'trace', 'trial', 'shard_end'])
        self.assertEqual([record['seq'] for record in client.records], list(range(41, 47)))
        self.assertEqual(client.records[0]['body']['snapshot'], self.before)
        self.assertEqual(
            client.records[-1]['body'],
            {'reason': 'completed', 'restored': {'verified': True, 'differences': []}, 'error': None},
        )
        self.assert_restored()
        self.assertEqual(client.request('ack', shardId='shard-1', fence=1, seq=43), {'remaining': 3})
        self.assertEqual(client.request('ack', shardId='shard-1', fence=1, seq=46), {'remaining': 0})
        self.assertEqual(os.listdir(self.state('spool')), [])
        self.assertEqual(client.close(), 0)

    def test_a_board_found_otherwise_than_it_was_accepted_measures_nothing(self):
        policies = [
            {'policy': policy, 'governor': 'schedutil', 'minKhz': CPU_KHZ[1], 'maxKhz': CPU_KHZ[2]} for policy in (0, 2)
        ]
        gpu = {'governor': 'nvhost_podgov', 'minHz': GPU_HZ[0], 'maxHz': GPU_HZ[-1]}
        client = self.client()
        client.follow(shard(accepted={'cpu': policies, 'gpu': gpu}))
        self.assertEqual((client.records[-1]['body']['reason'], client.records[-1]['body']['error']), ('completed', None))
        for fence, (accepted, found) in enumerate((
            ({'cpu': policies, 'gpu': dict(gpu, maxHz=GPU_HZ[1])}, 'GPU is left to nvhost_podgov from .*; accepted was'),
            ({'cpu': [dict(policies[0], governor='ondemand'), policies[1]], 'gpu': gpu}, 'CPU policy 0 is left to schedutil'),
            ({'cpu': policies[:1], 'gpu': gpu}, 'CPU policy 2 was not there when the device was accepted'),
            ({'cpu': policies + [dict(policies[0], policy=4)], 'gpu': gpu}, 'CPU policy 4 is missing'),
        ), 2):
            client.records.clear()
            client.follow(shard(shardId='shard-%d' % fence, fence=fence, accepted=accepted))
            end = client.records[-1]['body']
            self.assertEqual([record['kind'] for record in client.records], ['shard_end'])
            self.assertEqual((end['reason'], end['error']['code'], end['error']['origin']), ('fault', 'not_as_accepted', 'device'))
            self.assertRegex(end['error']['message'], found)
            self.assert_restored()
        self.assertEqual(client.close(), 0)

    def test_a_trial_tells_all_that_was_measured(self):
        client = self.client()
        client.follow(shard(trial('t1', CPU_KHZ[0], GPU_HZ[2])))
        (found,) = client.of_kind('trial')
        self.assertEqual((found['trialId'], found['attempt'], found['outcome']), ('t1', 1, 'measured'))
        self.assertEqual((found['error'], found['flags'], found['simulated'], found['chunks']), (None, [], False, 1))
        names = ['load_start', 'load_end', 'warmup_start', 'warmup_end', 'inference_start', 'inference_end']
        self.assertEqual([event['name'] for event in found['events']], names)
        self.assertEqual((found['batches']['count'], found['batches']['sdUs']), (13, 1.5))
        self.assertEqual(found['before'], found['after'])
        self.assertEqual({cpu['curKhz'] for cpu in found['before']['cpu']}, {CPU_KHZ[0]})
        self.assertEqual(found['sampling'], {'mode': 'dither', 'periodUs': None})
        self.assertEqual(found['temperatureC'], {'start': 41.5, 'end': 41.5})
        self.assertEqual(len(found['anchors']), 2)
        self.assertGreater(found['sensor']['readLatencyUs'], 0)

    def test_counters_of_overcurrent_are_read_before_and_after_the_work(self):
        counter = '/sys/class/hwmon/hwmon7/oc1_event_cnt'
        self.board.put(counter, '3\n')
        work = 'open(%r, "w").write("5"); time.sleep(0.1)' % self.board.at(counter)
        self.board.runner(work=work)
        client = self.client()
        client.follow(shard(trial('t1')))
        (found,) = client.of_kind('trial')
        self.assertEqual(found['overcurrent'], {'start': {'oc1': 3}, 'end': {'oc1': 5}})

    def test_counters_of_the_clocks_are_read_at_both_ends_of_the_window(self):
        counter = '/sys/devices/system/cpu/cpufreq/policy0/stats/time_in_state'
        self.board.put(counter, '614400 100\n')
        work = 'open(%r, "w").write("614400 140"); time.sleep(0.4)' % self.board.at(counter)
        self.board.runner(work=work)
        client = self.client()
        client.follow(shard(trial('t1')))
        (found,) = client.of_kind('trial')
        (cpu,) = found['residency']['cpu']
        self.assertEqual((cpu['policy'], cpu['method'], cpu['levels']), (0, 'counters', [{'khz': 614400, 'ms': 400.0}]))
        self.assertGreaterEqual(cpu['spanMs'], 400)

    def test_samples_reach_from_before_load_to_behind_the_window(self):
        client = self.client()
        client.follow(shard(trial('t1', mode='fixed')))
        (found,), (chunk,) = client.of_kind('trial'), client.of_kind('trace')
        marks = {event['name']: event['tUs'] for event in found['events']}
        times, columns = decode(chunk)
        self.assertEqual(chunk['rails'], RAILS)
        self.assertEqual([set(column) for column in columns], [{2000}, {4000}, {6000}])
        self.assertLess(times[0], marks['load_start'])
        self.assertGreater(times[-1] - found['sensor']['averagingUs'], marks['inference_end'])
        inside = [t for t in times if marks['inference_start'] <= t <= marks['inference_end']]
        # A busy machine makes the sampler skip; it does not make it faster.
        self.assertIn(len(inside), range(1, (marks['inference_end'] - marks['inference_start']) // 10000 + 5))
        self.assertAlmostEqual(statistics.median(b - a for a, b in zip(times, times[1:])), 10000, delta=2000)
        self.assertEqual(found['sampling'], {'mode': 'fixed', 'periodUs': 10000})

    def test_rests_at_the_operating_point_before_and_after_the_workload(self):
        self.board.runner(work='time.sleep(0.2)')
        client = self.client()
        client.follow(shard(trial('t1', idleS=0.1)))
        (found,), (chunk,) = client.of_kind('trial'), client.of_kind('trace')
        marks = {event['name']: event['tUs'] for event in found['events']}
        before, after = found['idle']['before'], found['idle']['after']
        self.assertLess(before['endUs'], marks['load_start'])
        # The GPU needs a second to be gated.
        self.assertGreater(after['startUs'], marks['inference_end'] + 1000000)
        for rest in (before, after):
            self.assertEqual(rest['endUs'] - rest['startUs'], 100000 + 2 * found['sensor']['averagingUs'])
        times, _ = decode(chunk)
        for rest in (before, after):
            self.assertGreater(len([t for t in times if rest['startUs'] <= t <= rest['endUs']]), 5)
        self.assertGreater(times[-1], after['endUs'])
        self.assertIn({'trialId': 't1', 'phase': 'resting', 'done': 0, 'total': 1}, client.progress)

    def test_a_cancel_ends_a_rest(self):
        client = self.client()
        client.request('start', shard=shard(trial('t1', idleS=600)))
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_phase('resting')
        client.request('cancel', shardId='shard-1', fence=1)
        client.to_end()
        (found,) = client.of_kind('trial')
        self.assertEqual((found['outcome'], found['idle']), ('cancelled', None))
        self.assert_restored()

    def test_cycles_of_the_sensor_set_the_period(self):
        client = self.client()
        client.follow(shard(trial('t1', mode='batch-aware', periodMs=100)))
        (found,) = client.of_kind('trial')
        self.assertEqual(found['sensor']['averagingUs'], 90000)
        self.assertEqual(found['sampling'], {'mode': 'cycle', 'periodUs': 0.99 * 90000})

    def test_progress_tells_phases_and_counts(self):
        client = self.client()
        client.follow(shard(trial('t1'), trial('t2')))
        self.assertIn({'trialId': 't2', 'phase': 'measuring', 'done': 1, 'total': 2}, client.progress)
        self.until(lambda: client.request('status')['executor'] is None)

    def test_the_status_tells_who_executes_what(self):
        client = self.client()
        client.request('start', shard=shard(trial('t1')))
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_phase('measuring')
        status = client.request('status')
        self.assertEqual((status['executor']['shardId'], status['executor']['fence']), ('shard-1', 1))
        self.assertEqual(status['executor']['progress']['trialId'], 't1')
        self.assertEqual(status['spools'], [{'shardId': 'shard-1', 'lastSeq': 1, 'ackedSeq': 0}])
        self.assertGreater(status['snapshot']['takenAtUs'], 0)
        self.assertIsNone(status['restore'])
        client.to_end()


STEADY_RUNNER = """#!/usr/bin/env python3
import json, sys, time
def say(event, t_us):
    print(json.dumps({'event': event, 'tUs': t_us}), flush=True)
def us():
    return int(time.monotonic() * 1e6)
sys.stdin.readline()
start = us()
time.sleep(0.102)
for event in ('load_start', 'load_end', 'warmup_start'):
    say(event, start)
for i in range(5):
    say('batch', start + 20000 * (i + 1))
say('warmup_end', start + 101000)
sys.stdin.readline()
say('inference_start', us())
time.sleep(0.1)
say('inference_end', us())
"""


class Iio(ExecutorCase):
    layout = 'iio'

    def test_a_steady_batch_sets_the_period_where_readings_are_single_conversions(self):
        self.board.drop(IIO + '/running_mode')
        client = self.client()
        self.board.runner(script=STEADY_RUNNER)
        client.follow(shard(trial('t1', mode='batch-aware', periodMs=100, warmupBatches=5)))
        (found,) = client.of_kind('trial')
        self.assertEqual(found['sampling']['mode'], 'batch-aware')
        self.assertAlmostEqual(found['sampling']['periodUs'], 4.618033988749895 * 20000, places=3)

    def test_measures_and_puts_the_sensor_back(self):
        client = self.client()
        client.follow(shard())
        (found,), (chunk,) = client.of_kind('trial'), client.of_kind('trace')
        self.assertEqual((chunk['rails'], found['sensor']['runningMode']), (['POM_5V_IN', 'POM_5V_GPU'], 1))
        self.assertEqual([set(column) for column in decode(chunk)[1]], [{2000}, {1000}])
        self.assert_restored()
        self.assertEqual(self.board.read('/sys/bus/i2c/drivers/ina3221x/6-0040/iio:device0/running_mode'), '0')


if __name__ == '__main__':
    unittest.main()
