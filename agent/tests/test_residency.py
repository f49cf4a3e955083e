import unittest

import agent_path
from fake_board import CPU_KHZ, GPU, GPU_HZ, FakeBoard, StepClock
from joulefleet_agent.clock_counters import parse_time_in_state, parse_trans_stat
from joulefleet_agent.device import Device
from joulefleet_agent.residency import ResidencyMeter

POLICY = '/sys/devices/system/cpu/cpufreq/policy%d'
EMC = '/sys/class/devfreq/2c60000.external-memory-controller'

# Kernel 5.10, drivers/devfreq/devfreq.c, trans_stat_show.
TRANS_STAT = """     From  :   To
           :  306000000 408000000   918000000   time(ms)
   306000000:         0         5         1     12345
*  408000000:         2         0         0      1200
   918000000:         1         0         0         0
Total transition : 9
"""


def time_in_state(ticks):
    return ''.join('%d %d\n' % pair for pair in zip(CPU_KHZ, ticks))


def trans_stat(times_ms):
    rows = ['%s%10u:%s%10u' % ('*' if i == 0 else ' ', hz, '%10u' % 3 * len(GPU_HZ), ms)
            for i, (hz, ms) in enumerate(zip(GPU_HZ, times_ms))]
    return '\n'.join(['     From  :   To', '           :' + ''.join('%10u' % hz for hz in GPU_HZ) + '   time(ms)'] + rows + ['Total transition : 7', ''])


class Counters(unittest.TestCase):
    def test_ticks_of_cpufreq_are_ten_milliseconds(self):
        self.assertEqual(parse_time_in_state('102000 3\n204000 0\n'), {102000: 30.0, 204000: 0.0})

    def test_devfreq_shows_milliseconds_in_its_last_column(self):
        self.assertEqual(parse_trans_stat(TRANS_STAT), {306000000: 12345.0, 408000000: 1200.0, 918000000: 0.0})

    def test_a_kernel_that_does_not_count_is_known_as_such(self):
        for text in ('', 'Not Supported.\n', 'Total transition : 0\n'):
            self.assertIsNone(parse_trans_stat(text))
        for text in ('', 'garbage\n', '1 2 3\n'):
            self.assertIsNone(parse_time_in_state(text))


class Residency(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        self.clock = StepClock()

    def meter(self):
        return ResidencyMeter(Device(self.board.tree), self.clock)

    def count(self, ticks, times_ms):
        for policy in (0, 2):
            self.board.put(POLICY % policy + '/stats/time_in_state', time_in_state(ticks))
        self.board.put(GPU + '/trans_stat', trans_stat(times_ms))

    def over(self, seconds, change=lambda: None):
        """The body for a window of so long, over which `change` happens; the sampler looks every 0.1 s."""
        meter = self.meter()
        meter.begin()
        start_us = self.clock.now_us()
        for step in range(seconds * 10):
            self.clock.sleep_until_us(start_us + (step + 1) * 100000)
            meter.watch.look(self.clock.now_us())
            if step == seconds * 5:
                change()
        meter.end()
        return meter.body(start_us, self.clock.now_us())

    def test_is_what_counters_added_over_the_window(self):
        self.count([5, 0, 100, 7], [9, 0, 1000, 0])
        body = self.over(4, lambda: self.count([5, 0, 420, 87], [9, 0, 4000, 1000]))
        levels = [{'khz': 614400, 'ms': 3200.0}, {'khz': 1479000, 'ms': 800.0}]
        counted = {'method': 'counters', 'resolutionMs': 10, 'spanMs': 4000.0}
        self.assertEqual(body['cpu'], [dict(counted, levels=levels, policy=policy) for policy in (0, 2)])
        levels = [{'hz': 460800000, 'ms': 3000.0}, {'hz': 921600000, 'ms': 1000.0}]
        self.assertEqual(body['gpu'], dict(counted, levels=levels))
        self.assertIsNone(body['emc'])

    def test_a_level_that_no_counter_had_before_counts_from_zero(self):
        self.count([5, 0, 100, 7], [0, 0, 0, 0])
        self.board.put(POLICY % 0 + '/stats/time_in_state', '614400 100\n')
        body = self.over(1, lambda: self.count([0, 0, 150, 50], [0, 0, 1000, 0]))
        self.assertEqual(body['cpu'][0]['levels'], [{'khz': 614400, 'ms': 500.0}, {'khz': 1479000, 'ms': 500.0}])

    def test_a_counter_that_fell_says_nothing(self):
        self.count([5, 0, 100, 7], [0, 0, 500, 0])
        body = self.over(1, lambda: self.count([0, 0, 99, 7], [0, 0, 1500, 0]))
        self.assertEqual(body['cpu'], [])
        self.assertEqual(body['gpu']['levels'], [{'hz': 460800000, 'ms': 1000.0}])

    def test_a_kernel_without_counters_is_read_once_a_second(self):
        body = self.over(4, lambda: self.board.put(GPU + '/max_freq', '%d\n' % GPU_HZ[1]))
        self.assertEqual(body['gpu']['method'], 'sampled')
        self.assertEqual((body['gpu']['resolutionMs'], body['gpu']['spanMs']), (1000.0, 4000.0))
        self.assertEqual(body['gpu']['levels'], [{'hz': GPU_HZ[1], 'ms': 1000.0}, {'hz': GPU_HZ[3], 'ms': 3000.0}])
        self.assertEqual([part['levels'] for part in body['cpu']], [[{'khz': 614400, 'ms': 4000.0}]] * 2)

    def test_a_reading_a_little_off_a_level_is_that_level_and_a_gated_clock_none(self):
        self.board.drop(GPU + '/cur_freq')
        self.board.put(GPU + '/cur_freq', '915000000\n')
        body = self.over(2, lambda: self.board.put(GPU + '/cur_freq', '0\n'))
        self.assertEqual(body['gpu']['levels'], [{'hz': 921600000, 'ms': 2000.0}])

    def test_a_counter_of_the_memory_clock_is_read_where_devfreq_has_one(self):
        self.board.put(EMC + '/device/of_node/name', 'external-memory-controller\0')
        self.board.put(EMC + '/trans_stat', trans_stat([0, 0, 0, 100]))
        body = self.over(1, lambda: self.board.put(EMC + '/trans_stat', trans_stat([0, 0, 0, 1100])))
        self.assertEqual(body['emc']['levels'], [{'hz': 921600000, 'ms': 1000.0}])

    def test_a_window_too_short_for_a_reading_says_nothing(self):
        meter = self.meter()
        meter.begin()
        meter.end()
        self.assertIsNone(meter.body(1000000, 1400000))


if __name__ == '__main__':
    unittest.main()
