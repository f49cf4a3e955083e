"""The disk of a device that is full, or that the kernel made read-only, while clocks are changed."""

import errno
import os
import unittest

import agent_path
from executor_case import ExecutorCase
from fake_board import shard, trial
from joulefleet_agent.files import read_json
from joulefleet_agent.locks import Lock

# Holds in the process of `serve` and in executors that it forks, while the file `broken` is there: all that changes
# something below the state fails with the error that it names. A stand-in for a mount, which only root may change. A
# full disk refuses new files alone.
BREAKABLE = """
import errno, os
from joulefleet_agent import attachment
attachment.ABANDONED_AFTER_S = 0.3
attachment.UNENDED_AFTER_S = %(unended_s)s
os_open, os_unlink = os.open, os.unlink
def fail(path, *names):
    try:
        with open(%(broken)r) as file:
            name = file.read()
    except OSError:
        return
    if name in names and path.startswith(%(state)r):
        raise OSError(getattr(errno, name), os.strerror(getattr(errno, name)), path)
def breakable_open(path, flags, *args):
    if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        fail(path, 'EROFS', 'EIO', *(['ENOSPC'] if path.endswith('.part') else []))
    return os_open(path, flags, *args)
def breakable_unlink(path):
    fail(path, 'EROFS', 'EIO')
    os_unlink(path)
os.open, os.unlink = breakable_open, breakable_unlink
"""


class BadDisk(ExecutorCase):
    def measuring(self, unended_s=60.0):
        self.broken = os.path.join(self.board.folder, 'broken')
        client = self.patched(BREAKABLE % {'broken': self.broken, 'state': self.state(), 'unended_s': unended_s})
        self.board.runner(work='time.sleep(20)')
        client.request('start', shard=shard(trial('t1'), trial('t2')))
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_phase('measuring')
        self.assertNotEqual(self.board.knobs(), self.before)
        return client

    def breaks(self, name):
        part = os.path.join(self.board.folder, 'broken.part')
        with open(part, 'w') as file:
            file.write(name)
        os.rename(part, self.broken)

    def mended(self):
        os.unlink(self.broken)

    def snapshot_stays(self):
        why = ': restored, but cannot be removed (Read-only file system)'
        return {'verified': False, 'differences': [self.state('snapshot.json') + why]}

    def said(self):
        with open(os.path.join(self.board.home, 'serve.stderr')) as file:
            return file.read()

    def assert_put_back(self):
        self.assertEqual(self.board.knobs(), self.before)
        self.assertTrue(os.path.exists(self.state('snapshot.json')))


class ReadOnly(BadDisk):
    def test_clocks_are_put_back_and_that_the_snapshot_stays_is_told(self):
        client = self.measuring()
        runner = read_json(self.state('runner.json'))['pid']
        self.breaks('EROFS')
        self.kill_executor()
        self.assertEqual(client.request('restore'), dict(self.snapshot_stays(), restored=True))
        self.assert_put_back()
        self.until(lambda: not self.alive(runner))
        self.mended()
        self.assertTrue(client.request('restore')['verified'])
        self.assert_restored()

    def test_an_executor_that_lives_is_ended_by_force(self):
        client = self.measuring()
        self.breaks('EROFS')
        self.assertEqual(client.request('status')['executor']['shardId'], 'shard-1')
        self.assertEqual(client.request('restore', force=True), dict(self.snapshot_stays(), restored=True))
        self.assert_put_back()

    def test_serve_outlives_an_executor_whose_shard_cannot_be_ended_and_restores_for_it(self):
        client = self.measuring()
        self.breaks('EROFS')
        self.kill_executor()
        self.until(lambda: self.board.knobs() == self.before)
        self.assertIsNone(client.request('status')['executor'])
        self.mended()
        end = client.to_end()
        self.assertEqual((end['reason'], end['error']['code']), ('fault', 'executor_died'))
        self.assert_restored()

    def test_serve_ends_when_it_stays_so_and_says_why(self):
        client = self.measuring(unended_s=1.0)
        self.breaks('EROFS')
        self.kill_executor()
        with self.assertRaises(EOFError):
            client.to_end()
        self.assertEqual(client.process.wait(10), 1)
        self.assertIn('shard shard-1 cannot be ended: ', self.said())
        self.assert_put_back()


class Failing(BadDisk):
    def test_serve_outlives_a_disk_on_which_it_cannot_even_lock(self):
        client = self.measuring()
        self.breaks('EIO')
        self.until(lambda: 'shard shard-1: [Errno 5] Input/output error' in self.said())
        self.assertTrue(self.alive(self.executor()['pid']))
        self.mended()
        self.assertEqual(client.request('cancel', shardId='shard-1', fence=1), {'state': 'cancelling'})
        self.assertEqual(client.to_end()['reason'], 'cancelled')
        self.assert_restored()


class Full(BadDisk):
    def test_a_cancel_whose_reason_does_not_fit_ends_the_trial_anyway(self):
        client = self.measuring()
        self.breaks('ENOSPC')
        self.assertEqual(client.request('cancel', shardId='shard-1', fence=1), {'state': 'cancelling'})
        self.until(lambda: self.board.knobs() == self.before)
        self.mended()
        self.until(lambda: not self.alive(self.executor()['pid']))
        self.assert_restored()

    def test_a_cancel_whose_reason_alone_does_not_fit_is_told_as_one(self):
        client = self.measuring()
        os.mkdir(self.state('spool', 'shard-1', 'cancelled_as.json'))
        self.assertEqual(client.request('cancel', shardId='shard-1', fence=1), {'state': 'cancelling'})
        self.assertEqual(client.to_end()['reason'], 'cancelled')
        self.assert_restored()


class Locks(ExecutorCase):
    def test_are_taken_and_exclude_each_other_on_a_read_only_disk(self):
        path, opened = os.path.join(self.board.home, 'a.lock'), os.open
        first, second = Lock(path), Lock(path)
        self.assertTrue(first.take())

        def read_only(path, flags, *args):
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
            return opened(path, flags, *args)

        os.open = read_only
        try:
            self.assertFalse(second.take())
            first.drop()
            self.assertTrue(second.take())
            self.assertFalse(first.take())
        finally:
            os.open = opened
            first.drop()
            second.drop()


if __name__ == '__main__':
    unittest.main()
