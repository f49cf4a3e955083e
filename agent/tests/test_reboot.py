import os
import signal
import unittest

import agent_path
from executor_case import ExecutorCase
from fake_board import shard, trial
from joulefleet_agent.files import read_json
from joulefleet_agent.reboot import REBOOT

ROOT_LOGIN = 'from joulefleet_agent.tree import Tree; Tree.privileged = lambda self: True'
NO_ROOT_LOGIN = 'from joulefleet_agent.tree import Tree; Tree.privileged = lambda self: False'


class Reboot(ExecutorCase):
    def setUp(self):
        ExecutorCase.setUp(self)
        self.went_down = os.path.join(self.board.folder, 'went-down')
        self.board.put(REBOOT, '#!/bin/sh\ntouch %s\n' % self.went_down, mode=0o755)

    def executing(self, client):
        self.board.runner(work='time.sleep(20)')
        client.request('start', shard=shard())
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_phase('measuring')

    def test_goes_down_when_that_was_answered(self):
        self.assertEqual(self.patched(ROOT_LOGIN).request('reboot'), {'verified': True, 'differences': []})
        self.until(lambda: os.path.exists(self.went_down))

    def test_restores_first_what_a_killed_executor_left(self):
        client = self.patched(ROOT_LOGIN)
        self.executing(client)
        self.kill_executor()
        self.assertNotEqual(self.board.knobs(), self.before)
        self.assertEqual(client.request('reboot'), {'verified': True, 'differences': []})
        self.assert_restored()
        self.until(lambda: os.path.exists(self.went_down))

    def test_is_refused_while_a_shard_is_executing_unless_forced(self):
        client = self.patched(ROOT_LOGIN)
        self.executing(client)
        self.assert_refused('executor_alive', lambda: client.request('reboot'))
        self.assert_refused('bad_request', lambda: client.request('reboot', force='yes'))
        self.assertFalse(os.path.exists(self.went_down))
        self.assertEqual(client.request('reboot', force=True), {'verified': True, 'differences': []})
        self.assertEqual(client.to_end()['reason'], 'superseded')
        self.assert_restored()
        self.until(lambda: os.path.exists(self.went_down))

    def test_is_refused_without_privilege_or_program(self):
        error = self.assert_refused('reboot_refused', lambda: self.patched(NO_ROOT_LOGIN).request('reboot'))
        self.assertEqual(error['origin'], 'operator')
        self.board.drop(REBOOT)
        self.assert_refused('reboot_missing', lambda: self.patched(ROOT_LOGIN).request('reboot'))
        self.assertFalse(os.path.exists(self.went_down))


class ForcedRestore(ExecutorCase):
    """What the controller asks for where nobody follows an executor any more."""

    RESTORED = {'restored': True, 'verified': True, 'differences': []}

    def executing(self, client):
        self.board.runner(work='time.sleep(20)')
        client.request('start', shard=shard())
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_phase('measuring')
        self.assertNotEqual(self.board.knobs(), self.before)
        return self.executor()['pid']

    def test_is_refused_while_a_shard_is_executing_unless_forced(self):
        client = self.client()
        pid = self.executing(client)
        self.assert_refused('executor_alive', lambda: client.request('restore'))
        self.assert_refused('executor_alive', lambda: client.request('restore', force=False))
        self.assert_refused('bad_request', lambda: client.request('restore', force='yes'))
        self.assertTrue(self.alive(pid))
        self.assertTrue(client.request('restore', force=True)['verified'])
        self.assertFalse(self.alive(pid))
        self.assertEqual(client.to_end()['reason'], 'superseded')
        self.assert_restored()

    def test_kills_an_executor_that_does_not_end_and_restores_for_it(self):
        client = self.patched('from joulefleet_agent import endings; endings.END_PATIENCE_S = 0.3')
        pid = self.executing(client)
        runner = read_json(self.state('runner.json'))['pid']
        os.kill(pid, signal.SIGSTOP)
        self.assertEqual(client.request('restore', force=True), self.RESTORED)
        self.until(lambda: not self.alive(pid) and not self.alive(runner))
        self.assert_restored()
        self.assertIsNone(client.request('status')['executor'])

    def test_restores_where_nothing_executes(self):
        client = self.client()
        self.executing(client)
        self.kill_executor()
        self.assertEqual(client.request('restore', force=True), self.RESTORED)
        self.assert_restored()


class Pause(ExecutorCase):
    def following(self, *trials):
        client = self.client()
        client.request('start', shard=shard(*trials))
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_phase('measuring')
        return client

    def test_measures_the_trial_in_hand_and_no_other(self):
        self.board.runner(work='time.sleep(0.5)')
        client = self.following(trial('t1'), trial('t2'))
        self.assertEqual(client.request('pause', shardId='shard-1', fence=1), {'state': 'pausing'})
        end = client.to_end()
        self.assertEqual((end['reason'], end['restored']['verified'], end['error']), ('paused', True, None))
        self.assertEqual([(t['trialId'], t['outcome']) for t in client.of_kind('trial')], [('t1', 'measured')])
        self.assert_restored()
        self.assertEqual(client.request('pause', shardId='shard-1', fence=1), {'state': 'finished'})

    def test_in_the_last_trial_changes_nothing(self):
        self.board.runner(work='time.sleep(0.3)')
        client = self.following(trial('t1'))
        client.request('pause', shardId='shard-1', fence=1)
        self.assertEqual(client.to_end()['reason'], 'completed')

    def test_gives_way_to_a_cancel(self):
        self.board.runner(work='time.sleep(20)')
        client = self.following(trial('t1'), trial('t2'))
        client.request('pause', shardId='shard-1', fence=1)
        client.request('cancel', shardId='shard-1', fence=1)
        self.assertEqual(client.to_end()['reason'], 'cancelled')

    def test_needs_the_fence_and_is_for_its_own_shard(self):
        self.board.runner(work='time.sleep(20)')
        client = self.following(trial('t1'), trial('t2'))
        client.request('start', shard=shard(trial('t1'), trial('t2'), fence=3))
        self.assert_refused('stale_fence', lambda: client.request('pause', shardId='shard-1', fence=2))
        self.assertEqual(client.request('pause', shardId='other', fence=3), {'state': 'finished'})

    def test_of_a_killed_executor_restores_and_ends_the_shard(self):
        self.board.runner(work='time.sleep(20)')
        client = self.following(trial('t1'), trial('t2'))
        self.kill_executor()
        self.assertEqual(client.request('pause', shardId='shard-1', fence=1), {'state': 'pausing'})
        self.assertEqual(client.to_end()['reason'], 'paused')
        self.assert_restored()

    def test_is_forgotten_by_a_start(self):
        self.board.runner(work='time.sleep(20)')
        client = self.following(trial('t1'), trial('t2'))
        client.request('pause', shardId='shard-1', fence=1)
        self.kill_executor()
        self.board.runner()
        client.request('start', shard=shard(trial('t1'), trial('t2')))
        self.assertEqual(client.to_end()['reason'], 'completed')


if __name__ == '__main__':
    unittest.main()
