import unittest

import agent_path
from fake_board import FakeBoard
from joulefleet_agent.heat import read_heat

FOLDER = '/sys/class/thermal'


class Heat(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)

    def trip(self, zone, number, kind, milli):
        self.board.put('%s/thermal_zone%d/trip_point_%d_type' % (FOLDER, zone, number), kind + '\n')
        self.board.put('%s/thermal_zone%d/trip_point_%d_temp' % (FOLDER, zone, number), '%d\n' % milli)

    def cooling(self, kind, state):
        self.board.put(FOLDER + '/cooling_device3/type', kind + '\n')
        self.board.put(FOLDER + '/cooling_device3/cur_state', '%d\n' % state)

    def test_is_the_hottest_zone_with_its_own_passive_trip(self):
        self.trip(0, 0, 'critical', 102000)
        self.trip(0, 1, 'passive', 97000)
        self.trip(0, 2, 'active', 50000)
        self.trip(2, 0, 'passive', 30000)
        self.assertEqual(read_heat(self.board.tree), {'hottestC': 41.5, 'tripC': 97.0, 'slowing': False})

    def test_a_zone_may_state_no_trip(self):
        self.trip(0, 0, 'active', 50000)
        self.assertIsNone(read_heat(self.board.tree)['tripC'])

    def test_a_cooling_device_that_lowers_clocks_says_so_and_a_fan_does_not(self):
        for kind in ('thermal-devfreq-0', 'thermal-cpufreq-1', 'gpu-balanced', 'cpu-throttle-alert'):
            self.cooling(kind, 2)
            self.assertTrue(read_heat(self.board.tree)['slowing'], kind)
        for kind, state in (('pwm-fan', 3), ('thermal-devfreq-0', 0), ('other', 1)):
            self.cooling(kind, state)
            self.assertFalse(read_heat(self.board.tree)['slowing'], kind)

    def test_a_board_without_zones_has_none(self):
        for zone in (0, 1, 2):
            self.board.drop('%s/thermal_zone%d/temp' % (FOLDER, zone))
        self.assertIsNone(read_heat(self.board.tree))


if __name__ == '__main__':
    unittest.main()
