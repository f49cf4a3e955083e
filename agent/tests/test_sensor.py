import select
import threading
import unittest

import agent_path
from fake_board import HWMON, IIO, FakeBoard, StepClock
from joulefleet_agent.device import Device
from joulefleet_agent.errors import AgentError, ShardError
from joulefleet_agent.rail_reader import RailReader
from joulefleet_agent.sampler import Sampler
from joulefleet_agent.sampling_plan import FixedPeriod
from joulefleet_agent.sensor import Sensor


class Patience:
    """Waits without a limit."""

    def wait(self, descriptors):
        return select.select(descriptors, [], [])[0]


class SensorCase(unittest.TestCase):
    layout = 'hwmon'

    def setUp(self):
        self.board = FakeBoard(layout=self.layout)
        self.addCleanup(self.board.remove)
        self.device = Device(self.board.tree)

    def sensor(self):
        return Sensor(self.device, StepClock())


class Hwmon(SensorCase):
    def test_averages_16_conversions_on_all_channels(self):
        self.board.put(HWMON + '/in2_enable', '0\n')
        found = self.sensor().describe(4.5)
        self.assertEqual((self.board.read(HWMON + '/samples'), self.board.read(HWMON + '/in2_enable')), ('16', '1'))
        self.assertEqual(found, {
            'layout': 'hwmon', 'averagingUs': 90000, 'samples': 16, 'updateIntervalMs': 90, 'runningMode': None,
            'readLatencyUs': 4.5, 'supplyMv': 5000, 'shuntMicroOhm': None, 'resolutionMw': None,
        })

    def test_tells_supply_and_shunt_of_the_total(self):
        self.board.put(HWMON + '/in1_input', '12040\n')
        self.board.put(HWMON + '/shunt1_resistor', '2000\n')
        found = self.sensor().describe(4.5)
        self.assertEqual((found['supplyMv'], found['shuntMicroOhm']), (12040, 2000))

    def test_sets_conversion_times_that_someone_changed(self):
        self.board.put(HWMON + '/update_interval', '791\n')
        self.assertEqual(self.sensor().averaging_us, 106000)

    def test_a_reading_stands_for_a_time_one_cycle_back(self):
        self.assertEqual(self.sensor().delay_us(), 90000)

    def test_a_mode_that_moved_is_seen(self):
        sensor = self.sensor()
        before = sensor.mode()
        self.board.put(HWMON + '/samples', '4\n')
        self.assertNotEqual(sensor.mode(), before)

    def test_a_sensor_that_cannot_be_set_ends_the_shard(self):
        self.board.drop(HWMON + '/samples')
        self.board.link(HWMON + '/samples', '/dev/null')
        with self.assertRaises(ShardError) as raised:
            self.sensor()
        self.assertEqual(raised.exception.code, 'sensor_not_set')

    def test_no_total_rail_ends_the_shard(self):
        self.board.put(HWMON + '/in1_label', 'SOMETHING\n')
        self.device = Device(self.board.tree)
        with self.assertRaises(ShardError) as raised:
            self.sensor()
        self.assertEqual(raised.exception.code, 'rail_missing')

    def test_power_is_current_now_times_voltage_of_the_last_second(self):
        reader = RailReader(self.board.tree, self.device.rails)
        self.addCleanup(reader.close)
        self.assertEqual(reader.read(0), [2000, 4000, 6000])
        self.board.put(HWMON + '/curr1_input', '401\n')
        self.board.put(HWMON + '/in1_input', '4999\n')
        self.assertEqual(reader.read(900000)[0], 2005)
        self.assertEqual(reader.read(1000000)[0], (401 * 4999 + 500) // 1000)


class Iio(SensorCase):
    layout = 'iio'

    def test_is_set_to_means_without_gaps(self):
        sensor = self.sensor()
        self.assertEqual(self.board.read(IIO + '/running_mode'), '1')
        self.assertEqual((sensor.averaging_us, sensor.delay_us()), (422400, 422400))
        self.assertEqual(sensor.describe(1)['runningMode'], 1)

    def test_single_shots_where_it_does_not_take_that(self):
        self.board.drop(IIO + '/running_mode')
        self.assertEqual((self.sensor().averaging_us, self.sensor().delay_us()), (1100, 0))

    def test_takes_the_shunt_from_the_device_tree(self):
        found = self.sensor().describe(1)
        self.assertEqual((found['supplyMv'], found['shuntMicroOhm']), (None, None))
        node = '/sys/bus/i2c/drivers/ina3221x/6-0040/of_node'
        # The total is on channel 1, whose node need not be called so.
        for name, channel, milli_ohm in (('channel@0', 1, 2), ('channel@1', 0, 20)):
            self.board.put('%s/%s/reg' % (node, name), '\0\0\0' + chr(channel))
            self.board.put('%s/%s/ti,shunt-resistor-mohm' % (node, name), '\0\0\0' + chr(milli_ohm))
        self.board.put(IIO + '/in_voltage1_input', '4980\n')
        found = self.sensor().describe(1)
        self.assertEqual((found['supplyMv'], found['shuntMicroOhm']), (4980, 2000))
        self.board.put(node + '/channel@0/ti,shunt-resistor-mohm', 'five')
        self.assertIsNone(self.sensor().describe(1)['shuntMicroOhm'])
        self.board.put(node + '/channel@0/ti,shunt-resistor-mohm', '\0\0\0\0')
        self.assertIsNone(self.sensor().describe(1)['shuntMicroOhm'])

    def test_reads_power(self):
        reader = RailReader(self.board.tree, self.device.rails)
        self.addCleanup(reader.close)
        self.assertEqual(reader.read(0), [2000, 1000])


class Sampling(SensorCase):
    def sample(self, clock, until_us, during=None):
        self.board.tree.open_clock = lambda: clock
        sampler = Sampler(self.board.tree, RailReader(self.board.tree, self.device.rails), self.device.rails, FixedPeriod(100000), 50000)
        self.addCleanup(sampler.stop)
        sampler.stop_after_us = until_us
        sleep, count = clock.sleep_until_us, [0]

        def counted(instant_us):
            count[0] += 1
            if during:
                during(count[0])
            return sleep(instant_us)

        clock.sleep_until_us = counted
        sampler.start()
        sampler.thread.join(5)
        return sampler

    def test_reads_all_rails_at_each_instant_and_dates_them_back(self):
        sampler = self.sample(StepClock(), 2000000)
        self.assertEqual(list(sampler.times), list(range(1050000, 2060000, 100000)))
        self.assertEqual([column[0] for column in sampler.columns], [2000, 4000, 6000])
        self.assertEqual({len(column) for column in sampler.columns}, {len(sampler.times)})

    def test_a_reading_that_fails_is_left_out_and_counted(self):
        broken = {3: '', 5: '400\n'}

        def change(sleeps):
            if sleeps in broken:
                self.board.put(HWMON + '/curr1_input', broken[sleeps])

        sampler = self.sample(StepClock(), 2000000, change)
        self.assertEqual((sampler.failures, len(sampler.times)), (2, 9))
        self.assertIsNone(sampler.error)

    def test_a_rail_that_stays_silent_is_an_error(self):
        self.board.put(HWMON + '/curr2_input', '\n')
        sampler = self.sample(StepClock(), 9000000)
        with self.assertRaises(AgentError) as raised:
            sampler.finish(9000000, Patience())
        self.assertEqual((raised.exception.code, raised.exception.transient), ('rail_unreadable', True))

    def test_the_schedule_can_be_replaced_while_it_runs(self):
        clock, replaced = StepClock(), threading.Event()
        self.board.tree.open_clock = lambda: clock
        sampler = Sampler(self.board.tree, RailReader(self.board.tree, self.device.rails), self.device.rails, FixedPeriod(100000), 0)
        self.addCleanup(sampler.stop)
        sleep = clock.sleep_until_us

        def replace(instant_us):
            if instant_us >= 1500000 and not replaced.is_set():
                sampler.schedule = FixedPeriod(200000)
                replaced.set()
            return sleep(instant_us)

        clock.sleep_until_us = replace
        sampler.stop_after_us = 2000000
        sampler.start()
        sampler.thread.join(5)
        self.assertEqual(list(sampler.times)[3:], [1400000, 1500000, 1700000, 1900000, 2100000])


if __name__ == '__main__':
    unittest.main()
