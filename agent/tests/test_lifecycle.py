import os
import signal
import unittest

import agent_path
from executor_case import ExecutorCase
from fake_board import GPU, shard, trial
from joulefleet_agent.files import read_json

LONG = 'time.sleep(20)'
IMPATIENT = 'from joulefleet_agent import attachment; attachment.ABANDONED_AFTER_S = 0.3'


class LifecycleCase(ExecutorCase):
    def attached(self, work, after_seq=0, client=None):
        client = client or self.client()
        client.request('start', shard=work)
        client.request('attach', shardId=work['shardId'], fence=work['fence'], afterSeq=after_seq)
        return client

    def measuring(self, work, trial_id=None):
        """A client in the middle of a long trial."""
        client = self.attached(work)
        client.to_phase('measuring', trial_id)
        return client


class Attachments(LifecycleCase):
    def test_so_many_records_are_on_their_way_at_once(self):
        window = 'from joulefleet_agent import attachment; attachment.WINDOW_RECORDS = 2'
        client = self.attached(shard(trial('t1'), trial('t2')), client=self.patched(window))
        self.until(lambda: client.request('status')['executor'] is None)
        client.request('ping')
        self.assertEqual([record['seq'] for record in client.records], [1, 2])
        client.request('ack', shardId='shard-1', fence=1, seq=1)
        client.read_until(lambda message: message.get('record', {}).get('seq') == 3)
        client.request('ack', shardId='shard-1', fence=1, seq=3)
        client.read_until(lambda message: message.get('record', {}).get('seq') == 5)
        client.request('ack', shardId='shard-1', fence=1, seq=5)
        self.assertEqual(client.to_end()['reason'], 'completed')
        self.assertEqual([record['seq'] for record in client.records], [1, 2, 3, 4, 5, 6])

    def test_a_connection_follows_one_shard_after_the_other_and_forgets_what_is_acknowledged(self):
        followed = os.path.join(self.board.root, 'followed')
        note = 'from joulefleet_agent import attachment; attachment.Attachment.watch_executor = ' \
            'lambda self, _: print(self.shard_id, file=open(%r, "a"))' % followed
        client = self.attached(shard(), client=self.patched(note))
        for number in (1, 2):
            self.assertEqual(client.to_end()['reason'], 'completed')
            last = client.records[-1]['seq']
            client.request('ack', shardId='shard-%d' % number, fence=number, seq=last)
            os.truncate(followed, 0)
            if number == 1:
                self.attached(shard(shardId='shard-2', fence=2), client=client)
        for _ in range(5):
            client.request('ping')
        with open(followed) as file:
            self.assertEqual(file.read(), '')

    def test_a_stopped_executor_counts_as_dead(self):
        impatient = IMPATIENT + '; attachment.STOPPED_AFTER_S = 0.2'
        self.board.runner(work=LONG)
        client = self.attached(shard(), client=self.patched(impatient))
        client.to_phase('measuring')
        os.kill(self.executor()['pid'], signal.SIGSTOP)
        end = client.to_end()
        self.assertEqual((end['reason'], end['error']['code']), ('fault', 'executor_died'))
        self.assert_restored()


class LostSnapshots(LifecycleCase):
    """What was there before is known from either file, and from the executor; without any of them nothing is called verified."""

    def files(self):
        return sorted(name for name in os.listdir(self.state()) if name.startswith('snapshot'))

    def harm(self, name, text=None):
        os.unlink(self.state(name))
        if text is not None:
            with open(self.state(name), 'w') as file:
                file.write(text)

    def killed(self):
        self.board.runner(work=LONG)
        client = self.measuring(shard())
        self.assertEqual(self.files(), ['snapshot.boot-1.json', 'snapshot.json'])
        self.kill_executor()
        self.assertNotEqual(self.board.knobs(), self.before)
        return client

    def test_one_file_is_enough(self):
        for number, (name, text) in enumerate([
            ('snapshot.json', None),
            ('snapshot.json', ''),
            ('snapshot.json', '{"knobs": {"/sys/x"'),
            ('snapshot.json', '{"bootId": "boot-1", "knobs": {}, "crc": 7}'),
            ('snapshot.boot-1.json', None),
            ('snapshot.boot-1.json', '[]'),
        ]):
            with self.subTest(name=name, content=text):
                self.board.runner(work=LONG)
                client = self.attached(shard(shardId='shard-%d' % number, fence=number + 1))
                client.to_phase('measuring')
                self.kill_executor()
                self.harm(name, text)
                self.assertEqual(client.request('restore'), {'restored': True, 'verified': True, 'differences': []})
                self.assert_restored()

    def test_without_a_sound_file_nothing_is_verified_until_a_boot(self):
        client = self.killed()
        self.harm('snapshot.json')
        self.harm('snapshot.boot-1.json', 'garbage')
        found = client.request('restore')
        self.assertFalse(found['verified'])
        self.assertIn('what the knobs were before is not known', found['differences'][0])
        self.assertFalse(client.request('preflight')['restored']['verified'])
        client.request('start', shard=shard(shardId='shard-2', fence=2))
        client.request('attach', shardId='shard-2', fence=2, afterSeq=0)
        end = client.to_end()
        self.assertEqual((end['reason'], end['error']['code']), ('fault', 'restore_unverified'))
        self.assertFalse(end['restored']['verified'])
        self.board.put('/proc/sys/kernel/random/boot_id', 'boot-2\n')
        self.assertTrue(client.request('restore')['verified'])
        self.assertEqual(self.files(), [])

    def test_a_living_executor_restores_without_them(self):
        self.board.runner(work=LONG)
        client = self.measuring(shard())
        for name in self.files():
            self.harm(name)
        client.request('cancel', shardId='shard-1', fence=1)
        self.assertTrue(client.to_end()['restored']['verified'])
        self.assert_restored()


class Connections(LifecycleCase):
    from_archive = True

    def test_the_end_of_stdin_leaves_the_executor_alive_and_another_one_hears_all(self):
        client = self.measuring(shard(trial('t1'), trial('t2')))
        self.assertEqual(client.close(), 0)
        other = self.client()
        other.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        other.to_end()
        self.assertEqual([record['seq'] for record in other.records], [1, 2, 3, 4, 5, 6])
        self.assertEqual([body['outcome'] for body in other.of_kind('trial')], ['measured', 'measured'])

    def test_a_hangup_and_a_kill_of_serve_leave_it_alive_too(self):
        client = self.measuring(shard())
        pid = self.executor()['pid']
        self.assertNotEqual(os.getsid(pid), os.getsid(client.process.pid))
        os.kill(pid, signal.SIGHUP)
        client.process.kill()
        other = self.client()
        other.request('attach', shardId='shard-1', fence=1, afterSeq=2)
        self.assertEqual(other.to_end()['reason'], 'completed')
        self.assertEqual([record['seq'] for record in other.records], [3, 4])

    def test_the_same_shard_is_adopted_under_a_newer_fence(self):
        adopted = os.path.join(self.board.home, 'adopted')
        self.board.runner(work='import os\nwhile not os.path.exists(%r): time.sleep(0.01)' % adopted)
        old = self.measuring(shard(fence=5))
        new = self.client()
        self.assertEqual(new.request('start', shard=shard(fence=6)), {'state': 'adopted', 'lastSeq': 1})
        self.assert_refused('stale_fence', lambda: old.request('ack', shardId='shard-1', fence=5, seq=1))
        self.assert_refused('stale_fence', lambda: old.request('cancel', shardId='shard-1', fence=5))
        self.assertEqual(new.request('status')['executor']['fence'], 6)
        open(adopted, 'w').close()
        new.request('attach', shardId='shard-1', fence=6, afterSeq=0)
        self.assertEqual(new.to_end()['reason'], 'completed')
        self.assertEqual(len(new.of_kind('trial')), 1)

    def test_a_shard_that_is_done_is_finished_until_its_end_is_acknowledged(self):
        client = self.client()
        client.follow(shard())
        self.assertEqual(client.request('start', shard=shard(fence=2)), {'state': 'finished', 'lastSeq': 4})
        self.assertEqual(client.request('ack', shardId='shard-1', fence=2, seq=4), {'remaining': 0})
        self.assertEqual(client.request('ack', shardId='shard-1', fence=2, seq=4), {'remaining': 0})

    def test_an_older_fence_is_refused_and_starts_nothing(self):
        client = self.client()
        client.follow(shard(fence=7))
        client.request('ack', shardId='shard-1', fence=7, seq=4)
        other = shard(shardId='other', fence=6)
        error = self.assert_refused('stale_fence', lambda: client.request('start', shard=other))
        self.assertEqual((error['origin'], error['transient']), ('controller', False))
        self.assertEqual(os.listdir(self.state('spool')), [])

    def test_a_reboot_forgets_the_fence(self):
        client = self.client()
        client.follow(shard(fence=7))
        self.board.put('/proc/sys/kernel/random/boot_id', 'boot-2\n')
        self.assertEqual(client.request('start', shard=shard(shardId='other', fence=1))['state'], 'started')


class Ends(LifecycleCase):
    def test_a_cancel_ends_the_trial_restores_and_says_so(self):
        self.board.runner(work=LONG)
        client = self.measuring(shard(trial('t1'), trial('t2')))
        self.assertEqual(client.request('cancel', shardId='shard-1', fence=1), {'state': 'cancelling'})
        end = client.to_end()
        self.assertEqual((end['reason'], end['restored']['verified'], end['error']), ('cancelled', True, None))
        self.assertEqual([(t['trialId'], t['outcome']) for t in client.of_kind('trial')], [('t1', 'cancelled')])
        self.assert_restored()
        self.assertEqual(client.request('cancel', shardId='shard-1', fence=1), {'state': 'finished'})

    def test_sigterm_is_a_cancel(self):
        self.board.runner(work=LONG)
        client = self.measuring(shard())
        os.kill(self.executor()['pid'], signal.SIGTERM)
        self.assertEqual(client.to_end()['reason'], 'cancelled')
        self.assert_restored()

    def test_without_a_word_from_a_controller_the_device_restores_itself(self):
        client = self.measuring(shard(*[trial('t%d' % i) for i in range(20)], deadmanS=0.5))
        client.close()
        self.until(lambda: not self.alive(self.executor()['pid']), 15)
        self.assert_restored()
        other = self.client()
        other.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        self.assertEqual(other.to_end()['reason'], 'deadman')
        self.assertLess(len(other.of_kind('trial')), 10)

    def test_pings_keep_it_going(self):
        client = self.measuring(shard(*[trial('t%d' % i) for i in range(4)], deadmanS=0.5))
        while not client.records or client.records[-1]['kind'] != 'shard_end':
            client.request('ping')
        self.assertEqual(client.records[-1]['body']['reason'], 'completed')

    def test_another_shard_under_a_newer_fence_supersedes(self):
        self.board.runner(work=LONG)
        old = self.measuring(shard(fence=5))
        self.board.runner()
        new = self.attached(shard(trial('t9'), shardId='shard-2', fence=6))
        self.assertEqual(old.to_end()['reason'], 'superseded')
        self.assertEqual(new.to_end()['reason'], 'completed')
        self.assertEqual(new.of_kind('shard_start')[0]['snapshot'], self.before)
        self.assert_restored()

    def test_another_shard_under_no_newer_fence_is_refused(self):
        self.board.runner(work=LONG)
        client = self.measuring(shard(fence=5))
        self.assert_refused('stale_fence', lambda: client.request('start', shard=shard(shardId='shard-2', fence=5)))
        self.assertEqual(client.request('status')['executor']['shardId'], 'shard-1')


class Killed(LifecycleCase):
    """An executor that is killed in the middle of its second trial."""

    def killed(self, **kwargs):
        self.board.runner('long', work=LONG)
        client = kwargs.get('client') or self.client()
        self.work = shard(trial('t1'), trial('t2', name='long'), trial('t3'))
        self.attached(self.work, client=client)
        client.to_phase('measuring', 't2')
        self.runner = read_json(self.state('runner.json'))['pid']
        self.kill_executor()
        return client

    def test_its_clocks_and_its_workload_are_cleared_away_by_restore(self):
        client = self.killed()
        self.assertNotEqual(self.board.knobs(), self.before)
        self.assertTrue(self.alive(self.runner))
        status = client.request('status')
        self.assertIsNone(status['executor'])
        self.assertGreater(status['snapshot']['takenAtUs'], 0)
        self.assertEqual(client.request('restore'), {'restored': True, 'verified': True, 'differences': []})
        self.assert_restored()
        self.until(lambda: not self.alive(self.runner))
        self.assertEqual(client.request('status')['restore'], {'verified': True, 'differences': []})

    def test_a_start_restores_first_and_executes_what_is_not_spooled(self):
        self.killed().close()
        self.board.runner('long')
        client = self.attached(dict(self.work, fence=2))
        self.assertEqual(client.to_end()['reason'], 'completed')
        self.assertEqual([record['seq'] for record in client.records], list(range(1, 10)))
        kinds = [record['kind'] for record in client.records]
        trial_kinds = ['trace', 'trial']
        self.assertEqual(kinds, ['shard_start'] + trial_kinds + ['shard_start'] + trial_kinds * 2 + ['shard_end'])
        self.assertEqual([body['trialId'] for body in client.of_kind('trial')], ['t1', 't2', 't3'])
        self.assertEqual(client.of_kind('shard_start')[1]['snapshot'], self.before)
        self.assert_restored()

    def test_nothing_was_sent_of_a_segment_it_left_incomplete(self):
        client = self.killed()
        part = self.state('spool', 'shard-1', '0000000004-0000000005.jsonl.1.part')
        with open(part, 'w') as file:
            file.write('{"seq":4,"kind":"trace","crc":1,"body":"{}"}\n{"seq":5,')
        client.request('ping')
        self.assertEqual([record['seq'] for record in client.records], [1, 2, 3])
        self.board.runner('long')
        client.request('start', shard=self.work)
        client.to_end()
        self.assertFalse(os.path.exists(part))
        self.assertEqual([record['seq'] for record in client.records], list(range(1, 10)))

    def test_it_stays_killed_after_a_reboot_and_is_put_right(self):
        self.killed().close()
        self.board.put('/proc/sys/kernel/random/boot_id', 'boot-2\n')
        self.board.put(GPU + '/governor', 'simple_ondemand\n')
        client = self.client()
        self.assertEqual(client.request('restore'), {'restored': True, 'verified': True, 'differences': []})
        self.assert_restored()

    def test_a_cancel_restores_and_ends_the_shard(self):
        client = self.killed()
        self.assertEqual(client.request('cancel', shardId='shard-1', fence=1), {'state': 'cancelling'})
        self.assertEqual(client.to_end()['reason'], 'cancelled')
        self.assert_restored()

    def test_a_cancel_that_it_did_not_live_to_see_is_still_the_reason(self):
        client = self.killed(client=self.patched(IMPATIENT))
        with open(self.state('spool', 'shard-1', 'cancelled_as.json'), 'w') as file:
            file.write('"cancelled"')
        self.assertEqual(client.to_end()['reason'], 'cancelled')

    def test_who_follows_it_hears_of_its_end(self):
        client = self.killed(client=self.patched(IMPATIENT))
        end = client.to_end()
        self.assertEqual((end['reason'], end['error']['code']), ('fault', 'executor_died'))
        self.assertTrue(end['error']['transient'])
        self.assertTrue(end['restored']['verified'])
        self.assert_restored()


if __name__ == '__main__':
    unittest.main()
