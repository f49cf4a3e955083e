import os
import unittest

import agent_path
from fake_board import CPU_KHZ, GPU, GPU_HZ, HWMON, IIO, FakeBoard
from joulefleet_agent.device import Device
from joulefleet_agent.facts import FactReader
from joulefleet_agent.tree import Tree

# In NVIDIA's syntax: -1 for no limit, kHz for the CPU, Hz for the GPU.
MODES = """
< PARAM TYPE=FILE NAME=CPU_ONLINE >
CORE_0 /sys/devices/system/cpu/cpu0/online
< POWER_MODEL ID=0 NAME=MAXN >
CPU_ONLINE CORE_0 1
CPU_ONLINE CORE_1 1
CPU_ONLINE CORE_2 1
CPU_ONLINE CORE_3 1
CPU_A57 MIN_FREQ  0
CPU_A57 MAX_FREQ -1
GPU_POWER_CONTROL_ENABLE GPU_PWR_CNTL_EN on
GPU MIN_FREQ  0
GPU MAX_FREQ -1
EMC MAX_FREQ 0
< POWER_MODEL ID=1 NAME=5W >
CPU_ONLINE CORE_0 1
CPU_ONLINE CORE_1 1
CPU_ONLINE CORE_2 0
CPU_ONLINE CORE_3 0
CPU_A57 MIN_FREQ  0
CPU_A57 MAX_FREQ 918000
GPU MIN_FREQ 0
GPU MAX_FREQ 640000000
EMC MAX_FREQ 1600000000
< POWER_MODEL ID=8 NAME=MODE_20W_6CORE >
CPU_ONLINE CORE_0 1
CPU_ONLINE CORE_1 1
CPU_ONLINE CORE_2 1
CPU_ONLINE CORE_3 1
CPU_ONLINE CORE_4 1
CPU_ONLINE CORE_5 1
CPU_DENVER_0 MIN_FREQ 1190400
CPU_DENVER_0 MAX_FREQ 1420800
CPU_DENVER_1 MIN_FREQ 1190400
CPU_DENVER_1 MAX_FREQ 1420800
GPU MIN_FREQ 0
GPU MAX_FREQ 1109250000
< PM_CONFIG DEFAULT=0 >
"""


class Facts(unittest.TestCase):
    def board(self, **kwargs):
        board = FakeBoard(**kwargs)
        self.addCleanup(board.remove)
        return board

    def read(self, board):
        return FactReader(Tree(board.root)).read()

    def missing(self, board):
        return {lack['what']: lack['lookedFor'] for lack in self.read(board)['missing']}

    def test_tells_what_a_board_is(self):
        board = self.board()
        board.runner('alexnet')
        board.put('/opt/joulefleet/workloads/notes.txt', 'not executable')
        facts = self.read(board)
        self.assertEqual([lack['what'] for lack in facts['missing']], ['fan'])
        self.assertEqual(facts['model'], 'NVIDIA Jetson Nano Developer Kit')
        self.assertEqual(facts['compatible'], ['nvidia,p3450-0000', 'nvidia,tegra210'])
        self.assertEqual(facts['serial'], '1424019012345')
        self.assertEqual(facts['l4t'], {'release': 32, 'revision': '7.4'})
        self.assertEqual((facts['jetpack'], facts['kernel'], facts['cores']), ('4.6.4', '4.9.337-tegra', 4))
        self.assertEqual(facts['memoryBytes'], 4059424 * 1024)
        self.assertEqual((facts['powerMode']['id'], facts['powerMode']['name']), (1, '5W'))
        self.assertEqual((facts['bootId'], facts['uptimeS']), ('boot-1', 4711.25))
        self.assertEqual(facts['thermalZones'], [{'type': 'CPU-therm', 'temperatureC': 41.5}])
        self.assertEqual((facts['workloads'], facts['simulated'], facts['timeScale']), (['alexnet'], False, None))

    def test_tells_clocks_and_governors(self):
        facts = self.read(self.board())
        self.assertEqual([policy['policy'] for policy in facts['cpuPolicies']], [0, 2])
        self.assertEqual(facts['cpuPolicies'][1]['cpus'], [2, 3])
        self.assertEqual(facts['cpuPolicies'][0]['frequenciesKhz'], CPU_KHZ)
        self.assertEqual((facts['cpuPolicies'][0]['minKhz'], facts['cpuPolicies'][0]['maxKhz']), (204000, 614400))
        self.assertEqual(facts['gpu']['frequenciesHz'], GPU_HZ)
        self.assertEqual((facts['gpu']['path'], facts['gpu']['governor']), (GPU, 'nvhost_podgov'))
        self.assertTrue(facts['canSetClocks'])

    def test_finds_rails_by_label_the_total_first_and_each_once(self):
        rails = self.read(self.board())['rails']
        self.assertEqual([rail['label'] for rail in rails], ['VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC'])
        self.assertEqual([rail['total'] for rail in rails], [True, False, False])
        rails = self.read(self.board(layout='iio'))['rails']
        found = [(rail['label'], rail['layout']) for rail in rails]
        self.assertEqual(found, [('POM_5V_IN', 'iio'), ('POM_5V_GPU', 'iio')])

    def other_chip(self, board, labels):
        folder = '/sys/bus/i2c/drivers/ina3221/1-0041/hwmon/hwmon2'
        board.put(folder + '/name', 'ina3221\n')
        for channel, label in labels.items():
            board.put('%s/in%d_label' % (folder, channel), label + '\n')
            board.put('%s/in%d_input' % (folder, channel), '12000\n')
            board.put('%s/curr%d_input' % (folder, channel), '5000\n')
        board.put(folder + '/samples', '4\n')
        board.link('/sys/class/hwmon/hwmon2', '../../bus/i2c/drivers/ina3221/1-0041/hwmon/hwmon2')
        return folder

    def test_tells_of_another_chip_and_neither_measures_nor_sets_it(self):
        board = self.board()
        folder = self.other_chip(board, {1: 'CVB_ATX_12V', 2: 'VDD_SOC'})
        facts = self.read(board)
        self.assertEqual([rail['label'] for rail in facts['rails']], ['VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC'])
        others = [{'label': label, 'chip': folder} for label in ('CVB_ATX_12V', 'VDD_SOC')]
        self.assertEqual(facts['otherRails'], others)
        self.assertFalse([path for path in Device(board.tree).knobs() if path.startswith(folder)])

    def test_finds_the_total_of_the_older_driver_beside_another_chip_of_the_newer(self):
        board = self.board(layout='iio')
        self.other_chip(board, {3: 'CVB_ATX_12V'})
        facts = self.read(board)
        self.assertEqual([rail['label'] for rail in facts['rails']], ['POM_5V_IN', 'POM_5V_GPU'])
        self.assertEqual([rail['label'] for rail in facts['otherRails']], ['CVB_ATX_12V'])

    def test_finds_the_total_on_any_channel_beside_channels_without_a_label(self):
        board = self.board()
        board.drop(HWMON + '/in1_label')
        board.put(HWMON + '/in2_label', 'VDD_SOC\n')
        board.put(HWMON + '/in3_label', 'VDD_IN\n')
        self.assertEqual([rail['label'] for rail in self.read(board)['rails']], ['VDD_IN', 'VDD_SOC'])

    def test_tells_of_channels_without_a_label_and_holds_them_against_nobody(self):
        board = self.board()
        folder = self.other_chip(board, {1: 'CVB_ATX_12V'})
        board.put(folder + '/in2_input', '12000\n')
        board.put(folder + '/curr2_input', '5000\n')
        board.drop(HWMON + '/in3_label')
        facts = self.read(board)
        self.assertEqual(facts['unlabelledChannels'], [
            {'channel': 'in3', 'chip': HWMON}, {'channel': 'in2', 'chip': folder},
        ])
        self.assertEqual([rail['label'] for rail in facts['rails']], ['VDD_IN', 'VDD_CPU_GPU_CV'])
        self.assertNotIn('rails', [lack['what'] for lack in facts['missing']])
        board = self.board(layout='iio')
        board.drop(IIO + '/rail_name_0')
        self.assertEqual(self.read(board)['unlabelledChannels'], [{'channel': 'in_power0', 'chip': IIO}])

    def test_takes_the_label_of_the_module_for_the_total_whatever_other_chips_are_called(self):
        board = self.board(layout='iio')
        self.other_chip(board, {1: 'VDD_IN'})
        self.assertEqual(self.read(board)['rails'][0], {'label': 'POM_5V_IN', 'total': True, 'layout': 'iio'})
        board = self.board()
        board.put('/proc/device-tree/compatible', 'nvidia,p3509-0000+p3767-0000\0nvidia,tegra234\0')
        folder = '/sys/bus/i2c/drivers/ina3221/1-003f/hwmon/hwmon1'
        for channel, label in enumerate(['VDD_IN', 'POM_5V_IN'], 1):
            board.put('%s/in%d_label' % (folder, channel), label + '\n')
            board.put('%s/in%d_input' % (folder, channel), '12000\n')
            board.put('%s/curr%d_input' % (folder, channel), '5000\n')
        rails = self.read(board)['rails']
        self.assertEqual([rail['label'] for rail in rails], ['VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC'])
        self.assertEqual([rail['label'] for rail in self.read(board)['otherRails']], ['VDD_IN', 'POM_5V_IN'])

    def test_finds_the_gpu_without_the_class_folder(self):
        board = self.board()
        board.drop('/sys/class/devfreq/57000000.gpu')
        self.assertEqual(self.read(board)['gpu']['path'], GPU)

    def test_takes_no_other_devfreq_device_for_the_gpu(self):
        board = self.board()
        board.put('/sys/devices/57000000.gpu/of_node/name', 'nvdec\0')
        os.rename(board.at('/sys/devices/57000000.gpu'), board.at('/sys/devices/54480000.nvdec'))
        board.drop('/sys/class/devfreq/57000000.gpu')
        board.link('/sys/class/devfreq/54480000.nvdec', '../../devices/54480000.nvdec/devfreq/57000000.gpu')
        self.assertIsNone(self.read(board)['gpu'])

    def test_counts_the_cores_that_are_online(self):
        board = self.board()
        board.put('/sys/devices/system/cpu/cpu3/online', '0\n')
        self.assertEqual(self.read(board)['cores'], 3)

    def test_names_what_is_missing_and_where_it_was_looked_for(self):
        board = self.board(policies=0)
        board.drop('/etc/nv_tegra_release')
        board.drop(HWMON + '/in1_label')
        board.drop(GPU + '/available_frequencies')
        board.drop('/proc/device-tree/model')
        missing = self.missing(board)
        self.assertIn('/etc/nv_tegra_release', missing['l4t'])
        self.assertIn('VDD_IN', missing['rails'])
        self.assertIn('inN_label', missing['rails'])
        self.assertIn('/sys/devices/system/cpu/cpufreq', missing['cpu'])
        self.assertIn('/sys/class/devfreq', missing['gpu'])
        self.assertIn('/sys/firmware/devicetree/base/model', missing['model'])
        self.assertIn('/opt/joulefleet/workloads', missing['workloads'])

    def test_an_unknown_l4t_is_no_jetpack(self):
        board = self.board()
        board.put('/etc/nv_tegra_release', '# R32 (release), REVISION: 99, GCID: 1\n')
        facts = self.read(board)
        self.assertEqual((facts['l4t'], facts['jetpack']), ({'release': 32, 'revision': '99'}, None))
        self.assertIn('32.99', self.missing(board)['jetpack'])

    def test_tells_what_a_power_mode_stands_for_by_its_own_file(self):
        board = self.board()
        board.put('/etc/nvpmodel.conf', MODES)
        meaning = {'cores': 2, 'cpuMinKhz': None, 'cpuMaxKhz': 918000, 'gpuMaxHz': 640000000, 'emcMaxHz': 1600000000}
        self.assertEqual(self.read(board)['powerMode'], {'id': 1, 'name': '5W', 'meaning': meaning})
        board.put('/var/lib/nvpmodel/status', 'pmode:0000 fmode:quiet\n')
        meaning = {'cores': 4, 'cpuMinKhz': None, 'cpuMaxKhz': None, 'gpuMaxHz': None, 'emcMaxHz': None}
        self.assertEqual(self.read(board)['powerMode'], {'id': 0, 'name': 'MAXN', 'meaning': meaning})
        board.put('/var/lib/nvpmodel/status', 'pmode:0008 fmode:quiet\n')
        meaning = {'cores': 6, 'cpuMinKhz': 1190400, 'cpuMaxKhz': 1420800, 'gpuMaxHz': 1109250000, 'emcMaxHz': None}
        self.assertEqual(self.read(board)['powerMode'], {'id': 8, 'name': 'MODE_20W_6CORE', 'meaning': meaning})
        board.put('/var/lib/nvpmodel/status', 'pmode:0003 fmode:quiet\n')
        self.assertEqual(self.read(board)['powerMode'], {'id': 3, 'name': None, 'meaning': None})

    def test_tells_of_a_fan_in_either_place_and_who_controls_it(self):
        board = self.board()
        board.put('/sys/devices/pwm-fan/target_pwm', '80\n')
        board.put('/sys/devices/pwm-fan/cur_pwm', '78\n')
        board.put('/sys/devices/pwm-fan/temp_control', '1\n')
        fan = {'kind': 'pwm-fan', 'path': '/sys/devices/pwm-fan', 'pwm': 78, 'controlled': True}
        self.assertEqual(self.read(board)['fan'], fan)
        board = self.board()
        board.put('/sys/class/hwmon/hwmon2/name', 'pwmfan\n')
        board.put('/sys/class/hwmon/hwmon2/pwm1', '120\n')
        fan = {'kind': 'hwmon', 'path': '/sys/class/hwmon/hwmon2', 'pwm': 120, 'controlled': False}
        self.assertEqual(self.read(board)['fan'], fan)
        board.put('/sys/fs/cgroup/system.slice/nvfancontrol.service/cgroup.procs', '1\n')
        self.assertTrue(self.read(board)['fan']['controlled'])

    def test_a_twin_says_so(self):
        board = self.board()
        board.put('/etc/joulefleet-twin.json', '{"simulated": true, "timeScale": 60, "clockSocket": "/nowhere"}')
        self.assertEqual((self.read(board)['simulated'], self.read(board)['timeScale']), (True, 60))


if __name__ == '__main__':
    unittest.main()
