import unittest

import agent_path
from fake_board import CPU_KHZ, GPU_HZ, FakeBoard, KernelTree, StepClock, shard, trial
from executor_case import ExecutorCase
from joulefleet_agent.active_cores import CPUS, ActiveCores
from joulefleet_agent.device import Device
from joulefleet_agent.facts import FactReader
from joulefleet_agent.operating_point import apply_point, read_point
from joulefleet_agent.recover import restore
from joulefleet_agent.snapshot import take_snapshot


def with_cores(trial_id, cores):
    spec = trial(trial_id, CPU_KHZ[1], GPU_HZ[1])
    spec['point']['activeCores'] = cores
    return spec


class Knob(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        self.tree = KernelTree(self.board.root)
        self.clock = StepClock()

    def online(self):
        return [self.tree.number('%s/cpu%d/online' % (CPUS, cpu)) for cpu in range(4)]

    def test_offers_all_cores_also_while_some_are_off(self):
        self.assertEqual((ActiveCores(self.tree).levels, ActiveCores(self.tree).reason), ([1, 2, 3, 4], None))
        for cpu in (1, 2, 3):
            self.board.put('%s/cpu%d/online' % (CPUS, cpu), '0\n')
        self.assertEqual(ActiveCores(self.tree).levels, [1, 2, 3, 4])
        self.assertEqual(FactReader(self.tree).read()['knobs']['activeCores']['levels'], [1, 2, 3, 4])

    def test_offers_no_more_cores_than_the_power_mode_has_on(self):
        online = ''.join('CPU_ONLINE CORE_%d %d\n' % (cpu, cpu < 3) for cpu in range(4))
        self.board.put('/etc/nvpmodel.conf', '< POWER_MODEL ID=1 NAME=5W >\n' + online)
        knob = ActiveCores(self.tree)
        self.assertEqual(knob.levels, [1, 2, 3])
        self.assertEqual([text for _, text in knob.settings(2)], [1, 0, 0])

    def test_offers_none_where_cores_cannot_be_switched(self):
        for cpu in range(4):
            self.board.drop('%s/cpu%d/online' % (CPUS, cpu))
        knob = ActiveCores(self.tree)
        self.assertEqual((knob.levels, knob.paths()), ([], []))
        self.assertIn('cpuN/online', knob.reason)

    def test_a_policy_without_cores_is_neither_set_nor_read_and_is_restored(self):
        device = Device(self.tree)
        snapshot = take_snapshot(device, self.clock, self.board.at('/snapshot.json'))
        before = self.board.knobs()
        apply_point(device, self.clock, with_cores('t', 2)['point'], snapshot['knobs'])
        self.assertEqual(self.online(), [1, 1, 0, 0])
        self.assertFalse([path for path, _ in self.tree.written if 'policy2' in path])
        found = read_point(device)
        self.assertEqual(([cpu['policy'] for cpu in found['cpu']], found['knobs']), ([0], {'activeCores': 2}))
        apply_point(device, self.clock, with_cores('t', 4)['point'], snapshot['knobs'])
        self.assertEqual([cpu['maxKhz'] for cpu in read_point(device)['cpu']], [CPU_KHZ[1]] * 2)
        apply_point(device, self.clock, with_cores('t', 1)['point'], snapshot['knobs'])
        del self.tree.written[:]
        self.assertEqual(restore(self.tree, self.clock, snapshot), [])
        self.assertEqual([path for path, _ in self.tree.written[:3]], ActiveCores(self.tree).paths())
        self.assertEqual(self.board.knobs(), before)


class WholeShard(ExecutorCase):
    def test_is_measured_and_restored(self):
        client = self.client()
        client.follow(shard(with_cores('t1', 2), with_cores('t2', 4), with_cores('t3', 9)))
        found = client.of_kind('trial')
        self.assertEqual([trial['outcome'] for trial in found], ['measured', 'measured', 'fault'])
        self.assertEqual([trial['after']['knobs'] for trial in found[:2]], [{'activeCores': 2}, {'activeCores': 4}])
        self.assertEqual(found[2]['error']['code'], 'level_not_offered')
        self.assert_restored()

    def test_is_restored_after_a_kill(self):
        self.board.runner(work='time.sleep(30)')
        client = self.client()
        client.request('start', shard=shard(with_cores('t1', 1)))
        self.until(lambda: self.board.read(CPUS + '/cpu3/online') == '0')
        self.kill_executor()
        self.client().request('restore')
        self.assert_restored()


if __name__ == '__main__':
    unittest.main()
