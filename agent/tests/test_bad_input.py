"""What workloads and rails do wrong, all in one shard: each is named, the trial behind it is measured, and the board is as it was."""

import getpass
import os
import shutil
import subprocess
import tempfile
import unittest

from executor_case import ExecutorCase
from fake_board import HWMON, shard, trial
from joulefleet_agent.files import dump

RAIL = HWMON + '/curr2_input'
BAD_RAIL = """
with open(%r, "w") as file:
    file.write(%r)
time.sleep(0.6)
with open(%r, "w") as file:
    file.write("800     \\n")
"""
# What a driver that is busy says to a read; a plain file cannot.
BUSY_RAIL = """
import os, errno
from joulefleet_agent import rail_reader
read = rail_reader.RailReader.read
def busy(self, now_us):
    if os.path.exists(os.environ['HOME'] + '/busy'):
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return read(self, now_us)
rail_reader.RailReader.read = busy
"""
BUSY_WORK = """
import os
open(%r, "w").close()
time.sleep(0.6)
os.unlink(%r)
"""
DEAF = 'import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n'


class BadInput(ExecutorCase):
    def test_each_is_named_and_the_next_trial_goes_on(self):
        rail, busy = self.board.at(RAIL), os.path.join(self.board.home, 'busy')
        kinds = (
            ('hangs', 'time.sleep(60)', 'failed', 'timeout', 'not done within the 0.4 s'),
            ('deaf', DEAF + 'time.sleep(60)', 'failed', 'timeout', 'not done within the 0.4 s'),
            ('forks', DEAF + 'import subprocess; subprocess.Popen(["sleep", "76.25"]); time.sleep(60)', 'failed', 'timeout', 'not done'),
            ('garbage', 'sys.stdout.buffer.write(b"\\xff\\0{" * 9999); sys.exit(0)', 'failed', 'workload_protocol', 'inference_end'),
            ('early', 'sys.exit(0)', 'failed', 'workload_protocol', 'inference_end'),
            ('unstarted', 'say("inference_end", tUs=us()); sys.exit(0)', 'failed', 'workload_protocol', 'inference_start'),
            ('empty_rail', BAD_RAIL % (rail, '', rail), 'fault', 'rail_unreadable', 'reading the rails'),
            ('worded_rail', BAD_RAIL % (rail, '32760 ma\n', rail), 'fault', 'rail_unreadable', '32760 ma'),
            ('busy_rail', BUSY_WORK % (busy, busy), 'fault', 'rail_unreadable', os.strerror(11)),
        )
        trials = []
        for name, work, _, code, _ in kinds:
            self.board.runner(name, work=work)
            trials += [trial(name, name=name, timeoutS=0.4 if code == 'timeout' else 20), trial(name + '.next')]
        self.board.runner(work='time.sleep(0.03)')
        client = self.patched(BUSY_RAIL)
        client.request('start', shard=shard(*trials))
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        self.assertEqual(client.to_end(90)['reason'], 'completed')
        found = {body['trialId']: body for body in client.of_kind('trial')}
        for name, _, outcome, code, message in kinds:
            with self.subTest(name):
                error = found[name]['error'] or {}
                self.assertEqual((found[name]['outcome'], error.get('code')), (outcome, code))
                self.assertIn(message, error['message'])
                self.assertEqual((found[name + '.next']['outcome'], found[name + '.next']['error']), ('measured', None))
        self.assert_restored()
        self.assertEqual(subprocess.call(['pgrep', '-f', 'sleep 76[.]25'], stdout=subprocess.DEVNULL), 1)

    def test_a_rail_that_says_nothing_from_the_start_is_named_as_such(self):
        self.board.put(RAIL, '')
        client = self.client()
        client.follow(shard())
        (body,) = client.of_kind('trial')
        self.assertEqual((body['outcome'], body['error']['code'], body['error']['origin']), ('fault', 'rail_unreadable', 'device'))
        self.assert_restored()

    def test_zones_that_are_off_are_no_temperature(self):
        for zone in (0, 1, 2):
            self.board.put('/sys/class/thermal/thermal_zone%d/temp' % zone, '-256000\n')
        client = self.client()
        client.follow(shard())
        (body,) = client.of_kind('trial')
        self.assertEqual((body['outcome'], body['error'], body['start']['beforeC']), ('measured', None, None))

    def test_of_two_agents_that_start_at_once_one_executes(self):
        first, second = self.client(), self.client()
        self.board.runner(work='time.sleep(20)')
        for client in (first, second):
            client.request('hello')
        for number, client in enumerate((first, second)):
            client.send(dump({'id': 9, 'op': 'start', 'shard': shard(shardId='shard-%d' % number, fence=3)}))
        replies = [client.read_until(lambda message: message.get('id') == 9) for client in (first, second)]
        self.assertEqual(sorted(reply['ok'] for reply in replies), [False, True])
        (refused,) = [reply['error'] for reply in replies if not reply['ok']]
        self.assertEqual(refused['code'], 'stale_fence')
        self.assertEqual(len(os.listdir(self.state('spool'))), 1)
        first.request('restore', force=True)
        self.assert_restored()

    def test_of_two_logins_on_one_board_one_executes(self):
        done = os.path.join(self.board.home, 'done')
        self.board.runner(work='import os\nwhile not os.path.exists(%r): time.sleep(0.01)' % done)
        first = self.client()
        first.request('start', shard=shard())
        first.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        other = self.client(home=self.other_home())
        for ask in (lambda: other.request('start', shard=shard(shardId='other')), lambda: other.request('preflight')):
            error = self.assert_refused('device_busy', ask)
            self.assertEqual((error['origin'], error['transient']), ('operator', True))
            self.assertIn('of user ' + getpass.getuser(), error['message'])
        open(done, 'w').close()
        self.assertEqual(first.to_end(30)['reason'], 'completed')
        other.follow(shard(shardId='other'))
        self.assertEqual(other.records[-1]['body']['reason'], 'completed')
        self.assert_restored()

    def test_the_board_is_free_after_an_executor_was_killed(self):
        self.board.runner(work='time.sleep(30)')
        first = self.client()
        first.request('start', shard=shard())
        self.until(lambda: os.path.exists(self.state('runner.json')))
        self.kill_executor()
        self.board.runner(work='time.sleep(0.03)')
        other = self.client(home=self.other_home())
        other.follow(shard(shardId='other'))
        self.assertEqual(other.records[-1]['body']['reason'], 'completed')

    def other_home(self):
        home = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, home)
        for name in os.listdir(self.board.home):
            if not name.startswith('.joulefleet'):
                shutil.copy(os.path.join(self.board.home, name), home)
        return home


if __name__ == '__main__':
    unittest.main()
