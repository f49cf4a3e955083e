import errno
import os
import shutil
import unittest

import agent_path
from fake_board import CPU_KHZ, GPU, GPU_HZ, FakeBoard, KernelTree, StepClock, trial
from joulefleet_agent.device import Device
from joulefleet_agent.domains_held import require_all_there
from joulefleet_agent.errors import AgentError, ShardError
from joulefleet_agent.files import read_json, write_json
from joulefleet_agent.operating_point import apply_point, read_point, read_settled
from joulefleet_agent.sensor import Sensor
from joulefleet_agent.snapshot import restore_snapshot, take_snapshot
from joulefleet_agent.snapshot_files import SnapshotFiles
from joulefleet_agent.targets import clocks_steady, targets_of

POLICY = '/sys/devices/system/cpu/cpufreq/policy0'
DEFAULTS = {
    POLICY + '/scaling_governor': 'schedutil',
    POLICY[:-1] + '2/scaling_governor': 'schedutil',
    GPU + '/governor': 'nvhost_podgov',
}


class Case(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        self.tree = KernelTree(self.board.root)
        self.device = Device(self.tree)
        self.clock = StepClock()

    def apply(self, *args, **changes):
        apply_point(self.device, self.clock, trial('t', *args, **changes)['point'], DEFAULTS)
        return read_point(self.device)

    def refused(self, *args, **changes):
        with self.assertRaises(AgentError) as raised:
            self.apply(*args, **changes)
        return raised.exception


class Apply(Case):
    def test_pins_every_policy_and_the_gpu(self):
        point = self.apply(CPU_KHZ[0], GPU_HZ[2])
        for cpu in point['cpu']:
            self.assertEqual((cpu['minKhz'], cpu['maxKhz'], cpu['curKhz']), (CPU_KHZ[0],) * 3)
            self.assertEqual(cpu['governor'], 'schedutil')
        self.assertEqual((point['gpu']['minHz'], point['gpu']['maxHz']), (GPU_HZ[2],) * 2)
        self.assertEqual([cpu['policy'] for cpu in point['cpu']], [0, 2])

    def test_goes_from_any_point_to_any_other_on_a_kernel_that_refuses_crossing_limits(self):
        for khz in CPU_KHZ + CPU_KHZ[::-1] + [CPU_KHZ[-1], CPU_KHZ[0], CPU_KHZ[-1]]:
            self.assertEqual(self.apply(khz, GPU_HZ[1])['cpu'][1]['minKhz'], khz)

    def test_leaves_a_domain_to_its_governor_over_the_whole_table(self):
        self.apply(CPU_KHZ[0], GPU_HZ[0])
        point = self.apply('dvfs', 'dvfs', cpuGovernor='ondemand')
        self.assertEqual((point['cpu'][0]['minKhz'], point['cpu'][0]['maxKhz']), (CPU_KHZ[0], CPU_KHZ[-1]))
        self.assertEqual((point['cpu'][0]['governor'], point['gpu']['governor']), ('ondemand', 'nvhost_podgov'))

    def test_leaves_a_domain_to_its_governor_within_the_limits_that_it_had(self):
        limits = {
            POLICY + '/scaling_min_freq': str(CPU_KHZ[0]), POLICY + '/scaling_max_freq': str(CPU_KHZ[1]),
            POLICY[:-1] + '2/scaling_min_freq': str(CPU_KHZ[1]), POLICY[:-1] + '2/scaling_max_freq': str(CPU_KHZ[2]),
            GPU + '/min_freq': str(GPU_HZ[0]), GPU + '/max_freq': str(GPU_HZ[1]),
        }
        self.apply(CPU_KHZ[2], GPU_HZ[2])
        point = trial('t', 'stock', 'stock')['point']
        apply_point(self.device, self.clock, point, dict(DEFAULTS, **limits))
        read = read_point(self.device)
        self.assertEqual([(cpu['minKhz'], cpu['maxKhz']) for cpu in read['cpu']], [tuple(CPU_KHZ[:2]), tuple(CPU_KHZ[1:3])])
        self.assertEqual((read['gpu']['minHz'], read['gpu']['maxHz']), tuple(GPU_HZ[:2]))

    def test_puts_the_default_governor_back_for_a_fixed_clock(self):
        self.apply('dvfs', 'dvfs', cpuGovernor='ondemand')
        self.assertEqual(self.apply(CPU_KHZ[1], GPU_HZ[1])['cpu'][0]['governor'], 'schedutil')

    def test_sets_the_speed_of_userspace(self):
        self.apply(CPU_KHZ[1], GPU_HZ[1], cpuGovernor='userspace')
        self.assertEqual(self.board.read(POLICY + '/scaling_setspeed'), str(CPU_KHZ[1]))
        self.assertEqual(self.board.read(POLICY + '/scaling_governor'), 'userspace')

    def test_one_stray_reading_of_a_clock_is_read_again(self):
        self.apply(CPU_KHZ[2], GPU_HZ[2])
        targets = targets_of(self.device, trial('t', CPU_KHZ[2], GPU_HZ[2])['point'], DEFAULTS)
        self.assertEqual(read_settled(self.device, self.clock, targets)[1], False)
        path, number, stray = POLICY + '/scaling_cur_freq', self.tree.number, [1]

        def stray_number(asked):
            if asked == path and stray[0]:
                stray[0] -= 1
                return CPU_KHZ[0]
            return number(asked)

        self.tree.number = stray_number
        point, again = read_settled(self.device, self.clock, targets)
        self.assertEqual((point['cpu'][0]['curKhz'], again), (CPU_KHZ[2], True))
        stray[0] = 99
        point, again = read_settled(self.device, self.clock, targets)
        self.assertEqual((point['cpu'][0]['curKhz'], again), (CPU_KHZ[0], True))

    def test_names_a_policy_that_went_since_the_shard_began(self):
        shutil.rmtree(self.board.at(POLICY))
        for clocks in ((CPU_KHZ[0], GPU_HZ[0]), ('dvfs', 'dvfs')):
            error = self.refused(*clocks)
            self.assertEqual((error.code, error.message), ('clocks_changed', 'CPU policy 0 is gone since the shard began'))
        self.assertIsInstance(error, ShardError)

    def test_names_a_policy_that_came_since_the_shard_began(self):
        self.board.cpu_policy(4)
        error = self.refused('dvfs', 'dvfs')
        self.assertEqual(error.message, 'CPU policy 4 was not there when the shard began')

    def test_names_a_gpu_that_went_also_where_it_is_left_to_its_governor(self):
        shutil.rmtree(self.board.at(GPU))
        self.assertEqual(self.refused('dvfs', 'dvfs').message, 'GPU is gone since the shard began')

    def test_a_policy_whose_cores_are_off_did_not_go(self):
        for cpu in (2, 3):
            self.board.put('/sys/devices/system/cpu/cpu%d/online' % cpu, '0\n')
        shutil.rmtree(self.board.at(POLICY[:-1] + '2'))
        self.assertEqual([cpu['policy'] for cpu in self.apply(CPU_KHZ[0], GPU_HZ[0])['cpu']], [0])

    def test_a_board_without_a_gpu_clock_measures_nothing(self):
        shutil.rmtree(self.board.at(GPU))
        with self.assertRaises(ShardError) as raised:
            require_all_there(Device(self.tree))
        self.assertEqual((raised.exception.code, raised.exception.transient), ('clocks_missing', True))
        self.assertEqual(raised.exception.message, 'no frequency table of the GPU, 4711 s after the boot')

    def test_writes_nothing_where_it_is_already(self):
        self.apply(CPU_KHZ[1], GPU_HZ[1])
        del self.tree.written[:]
        self.apply(CPU_KHZ[1], GPU_HZ[2])
        self.assertEqual({os.path.dirname(path) for path, _ in self.tree.written}, {GPU})

    def test_a_clock_that_does_not_follow_is_named_with_what_was_read_back(self):
        self.board.drop(POLICY + '/scaling_cur_freq')
        self.board.put(POLICY + '/scaling_cur_freq', '204000\n')
        start_us = self.clock.us
        error = self.refused(CPU_KHZ[3], GPU_HZ[1])
        self.assertEqual((error.code, error.origin), ('clock_not_applied', 'device'))
        for word in ('CPU policy 0', '1479000 kHz', 'running at 204000'):
            self.assertIn(word, error.message)
        self.assertNotIn('policy 2', error.message)
        self.assertTrue(1000000 <= self.clock.us - start_us <= 1100000)

    def test_waits_for_a_clock_that_follows_late(self):
        self.board.drop(POLICY + '/scaling_cur_freq')
        self.board.put(POLICY + '/scaling_cur_freq', '204000\n')
        sleep = self.clock.sleep_until_us

        def follow(until_us):
            if until_us > 1300000:
                self.board.put(POLICY + '/scaling_cur_freq', '1479000\n')
            return sleep(until_us)

        self.clock.sleep_until_us = follow
        self.assertEqual(self.apply(CPU_KHZ[3], GPU_HZ[1])['cpu'][0]['curKhz'], 1479000)

    def test_a_limit_that_acts_only_at_the_second_write_is_written_again(self):
        write, count = self.tree.write, []

        def lose_the_first(path, text):
            if path == GPU + '/max_freq' and str(text) == str(GPU_HZ[1]):
                count.append(1)
                if len(count) == 1:
                    return
            write(path, text)

        self.tree.write = lose_the_first
        self.assertEqual(self.apply(CPU_KHZ[1], GPU_HZ[1])['gpu']['curHz'], GPU_HZ[1])
        self.assertEqual(len(count), 2)

    def test_a_refused_write_is_named_with_the_file_and_the_reason(self):
        def refuse(path, text):
            raise OSError(22, 'Invalid argument', path)

        self.tree.write = refuse
        error = self.refused(CPU_KHZ[3], GPU_HZ[1])
        self.assertEqual(error.code, 'clock_refused')
        self.assertIn('scaling_min_freq: Invalid argument', error.message)

    def test_an_unknown_governor_is_the_operators_and_nothing_is_written(self):
        error = self.refused('dvfs', 'dvfs', cpuGovernor='schedutill')
        self.assertEqual((error.code, error.origin), ('governor_unknown', 'operator'))
        self.assertIn('schedutil', error.remedy)
        self.assertEqual(self.tree.written, [])

    def test_a_pinned_domain_is_steady_and_one_that_follows_the_load_is_not(self):
        def steady(*args, **changes):
            return clocks_steady(targets_of(self.device, trial('t', *args, **changes)['point'], DEFAULTS))

        self.assertTrue(steady(CPU_KHZ[0], GPU_HZ[0]))
        self.assertFalse(steady(CPU_KHZ[0], 'dvfs'))
        self.assertTrue(steady(CPU_KHZ[0], 'dvfs', gpuGovernor='performance'))


class Restore(Case):
    def setUp(self):
        Case.setUp(self)
        self.path = os.path.join(self.board.home, 'snapshot.json')
        self.snapshot = take_snapshot(self.device, self.clock, self.path)
        self.before = self.board.knobs()

    def restore(self):
        return restore_snapshot(self.device, self.clock, read_json(self.path))

    def test_the_snapshot_has_every_knob_and_is_on_disk(self):
        names = {os.path.basename(path) for path in self.snapshot['knobs']}
        self.assertEqual(names, {
            'scaling_governor', 'scaling_min_freq', 'scaling_max_freq', 'governor', 'min_freq', 'max_freq',
            'online', 'in1_enable', 'in2_enable', 'in3_enable', 'samples', 'update_interval',
        })
        self.assertEqual(SnapshotFiles(self.path).read(), self.snapshot)

    def test_puts_back_clocks_governors_and_sensor_from_any_point(self):
        for khz, hz in ((CPU_KHZ[0], GPU_HZ[0]), (CPU_KHZ[-1], GPU_HZ[-1]), ('dvfs', 'dvfs')):
            self.apply(khz, hz, cpuGovernor='powersave', gpuGovernor='performance')
            Sensor(self.device, self.clock)
            self.assertNotEqual(self.board.knobs(), self.before)
            self.assertEqual(self.restore(), [])
            self.assertEqual(self.board.knobs(), self.before)

    def test_writes_nothing_when_nothing_differs(self):
        self.assertEqual(self.restore(), [])
        self.assertEqual(self.tree.written, [])

    def test_names_what_cannot_be_put_back(self):
        self.apply(CPU_KHZ[-1], GPU_HZ[0])
        write = self.tree.write

        def refuse(path, text):
            if path == GPU + '/max_freq':
                raise OSError(5, 'Input/output error', path)
            write(path, text)

        self.tree.write = refuse
        told = '%s/max_freq: was %d, is %d (Input/output error)' % (GPU, GPU_HZ[-1], GPU_HZ[0])
        self.assertEqual(self.restore(), [told])

    def harmed_once(self, path, harm):
        """Only the governor differs, and the first write that puts the upper limit of its domain back is harmed."""
        self.tree.write(POLICY + '/scaling_governor', 'performance')
        write, harmed = self.tree.write, []

        def harm_the_first(written, text):
            if written == path and text == self.snapshot['knobs'][path] and not harmed:
                harmed.append(path)
                return harm()
            return write(written, text)

        self.tree.write = harm_the_first
        self.assertEqual(self.restore(), [])
        self.assertEqual(harmed, [path])
        self.assertEqual(self.board.knobs(), self.before)

    def test_a_knob_that_only_the_restore_moved_is_put_back_when_its_write_was_refused(self):
        def busy():
            raise OSError(errno.EBUSY, 'Device or resource busy', POLICY + '/scaling_max_freq')

        self.harmed_once(POLICY + '/scaling_max_freq', busy)

    def test_a_knob_that_only_the_restore_moved_is_put_back_when_its_write_did_not_act(self):
        self.harmed_once(POLICY + '/scaling_max_freq', lambda: None)

    def test_names_a_knob_that_only_the_restore_moved(self):
        self.tree.write(POLICY + '/scaling_governor', 'performance')
        write, path = self.tree.write, POLICY + '/scaling_max_freq'

        def refuse(written, text):
            if written == path and text == '614400':
                raise OSError(errno.EBUSY, 'Device or resource busy', path)
            write(written, text)

        self.tree.write = refuse
        self.assertEqual(self.restore(), [path + ': was 614400, is 1479000 (Device or resource busy)'])

    def test_a_policy_that_vanished_leaves_no_difference_and_the_rest_is_put_back(self):
        self.board.put(GPU + '/governor', 'performance\n')
        shutil.rmtree(self.board.at(POLICY))
        self.assertEqual(self.restore(), [])
        self.assertEqual(self.board.read(GPU + '/governor'), 'nvhost_podgov')

    def test_a_gpu_that_vanished_leaves_no_difference(self):
        shutil.rmtree(self.board.at(GPU))
        self.assertEqual(self.restore(), [])

    def intruder(self, times):
        """Sets a limit whenever a second passes, so many times."""
        clock, sleep, left = self.clock, self.clock.sleep_until_us, [times]

        def sleep_until_us(until_us):
            if until_us - clock.us >= 1000000 and left[0]:
                left[0] -= 1
                self.board.put(GPU + '/max_freq', '460800000\n')
            return sleep(until_us)

        clock.sleep_until_us = sleep_until_us

    def test_what_another_service_undoes_once_is_put_back_again(self):
        self.board.put(POLICY + '/scaling_min_freq', '102000\n')
        self.intruder(1)
        self.assertEqual(self.restore(), [])
        self.assertEqual(self.board.knobs(), self.before)

    def test_what_another_service_keeps_undoing_is_not_restored(self):
        self.board.put(POLICY + '/scaling_min_freq', '102000\n')
        self.intruder(9)
        undone = 'was 921600000, is 460800000 (it was put back, and something else set it again)'
        self.assertEqual(self.restore(), [GPU + '/max_freq: ' + undone])

    def test_names_a_knob_that_is_gone(self):
        self.board.drop(GPU + '/governor')
        self.assertEqual(self.restore(), [GPU + '/governor: was nvhost_podgov, is gone (No such file or directory)'])

    def test_after_a_reboot_a_folder_with_a_new_number_is_no_difference(self):
        knobs = dict(self.snapshot['knobs'], **{'/sys/class/hwmon/hwmon9/samples': '1'})
        write_json(self.path, dict(self.snapshot, knobs=knobs))
        self.assertEqual(len(self.restore()), 1)
        self.board.put('/proc/sys/kernel/random/boot_id', 'boot-2\n')
        self.board.put(POLICY + '/scaling_min_freq', '102000\n')
        self.assertEqual(self.restore(), [])
        self.assertEqual(self.board.knobs(), self.before)

    def test_the_fan_is_put_back_where_it_is_set_by_hand(self):
        self.board.put('/sys/devices/pwm-fan/temp_control', '0\n')
        self.board.put('/sys/devices/pwm-fan/target_pwm', '80\n')
        take_snapshot(self.device, self.clock, self.path)
        self.board.put('/sys/devices/pwm-fan/temp_control', '1\n')
        self.board.put('/sys/devices/pwm-fan/target_pwm', '255\n')
        self.assertEqual(self.restore(), [])
        self.assertEqual(self.board.read('/sys/devices/pwm-fan/target_pwm'), '80')
        self.assertEqual(self.board.read('/sys/devices/pwm-fan/temp_control'), '0')

    def test_the_fan_of_a_running_daemon_is_left_to_it(self):
        self.board.put('/sys/class/hwmon/hwmon9/name', 'pwmfan\n')
        self.board.put('/sys/class/hwmon/hwmon9/pwm1', '80\n')
        self.assertIn('/sys/class/hwmon/hwmon9/pwm1', Device(self.tree).knobs())
        self.board.put('/sys/fs/cgroup/system.slice/nvfancontrol.service/cgroup.procs', '1\n')
        self.assertNotIn('/sys/class/hwmon/hwmon9/pwm1', Device(self.tree).knobs())

    def test_a_fan_under_control_is_left_to_it(self):
        self.board.put('/sys/devices/pwm-fan/temp_control', '1\n')
        self.board.put('/sys/devices/pwm-fan/target_pwm', '80\n')
        self.assertNotIn('/sys/devices/pwm-fan/target_pwm', Device(self.tree).knobs())


if __name__ == '__main__':
    unittest.main()
