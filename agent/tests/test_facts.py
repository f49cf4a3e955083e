import os
import unittest

import agent_path
from fake_board import CPU_KHZ, GPU, GPU_HZ, HWMON, FakeBoard
from joulefleet_agent.facts import FactReader
from joulefleet_agent.tree import Tree


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
        self.assertEqual(facts['missing'], [])
        self.assertEqual(facts['model'], 'NVIDIA Jetson Nano Developer Kit')
        self.assertEqual(facts['compatible'], ['nvidia,p3450-0000', 'nvidia,tegra210'])
        self.assertEqual(facts['serial'], '1424019012345')
        self.assertEqual(facts['l4t'], {'release': 32, 'revision': '7.4'})
        self.assertEqual((facts['jetpack'], facts['kernel'], facts['cores']), ('4.6.4', '4.9.337-tegra', 4))
        self.assertEqual(facts['memoryBytes'], 4059424 * 1024)
        self.assertEqual(facts['powerMode'], {'id': 1, 'name': '5W'})
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

    def test_a_twin_says_so(self):
        board = self.board()
        board.put('/etc/joulefleet-twin.json', '{"simulated": true, "timeScale": 60, "clockSocket": "/nowhere"}')
        self.assertEqual((self.read(board)['simulated'], self.read(board)['timeScale']), (True, 60))


if __name__ == '__main__':
    unittest.main()
