import json
import os
import signal
import unittest

import agent_path
from executor_case import ExecutorCase
from fake_board import CPU_KHZ, GPU_HZ, HWMON, shard, trial
from twin_clock_server import TwinClockServer
from joulefleet_agent.files import read_json

# The readings of a second in a tenth of it.
QUICK = 'from joulefleet_agent import preflight; preflight.READING_EVERY_US = 10000'
FULL_DISK = """
import errno
from joulefleet_agent import preflight
def refuse(path, data, durable):
    raise OSError(errno.ENOSPC, 'No space left on device', path)
preflight.write_whole = refuse
"""
NO_ROOM_FOR_A_SNAPSHOT = """
import errno
from joulefleet_agent import snapshot_files
def refuse(path, value, durable=False):
    raise OSError(errno.ENOSPC, 'No space left on device', path)
snapshot_files.write_json = refuse
"""
SLOW = """
import os, time
from joulefleet_agent import try_clocks
def slow(clock, write, reached):
    write()
    open(os.environ['HOME'] + '/set', 'w').close()
    time.sleep(1)
try_clocks.insist = slow
"""
STUCK_CLOCK = """
from joulefleet_agent.tree import Tree
written = Tree.write
def write(self, path, text):
    if '/policy2/' not in path:
        written(self, path, text)
Tree.write = write
"""


class Preflight(ExecutorCase):
    def quick(self, patch=''):
        return self.patched(QUICK + '\n' + patch)

    def test_tells_what_it_found_and_leaves_the_board_as_it_was(self):
        self.board.put('/sys/devices/57000000.gpu/load', '500\n')
        found = self.client().request('preflight')
        self.assertEqual([rail['label'] for rail in found['rails']], ['VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC'])
        self.assertEqual([rail['powerMw'] for rail in found['rails']], [[2000] * 10, [4000] * 10, [6000] * 10])
        self.assertEqual([rail['error'] for rail in found['rails']], [None] * 3)
        cpu = {'requested': CPU_KHZ[2], 'readBack': CPU_KHZ[2], 'governorBefore': 'schedutil', 'error': None}
        gpu = {'requested': GPU_HZ[2], 'readBack': GPU_HZ[2], 'governorBefore': 'nvhost_podgov', 'error': None}
        domains = [('CPU policy 0', cpu), ('CPU policy 2', cpu), ('GPU', gpu)]
        self.assertEqual(found['clocks'], [dict(clock, domain=name) for name, clock in domains])
        self.assertEqual(found['restored'], {'verified': True, 'differences': []})
        self.assertEqual(found['load'], {'cpuFraction': None, 'gpuFraction': 0.5, 'busiest': []})
        self.assertEqual(found['disk']['writeError'], None)
        self.assertGreater(found['disk']['freeBytes'], 0)
        self.assertEqual(found['temperatureC'], {'zone': 'CPU-therm', 'temperatureC': 41.5})
        self.assertEqual((found['otherAgents'], found['privileged'], found['bootId']), ([], True, 'boot-1'))
        self.assertEqual(found['facts']['model'], 'NVIDIA Jetson Nano Developer Kit')
        self.assertGreater(min(found['monotonicUs'], found['wallUs']), 0)
        self.assert_restored()
        self.assertEqual(read_json(self.state('restore.json')), {'verified': True, 'differences': []})
        self.assertFalse(os.path.exists(self.state('preflight.probe')))

    def test_tries_each_knob_that_is_offered_and_puts_it_back(self):
        found = self.quick().request('preflight')
        tried = {'key': 'activeCores', 'requested': 2, 'readBack': 2, 'error': None}
        self.assertEqual((found['knobs'], found['restored']['verified']), ([tried], True))
        self.assert_restored()

    def test_is_refused_while_a_shard_is_executing_and_a_shard_starts_behind_it(self):
        self.board.runner(work='time.sleep(20)')
        client = self.quick()
        client.request('start', shard=shard())
        error = self.assert_refused('executor_alive', lambda: client.request('preflight'))
        self.assertTrue(error['transient'])
        client.request('cancel', shardId='shard-1', fence=1)
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_end()
        self.assertTrue(client.request('preflight')['restored']['verified'])
        self.board.runner()
        client.follow(shard(shardId='shard-2'))
        self.assertEqual(client.of_kind('shard_end')[-1]['reason'], 'completed')

    def test_one_failing_rail_says_nothing_of_the_others(self):
        self.board.put(HWMON + '/curr2_input', 'garbage\n')
        rails = self.quick().request('preflight')['rails']
        self.assertEqual([bool(rail['error']) for rail in rails], [False, True, False])
        self.assertEqual([len(rail['powerMw']) for rail in rails], [10, 0, 10])

    def test_a_clock_that_does_not_take_is_named_with_what_was_read(self):
        clocks = self.quick(STUCK_CLOCK).request('preflight')['clocks']
        self.assertEqual([clock['error'] for clock in clocks if clock['domain'] != 'CPU policy 2'], [None, None])
        error = [clock['error'] for clock in clocks if clock['domain'] == 'CPU policy 2'][0]
        self.assertIn('requested 614400 kHz with governor schedutil, read back 204000 to 614400', error)

    def test_what_was_left_is_restored_first_and_never_taken_for_what_was(self):
        self.board.runner('long', work='time.sleep(20)')
        client = self.quick()
        client.request('start', shard=shard(trial(name='long')))
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_phase('measuring')
        self.kill_executor()
        self.assertNotEqual(self.board.knobs(), self.before)
        self.assertTrue(self.quick().request('preflight')['restored']['verified'])
        self.assert_restored()

    def test_what_cannot_be_put_back_keeps_its_snapshot_and_no_clock_is_tried(self):
        snapshot = {'takenAtUs': 1, 'bootId': 'boot-1', 'knobs': {'/sys/gone': '1'}}
        client = self.quick()
        client.request('ping')
        with open(self.state('snapshot.json'), 'w') as file:
            json.dump(snapshot, file)
        found = client.request('preflight')
        self.assertEqual(found['restored']['verified'], False)
        self.assertIn('/sys/gone: was 1, is gone', found['restored']['differences'][0])
        self.assertTrue(all('not tried' in clock['error'] for clock in found['clocks']))
        self.assertEqual(read_json(self.state('snapshot.json')), snapshot)
        self.assertEqual(self.board.knobs(), self.before)

    def test_a_full_disk_is_told(self):
        disk = self.quick(FULL_DISK).request('preflight')['disk']
        self.assertEqual(disk['writeError'], 'No space left on device')

    def test_no_knob_is_written_when_the_snapshot_is_not_on_disk(self):
        found = self.quick(NO_ROOM_FOR_A_SNAPSHOT).request('preflight')
        self.assertTrue(all('No space left' in clock['error'] for clock in found['clocks']))
        self.assertEqual(found['restored'], {'verified': True, 'differences': []})
        self.assertEqual(self.board.knobs(), self.before)

    def test_a_polite_end_waits_until_the_clocks_are_back(self):
        client = self.quick(SLOW)
        client.send('{"id": 1, "op": "preflight"}')
        self.until(lambda: os.path.exists(os.path.join(self.board.home, 'set')))
        self.assertNotEqual(self.board.knobs(), self.before)
        os.kill(client.process.pid, signal.SIGTERM)
        self.assertEqual(client.process.wait(10), -signal.SIGTERM)
        self.assert_restored()

    def test_after_a_kill_the_next_one_restores(self):
        client = self.quick(SLOW)
        client.send('{"id": 1, "op": "preflight"}')
        self.until(lambda: os.path.exists(os.path.join(self.board.home, 'set')))
        client.process.kill()
        client.process.wait()
        self.assertTrue(self.quick().request('preflight')['restored']['verified'])
        self.assert_restored()


class OnATwin(ExecutorCase):
    def setUp(self):
        ExecutorCase.setUp(self)
        server = TwinClockServer(self.board.folder)
        self.addCleanup(server.close)
        marker = '{"simulated": true, "timeScale": 60, "clockSocket": "%s"}' % server.path
        self.board.put('/etc/joulefleet-twin.json', marker)

    def test_reads_for_a_second_of_its_own_time(self):
        found = self.client().request('preflight')
        self.assertEqual([len(rail['powerMw']) for rail in found['rails']], [10] * 3)
        self.assertGreaterEqual(found['monotonicUs'], 6000000)
        self.assertTrue(found['privileged'])

    def test_without_privilege_nothing_is_written_and_that_is_told(self):
        client = self.client(environment={'JOULEFLEET_TWIN_UNPRIVILEGED': '1'})
        found = client.request('preflight')
        self.assertFalse(found['privileged'])
        self.assertFalse(found['facts']['canSetClocks'])
        self.assertEqual({clock['error'] for clock in found['clocks']}, {'writing it: Permission denied'})
        self.assertEqual(found['restored'], {'verified': True, 'differences': []})
        self.assertEqual(self.board.knobs(), self.before)


if __name__ == '__main__':
    unittest.main()
