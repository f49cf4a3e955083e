import unittest

import agent_path
from executor_case import ExecutorCase
from fake_board import CPU_KHZ, GPU_HZ, FakeBoard, KernelTree, StepClock, trial
from joulefleet_agent.device import Device
from joulefleet_agent.memory_clock import MemoryClock
from joulefleet_agent.operating_point import apply_point, read_point
from joulefleet_agent.recover import restore
from joulefleet_agent.snapshot import take_snapshot
from joulefleet_agent.try_knobs import try_knobs

EMC = '/sys/kernel/debug/bpmp/debug/clk/emc'
LOCKABLE_HZ = [204000000, 665600000, 2133000000, 3199000000]


class RoundingTree(KernelTree):
    """A memory clock that rounds up to what it can lock, and is the highest when it is free."""

    def write(self, path, text):
        if path == EMC + '/rate':
            locked = self.number(EMC + '/mrq_rate_locked') == 1
            text = next(hz for hz in LOCKABLE_HZ if hz >= int(text)) if locked else LOCKABLE_HZ[-1]
        KernelTree.write(self, path, text)
        if path == EMC + '/mrq_rate_locked' and int(text) == 0:
            KernelTree.write(self, EMC + '/rate', LOCKABLE_HZ[-1])


def with_memory(board):
    for name, value in (('mrq_rate_locked', 0), ('rate', LOCKABLE_HZ[-1]), ('min_rate', LOCKABLE_HZ[0]),
                        ('max_rate', LOCKABLE_HZ[-1]), ('state', 1)):
        board.put('%s/%s' % (EMC, name), '%d\n' % value)


class Knob(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        with_memory(self.board)
        self.tree = RoundingTree(self.board.root)
        self.clock = StepClock()

    def probed(self):
        snapshot = take_snapshot(Device(self.tree), self.clock, self.board.at('/snapshot.json'))
        tried = try_knobs(Device(self.tree), self.clock)
        self.assertEqual(restore(self.tree, self.clock, snapshot), [])
        return tried

    def test_offers_what_was_found_by_locking_and_leaves_it_free(self):
        self.assertEqual(MemoryClock(self.tree).levels, [])
        self.assertIn('pre-flight', MemoryClock(self.tree).reason)
        tried = [knob for knob in self.probed() if knob['key'] == 'emcHz']
        level = LOCKABLE_HZ[1]
        self.assertEqual(tried, [{'key': 'emcHz', 'requested': level, 'readBack': level, 'error': None}])
        self.assertEqual((MemoryClock(self.tree).levels, MemoryClock(self.tree).reason), (LOCKABLE_HZ, None))
        self.assertEqual(self.tree.number(EMC + '/mrq_rate_locked'), 0)

    def test_forgets_them_with_a_boot(self):
        self.probed()
        self.board.put('/proc/sys/kernel/random/boot_id', 'boot-2\n')
        self.assertEqual(MemoryClock(self.tree).levels, [])

    def test_writes_nothing_for_facts(self):
        MemoryClock(self.tree)
        self.assertEqual(self.tree.written, [])

    def test_says_why_there_is_none(self):
        self.tree.denied = True
        self.assertIn('only root', MemoryClock(self.tree).reason)
        self.assertEqual(MemoryClock(self.tree).paths(), [])
        self.tree.denied = False
        self.board.drop(EMC + '/mrq_rate_locked')
        self.assertTrue(MemoryClock(self.tree).reason)

    def test_is_set_read_back_and_put_back(self):
        self.probed()
        device = Device(self.tree)
        snapshot = take_snapshot(device, self.clock, self.board.at('/snapshot.json'))
        before = self.board.knobs()
        for hz in LOCKABLE_HZ[:2]:
            point = dict(trial('t', CPU_KHZ[1], GPU_HZ[1])['point'], emcHz=hz)
            apply_point(device, self.clock, point, snapshot['knobs'])
            self.assertEqual(read_point(device)['knobs']['emcHz'], hz)
        self.assertEqual(restore(self.tree, self.clock, snapshot), [])
        self.assertEqual(self.tree.number(EMC + '/mrq_rate_locked'), 0)
        self.assertEqual(self.board.knobs(), before)

    def test_a_lock_of_another_program_is_put_back_with_its_rate(self):
        self.probed()
        self.tree.write(EMC + '/mrq_rate_locked', 1)
        self.tree.write(EMC + '/rate', LOCKABLE_HZ[0])
        device = Device(self.tree)
        snapshot = take_snapshot(device, self.clock, self.board.at('/snapshot.json'))
        point = dict(trial('t', CPU_KHZ[1], GPU_HZ[1])['point'], emcHz=LOCKABLE_HZ[2])
        apply_point(device, self.clock, point, snapshot['knobs'])
        self.assertEqual(restore(self.tree, self.clock, snapshot), [])
        self.assertEqual(self.tree.number(EMC + '/rate'), LOCKABLE_HZ[0])


class Preflight(ExecutorCase):
    def test_tries_each_knob_that_is_offered_and_puts_it_back(self):
        knobs = self.client().request('preflight')['knobs']
        self.assertEqual(knobs, [{'key': 'activeCores', 'requested': 2, 'readBack': 2, 'error': None}])
        self.assert_restored()


if __name__ == '__main__':
    unittest.main()
