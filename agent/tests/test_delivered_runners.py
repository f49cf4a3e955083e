"""Runners that the controller brought, for what the board has none of its own."""

import os
import unittest

import workloads_path
from executor_case import ExecutorCase
from fake_board import shard, trial

STUBS = {'torch': 'raise ImportError("libcudart.so.10.2: cannot open shared object file")', 'torchvision': '', 'numpy': ''}


class DeliveredRunners(ExecutorCase):
    def setUp(self):
        ExecutorCase.setUp(self)
        self.sha256 = workloads_path.bring(self.board.home)
        self.archive = os.path.join(self.board.home, '.joulefleet', 'workloads-%s.pyz' % self.sha256[:16])
        self.modules = os.path.join(self.board.folder, 'modules')
        os.makedirs(self.modules)

    def install(self, **modules):
        for name, source in modules.items():
            with open(os.path.join(self.modules, name + '.py'), 'w') as file:
                file.write(source)

    def told(self, runners):
        """A client of an agent that sees only the modules installed here, and was told of runners."""
        client = self.client(environment={'PYTHONPATH': self.modules, 'PYTHONNOUSERSITE': '1'})
        return client, client.request('hello', runners=runners)

    def executed(self, client, name):
        work = trial('t1')
        work['workload'] = dict(work['workload'], name=name)
        client.follow(shard(work))
        (found,) = client.of_kind('trial')
        self.assert_restored()
        return found

    def test_are_found_by_their_hash(self):
        self.assertIs(self.told(self.sha256)[1]['runnersPresent'], True)
        self.assertIs(self.told('0' * 64)[1]['runnersPresent'], False)
        self.assertNotIn('runnersPresent', self.told(None)[1])
        self.assert_refused('bad_request', lambda: self.client().request('hello', runners='../../etc/passwd'))

    def test_one_that_was_altered_is_not_there(self):
        with open(self.archive, 'ab') as file:
            file.write(b'more')
        client, hello = self.told(self.sha256)
        self.assertIs(hello['runnersPresent'], False)
        error = self.executed(client, 'yolov4tiny')['error']
        self.assertEqual((error['code'], error['transient'], error['origin']), ('runners_missing', True, 'device'))

    def test_a_link_is_not_followed(self):
        os.rename(self.archive, self.archive + '.other')
        os.symlink(self.archive + '.other', self.archive)
        self.assertIs(self.told(self.sha256)[1]['runnersPresent'], False)

    def test_execute_what_the_board_has_not(self):
        self.install(**STUBS)
        found = self.executed(self.told(self.sha256)[0], 'resnet18')
        self.assertEqual((found['outcome'], found['error']['code']), ('failed', 'cuda_mismatch'))
        self.assertIn('JetPack', found['error']['remedy'])
        self.assertEqual(found['runner'], {'kind': 'delivered', 'sha256': self.sha256})

    def test_the_boards_own_wins(self):
        self.board.runner(name='resnet18')
        found = self.executed(self.told(self.sha256)[0], 'resnet18')
        self.assertEqual((found['outcome'], found['runner']), ('measured', {'kind': 'board', 'sha256': None}))

    def test_without_them_a_workload_is_missing_as_before(self):
        error = self.executed(self.told(None)[0], 'resnet18')['error']
        self.assertEqual((error['code'], error['origin']), ('workload_missing', 'operator'))
        self.assertIn('/opt/joulefleet/workloads/resnet18', error['remedy'])

    def test_what_no_runner_knows_is_missing(self):
        self.assertEqual(self.executed(self.told(self.sha256)[0], 'resnet152')['error']['code'], 'workload_missing')

    def test_facts_list_what_can_be_run_by_the_modules_that_are_there(self):
        client, _ = self.told(self.sha256)
        without = client.request('facts')['workloads']
        self.install(**STUBS)
        self.assertEqual(without[:1], ['alexnet'])
        self.assertLessEqual({'alexnet', 'mobilenetv2', 'resnet18', 'yolov4tiny'}, set(client.request('facts')['workloads']))
        # On a machine without PyTorch nothing but the board's own is listed before.
        self.assertLessEqual(set(without), set(client.request('facts')['workloads']))
        self.assertEqual(self.told(None)[0].request('facts')['workloads'], ['alexnet'])


    def test_tell_what_a_board_has_for_them(self):
        self.install(**STUBS)
        probe = self.told(self.sha256)[0].request('runtimes')['probe']
        self.assertIn('libcudart.so.10.2', probe['modules']['torch']['error'])
        (run,) = [run for run in probe['runs'] if (run['workload'], run['runtime']) == ('resnet18', 'pytorch')]
        self.assertEqual((run['missing'], run['broken'], run['gpu']), ([], ['torch'], False))
        self.assert_refused('runners_missing', lambda: self.told('0' * 64)[0].request('runtimes'))

    def test_are_not_asked_while_a_shard_executes(self):
        self.board.runner(work='time.sleep(3)')
        client, _ = self.told(self.sha256)
        client.request('start', shard=shard(trial('t1')))
        error = self.assert_refused('executor_alive', lambda: client.request('runtimes'))
        self.assertIs(error['transient'], True)
        client.request('attach', shardId='shard-1', fence=1, afterSeq=0)
        client.to_end()


class OutOfMemory(ExecutorCase):
    def test_a_workload_that_the_kernel_killed_for_want_of_memory_is_told_as_that(self):
        count = self.board.at('/proc/vmstat')
        self.board.put('/proc/vmstat', 'nr_free_pages 7\noom_kill 3\n')
        for after, code in ((3, 'workload_killed'), (4, 'out_of_memory')):
            self.board.put('/proc/vmstat', 'nr_free_pages 7\noom_kill 3\n')
            self.board.runner(work='import os; open(%r, "w").write("oom_kill %d"); os.kill(os.getpid(), 9)' % (count, after))
            client = self.client()
            client.follow(shard(trial('t%d' % after), shardId='shard-%d' % after, fence=after))
            self.assertEqual(client.of_kind('trial')[0]['error']['code'], code)


if __name__ == '__main__':
    unittest.main()
