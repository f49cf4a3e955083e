import unittest

import agent_path
from executor_case import ExecutorCase
from fake_board import FakeBoard, StepClock, shard
from joulefleet_agent.device import Device
from joulefleet_agent.power_mode import NVPMODEL, STATUS, restore_power_mode, set_power_mode
from joulefleet_agent.recover import restore
from joulefleet_agent.snapshot import take_snapshot

# As the real one: a mode sets limits of clocks, and some ask before they take.
SETS = """#!/bin/sh
read answer
root=${0%%/usr/sbin/nvpmodel}
[ "$1" = -m ] || exit 1
%s
printf 'pmode:%%04d fmode:quiet\\n' "$2" > $root/var/lib/nvpmodel/status
echo 1479000 > $root/sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq
"""
ASKS = '[ "$answer" = no ] && { echo "NVPM WARN: a reboot is needed"; exit 0; }'


class PowerMode(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        self.tree = self.board.tree

    def nvpmodel(self, more=''):
        self.board.put(NVPMODEL, SETS % more, mode=0o755)

    def change(self, number):
        self.board.put(STATUS, 'pmode:%04d fmode:quiet\n' % number)

    def test_that_was_changed_is_set_again_and_verified(self):
        self.nvpmodel()
        self.change(3)
        self.assertIsNone(restore_power_mode(self.tree, 1))
        self.assertEqual(self.board.read(STATUS), 'pmode:0001 fmode:quiet')

    def test_that_is_as_it_was_or_was_never_known_is_left_alone(self):
        self.assertIsNone(restore_power_mode(self.tree, 1))
        self.assertIsNone(restore_power_mode(self.tree, None))

    def test_that_does_not_take_is_a_difference_with_what_was_said(self):
        self.nvpmodel(ASKS)
        self.change(3)
        said = 'power mode: was 1, is 3 (NVPM WARN: a reboot is needed)'
        self.assertEqual(restore_power_mode(self.tree, 1), said)

    def test_without_the_program_is_a_difference(self):
        self.change(3)
        self.assertIn('/usr/sbin/nvpmodel: No such file', restore_power_mode(self.tree, 1))

    def test_a_program_that_fails_in_silence_is_told_by_its_exit_code(self):
        self.board.put(NVPMODEL, '#!/bin/sh\nexit 7\n', mode=0o755)
        self.assertEqual(set_power_mode(self.tree, 2), 'nvpmodel ended with 7')

    def test_is_in_the_snapshot_and_put_back_before_the_clocks_that_it_sets(self):
        self.nvpmodel()
        clock = StepClock()
        snapshot = take_snapshot(Device(self.tree), clock, self.board.folder + '/snapshot.json')
        self.assertEqual(snapshot['powerMode'], 1)
        before = self.board.knobs()
        self.change(3)
        self.assertEqual(restore(self.tree, clock, snapshot), [])
        self.assertEqual(self.board.read(STATUS), 'pmode:0001 fmode:quiet')
        self.assertEqual(self.board.knobs(), before)


class PowerModeOfAShard(ExecutorCase):
    def test_that_somebody_changed_meanwhile_is_put_back_at_its_end(self):
        self.board.put(NVPMODEL, SETS % '', mode=0o755)
        self.board.runner(work='open("%s", "w").write("pmode:0000 fmode:quiet\\n")' % self.board.at(STATUS))
        client = self.client()
        client.follow(shard())
        self.assertEqual(client.of_kind('shard_end')[0]['restored'], {'verified': True, 'differences': []})
        self.assertEqual(self.board.read(STATUS), 'pmode:0001 fmode:quiet')
        self.assert_restored()


if __name__ == '__main__':
    unittest.main()
