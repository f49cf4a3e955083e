import unittest
from unittest import mock

import agent_path
from fake_board import CPU_KHZ, GPU_HZ, FakeBoard, KernelTree, StepClock, trial
from joulefleet_agent import knobs
from joulefleet_agent.device import Device
from joulefleet_agent.errors import AgentError
from joulefleet_agent.facts import FactReader
from joulefleet_agent.knobs import require_held
from joulefleet_agent.operating_point import apply_point, read_point
from joulefleet_agent.recover import restore
from joulefleet_agent.snapshot import take_snapshot

PATH = '/sys/kernel/lamp/level'


class Lamp:
    """A knob of one file."""

    key = 'lampLevel'
    levels = [1, 2, 4]
    reason = None

    def __init__(self, tree):
        self.tree = tree

    def paths(self):
        return [PATH]

    def settings(self, level):
        return [(PATH, level)]

    def read(self):
        return self.tree.number(PATH)


class ListedKnob(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        patch = mock.patch.object(knobs, 'KNOBS', (Lamp,))
        patch.start()
        self.addCleanup(patch.stop)
        self.board.put(PATH, '4\n')
        self.tree = KernelTree(self.board.root)
        self.device = Device(self.tree)
        self.clock = StepClock()
        self.snapshot = take_snapshot(self.device, self.clock, self.board.at('/snapshot.json'))

    def apply(self, **point):
        point = dict(trial('t', CPU_KHZ[1], GPU_HZ[1])['point'], **point)
        apply_point(self.device, self.clock, point, self.snapshot['knobs'])
        return point

    def refused(self, code, **point):
        with self.assertRaises(AgentError) as raised:
            self.apply(**point)
        self.assertEqual(raised.exception.code, code)
        return raised.exception

    def test_is_set_ahead_of_the_clocks_and_read_back(self):
        self.apply(lampLevel=2)
        self.assertEqual(self.tree.written[0], (PATH, '2'))
        self.assertGreater(len(self.tree.written), 1)
        self.assertEqual(read_point(self.device)['knobs'], {'lampLevel': 2})

    def test_is_put_back_by_a_point_that_leaves_it_unset(self):
        for unset in ({}, {'lampLevel': None}, {'lampLevel': 'dvfs'}):
            self.apply(lampLevel=1)
            self.apply(**unset)
            self.assertEqual(self.tree.number(PATH), 4)

    def test_is_restored_ahead_of_the_clocks(self):
        before = self.board.knobs()
        self.apply(lampLevel=1)
        del self.tree.written[:]
        self.assertEqual(restore(self.tree, self.clock, self.snapshot), [])
        self.assertEqual(self.tree.written[0], (PATH, '4'))
        self.assertEqual(self.board.knobs(), before)

    def test_an_unknown_knob_is_refused_before_anything_is_written(self):
        error = self.refused('knob_unknown', lampLevel=2, lampColour=3)
        self.assertIn('lampColour', error.message)
        self.assertEqual((error.origin, self.tree.written), ('operator', []))

    def test_a_level_that_is_not_offered_is_refused_before_anything_is_written(self):
        error = self.refused('level_not_offered', lampLevel=3)
        self.assertIn('1, 2, 4', error.remedy)
        self.assertEqual((error.origin, self.tree.written), ('operator', []))

    def test_one_that_does_not_follow_is_a_fault(self):
        write = self.tree.write
        self.tree.write = lambda path, text: None if path == PATH else write(path, text)
        self.assertIn('read back 4', self.refused('knob_not_applied', lampLevel=2).message)

    def test_one_that_moved_during_the_trial_is_a_fault(self):
        point = self.apply(lampLevel=2)
        require_held(self.device.optional_knobs, point)
        self.board.put(PATH, '1\n')
        with self.assertRaises(AgentError) as raised:
            require_held(self.device.optional_knobs, point)
        self.assertEqual((raised.exception.code, raised.exception.transient), ('knob_moved', True))

    def test_is_told_by_the_facts(self):
        told = {'lampLevel': {'levels': [1, 2, 4], 'reason': None}}
        self.assertEqual(FactReader(self.tree).read()['knobs'], told)


if __name__ == '__main__':
    unittest.main()
