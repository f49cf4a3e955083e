import json
import os
import resource
import subprocess
import unittest

from executor_case import ExecutorCase
from fake_board import CPU_KHZ, GPU_HZ, HWMON, shard, trial

POLICY = '/sys/devices/system/cpu/cpufreq/policy0'


NOISY = """
import random
for _ in range(400):
    time.sleep(0.002); open(%r, "r+").write("%%9d" %% random.randrange(9999))
"""


class Outcomes(ExecutorCase):
    shards = 0

    def outcome(self, *trials, **changes):
        client = self.client()
        self.shards += 1
        trials = trials or [trial(**changes)]
        client.follow(shard(*trials, shardId='shard-%d' % self.shards, fence=self.shards))
        self.assertEqual(client.records[-1]['body']['reason'], 'completed')
        self.assert_restored()
        return client.of_kind('trial')[0]

    def assert_failed(self, found, outcome, code, origin):
        error = found['error']
        self.assertEqual((found['outcome'], error['code'], error['origin']), (outcome, code, origin))
        self.assertEqual(found['chunks'], 0)

    def test_an_exit_code_is_the_workloads_failure_and_its_stderr_the_reason(self):
        self.board.runner(work='sys.stderr.write("x" * 5000 + "no kernel image"); sys.exit(3)')
        found = self.outcome()
        self.assert_failed(found, 'failed', 'workload_failed', 'operator')
        self.assertTrue(found['error']['message'].startswith('exit code 3: xxx'))
        self.assertTrue(found['error']['message'].endswith('no kernel image'))
        self.assertLess(len(found['error']['message']), 2100)

    def test_options_reach_the_workload_as_they_are_and_never_in_place_of_its_own_keys(self):
        self.board.runner(work='sys.stderr.write("said " + json.dumps(spec, sort_keys=True)); sys.exit(3)')
        asked = trial()
        parameters = {'threads': 2, 'text': '$(id) "\'', 'scale': 0.5, 'check': False}
        asked['workload']['options'] = {'runtime': 'libtorch', 'batchSize': 99, 'parameters': parameters}
        said = json.loads(self.outcome(asked)['error']['message'].split('said ')[1])
        self.assertEqual((said['runtime'], said['batchSize'], said['parameters']), ('libtorch', 8, parameters))
        said = json.loads(self.outcome(trial())['error']['message'].split('said ')[1])
        self.assertFalse({'runtime', 'parameters'} & set(said))

    def test_a_signal_is_named(self):
        self.board.runner(work='import os; os.kill(os.getpid(), 9)')
        self.assert_failed(self.outcome(), 'failed', 'workload_killed', 'operator')

    def test_out_of_memory_is_told_as_such(self):
        self.board.runner(work='say("error", code="out_of_memory", message="3.1 GB short"); sys.exit(1)')
        found = self.outcome()
        self.assert_failed(found, 'failed', 'out_of_memory', 'operator')
        self.assertEqual(found['error']['message'], '3.1 GB short')

    def test_an_end_without_a_window_is_a_failure(self):
        self.board.runner(work='sys.exit(0)')
        found = self.outcome()
        self.assert_failed(found, 'failed', 'workload_protocol', 'operator')
        self.assertIn('inference_end', found['error']['message'])

    def test_a_workload_that_takes_too_long_is_ended_with_all_it_started(self):
        self.board.runner(work='import subprocess; subprocess.Popen(["sleep", "77.25"]); time.sleep(60)')
        self.assert_failed(self.outcome(timeoutS=0.5), 'failed', 'timeout', 'operator')
        self.assertEqual(subprocess.call(['pgrep', '-f', 'sleep 77[.]25'], stdout=subprocess.DEVNULL), 1)

    def test_a_daemon_that_left_the_group_is_ended_too(self):
        daemon = 'import subprocess; subprocess.Popen(["sleep", "77.5"], start_new_session=True, close_fds=True, %s)'
        nowhere = 'stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL'
        self.board.runner(work=daemon % nowhere)
        self.assertEqual(self.outcome()['outcome'], 'measured')
        self.assertEqual(subprocess.call(['pgrep', '-f', 'sleep 77[.]5'], stdout=subprocess.DEVNULL), 1)

    def test_one_that_ended_is_not_waited_for_because_of_what_it_left(self):
        self.board.runner(work='import subprocess; subprocess.Popen(["sleep", "78.5"])')
        self.assertEqual(self.outcome(timeoutS=20)['outcome'], 'measured')
        self.assertEqual(subprocess.call(['pgrep', '-f', 'sleep 78[.]5'], stdout=subprocess.DEVNULL), 1)

    def test_one_that_says_nothing_more_and_does_not_end_is_ended(self):
        silent = 'import os; sys.stdout.flush(); os.close(1); os.close(2); time.sleep(60)'
        for work in (silent, 'import signal; signal.signal(15, signal.SIG_IGN); ' + silent):
            self.board.runner(work=work)
            self.assert_failed(self.outcome(timeoutS=0.6), 'failed', 'timeout', 'operator')

    def test_one_that_never_stops_talking_is_ended(self):
        for stream in ('sys.stdout', 'sys.stderr'):
            self.board.runner(work='while True: %s.write("{}\\n" * 999 + "z" * 99999)' % stream)
            self.assert_failed(self.outcome(timeoutS=0.8), 'failed', 'timeout', 'operator')

    def test_marks_of_another_clock_end_the_trial_within_seconds(self):
        for mark in ('time.time() * 1e6', 'time.monotonic() * 1e9', 'us() + 10 ** 10', 'float("nan")', '"soon"'):
            self.board.runner(events='start = %s' % mark)
            found = self.outcome(timeoutS=20)
            self.assert_failed(found, 'failed', 'workload_protocol', 'operator')
            self.assertIn('inference_start has tUs', found['error']['message'])

    def test_marks_as_python_writes_them_are_taken(self):
        self.board.runner(events='start, end = start + 0.25, time.monotonic() * 1e6')
        found = self.outcome()
        self.assertEqual((found['outcome'], found['error']), ('measured', None))

    def test_less_work_than_asked_for_is_told(self):
        self.board.runner(events='count = 9')
        found = self.outcome()
        self.assert_failed(found, 'failed', 'workload_protocol', 'operator')
        self.assertIn('100 inferences are 13 batches', found['error']['message'])

    def test_what_no_database_takes_is_told_without_it(self):
        self.board.runner(work='sys.stderr.buffer.write(b"a\\0b\\x1b[31m\\xff\\xed\\xa0\\x80"); sys.exit(1)')
        found = self.outcome()
        self.assert_failed(found, 'failed', 'workload_failed', 'operator')
        self.assertRegex(found['error']['message'], '^exit code 1: a\ufffdb\ufffd\\[31m\ufffd+$')
        self.board.runner(work='say("error", code="out\\0", message="half \\ud83d of a pair"); sys.exit(1)')
        found = self.outcome()
        self.assert_failed(found, 'failed', 'workload_failed', 'operator')
        self.assertEqual(found['error']['message'], 'half \ufffd of a pair')

    def test_a_missing_workload_is_the_operators(self):
        found = self.outcome(name='nonesuch')
        self.assert_failed(found, 'fault', 'workload_missing', 'operator')
        self.assertIn('/opt/joulefleet/workloads/nonesuch', found['error']['remedy'])
        self.assert_failed(self.outcome(name='../../../bin/sh'), 'fault', 'workload_missing', 'operator')

    def test_a_command_of_ones_own_is_started_without_a_shell(self):
        runner = self.board.at('/opt/joulefleet/workloads/alexnet')
        found = self.outcome(trial('t1', command=[runner, '; touch oops', '$(touch oops)']))
        self.assertEqual((found['outcome'], found['error']), ('measured', None))
        self.assertFalse(os.path.exists(os.path.join(self.board.home, 'oops')))
        self.assert_failed(self.outcome(command=['/no/such/thing']), 'fault', 'workload_missing', 'operator')

    def test_a_clock_that_does_not_take_is_a_fault_and_the_next_trial_goes_on(self):
        self.board.drop(POLICY + '/scaling_cur_freq')
        self.board.put(POLICY + '/scaling_cur_freq', '614400\n')
        client = self.client()
        client.follow(shard(trial('t1', CPU_KHZ[3], GPU_HZ[0]), trial('t2', 614400, GPU_HZ[0])))
        first, second = client.of_kind('trial')
        self.assert_failed(first, 'fault', 'clock_not_applied', 'device')
        self.assertEqual(second['outcome'], 'measured')

    def test_a_sensor_mode_that_moved_is_flagged(self):
        self.board.runner(work='open(%r, "w").write("4")' % self.board.at(HWMON + '/samples'))
        found = self.outcome()
        self.assertEqual((found['outcome'], found['flags']), ('measured', ['sensor_mode_moved']))

    def test_a_rail_that_disappears_is_a_fault(self):
        path = self.board.at(HWMON + '/curr3_input')
        self.board.runner(work='import os; os.unlink(%r)' % path)
        self.assert_failed(self.outcome(), 'fault', 'rail_lost', 'device')


class Shards(ExecutorCase):
    def end(self, client, work):
        client.follow(work)
        self.assert_restored()
        return client.records[-1]['body']

    def test_a_spool_that_cannot_be_written_ends_the_shard_restored(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

        self.board.runner(work='sys.stderr.write("x" * 9000); sys.exit(1)')
        end = self.end(self.client(setup=limit), shard(*[trial('t%d' % i, periodMs=2) for i in range(3)]))
        self.assertEqual((end['reason'], end['error']), ('completed', None))
        client = self.client(setup=limit)
        self.board.runner(work=NOISY % self.board.at(HWMON + '/curr1_input'))
        end = self.end(client, shard(trial('t1', mode='fixed', periodMs=0.2), shardId='shard-2', fence=2))
        self.assertEqual((end['reason'], end['error']['code']), ('fault', 'spool_write_failed'))
        self.assertTrue(end['error']['transient'])
        self.assertIn('File too large', end['error']['message'])
        self.assertEqual([record['kind'] for record in client.records], ['shard_start', 'shard_end'])
        self.assertEqual([record['seq'] for record in client.records], [1, 2])

    def test_a_board_without_its_total_rail_ends_the_shard(self):
        self.board.put(HWMON + '/in1_label', 'VDD_OTHER\n')
        end = self.end(self.client(), shard())
        self.assertEqual((end['reason'], end['error']['code']), ('fault', 'rail_missing'))

    def test_a_refused_restore_is_told_and_keeps_the_snapshot_for_the_next_one(self):
        path = POLICY + '/scaling_min_freq'
        work = 'import os; os.unlink(%r); os.mkdir(%r)' % (self.board.at(path), self.board.at(path))
        self.board.runner(work=work)
        client = self.client()
        client.follow(shard())
        end = client.records[-1]['body']
        self.assertFalse(end['restored']['verified'])
        self.assertTrue([line for line in end['restored']['differences'] if line.startswith(path + ': was 204000')])
        self.assertTrue(client.request('status')['snapshot'])
        self.assertFalse(client.request('restore')['verified'])
        os.rmdir(self.board.at(path))
        self.board.put(path, '102000\n')
        self.assertEqual(client.request('restore'), {'restored': True, 'verified': True, 'differences': []})
        self.assert_restored()
        self.assertEqual(client.request('restore'), {'restored': False, 'verified': True, 'differences': []})


class Noise(ExecutorCase):
    def test_stray_prints_and_nonsense_do_no_harm(self):
        client = self.patched("""
            import os
            from joulefleet_agent.facts import FactReader
            print('a banner'); sys.stdout.flush()
            read = FactReader.read
            def noisy(self):
                print('@jf {"id": 1, "ok": false}'); sys.stdout.flush(); os.system('echo from a child')
                return read(self)
            FactReader.read = noisy
        """)
        self.assertEqual(client.request('facts')['rails'][0]['label'], 'VDD_IN')
        client.send('not json')
        client.send('[1, 2]')
        self.assert_refused('bad_request', lambda: client.request('upgrade'))
        self.assert_refused('bad_request', lambda: client.request('start', shard={'shardId': '../x', 'fence': 1}))
        self.assert_refused('bad_request', lambda: client.request('attach', shardId='../x', fence=1, afterSeq=0))
        self.assertGreater(client.request('ping')['monotonicUs'], 0)
        self.assertEqual(client.noise, [b'a banner'])

    def test_a_bug_is_told_as_one_and_the_connection_lives(self):
        client = self.patched("""
            from joulefleet_agent import facts
            def broken(tree): raise ZeroDivisionError("oops")
            facts.find_sources = broken
        """)
        error = self.assert_refused('agent_bug', lambda: client.request('facts'))
        self.assertEqual((error['origin'], error['message']), ('bug', 'ZeroDivisionError: oops'))
        self.assertEqual(client.request('hello')['protocol'], 1)


if __name__ == '__main__':
    unittest.main()
