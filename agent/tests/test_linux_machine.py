import shutil
import sys
import unittest

from executor_case import ExecutorCase
from fake_board import shard, trial
from joulefleet_agent.power_sources import CONFIG


class LinuxMachine(ExecutorCase):
    """No Jetson, no clocks, no sensor but a meter: what its agent can say and measure."""

    def setUp(self):
        ExecutorCase.setUp(self)
        for path in ('/sys/class/hwmon/hwmon3', '/sys/bus/i2c/devices/1-0040', '/proc/device-tree/compatible', '/proc/device-tree/serial-number', '/sys/class/devfreq/57000000.gpu'):
            self.board.drop(path)
        for folder in ('/sys/bus', '/sys/devices/57000000.gpu', '/sys/devices/system/cpu/cpufreq'):

            shutil.rmtree(self.board.at(folder))
        script = '#!%s -S\nimport time\nwhile True: print("wall 5120", flush=True); time.sleep(0.01)\n' % sys.executable
        self.board.put('/opt/meter', script, mode=0o755)
        self.board.put(CONFIG, '{"sources": ["command"], "command": ["%s"]}' % self.board.at('/opt/meter'))
        self.board.put('/etc/machine-id', 'abc\n')
        self.before = self.board.knobs()

    def test_measures_with_the_clocks_as_they_are_and_sets_nothing(self):
        client = self.client()
        facts = client.request('facts')
        self.assertEqual((facts['cpuPolicies'], facts['gpu'], facts['canSetClocks']), ([], None, False))
        self.assertEqual(facts['rails'], [{'label': 'wall', 'total': True, 'layout': 'command'}])
        self.assertEqual(facts['knobs']['activeCores']['levels'], [])
        self.assertEqual(facts['serial'], client.request('hello')['serial'])
        evidence = client.request('preflight')
        self.assertEqual((evidence['clocks'], evidence['knobs'], evidence['restored']['verified']), ([], [], True))
        unset = {'powerMode': None, 'activeCores': None, 'emcHz': 'dvfs'}
        work = shard(trial('t1', 'stock', 'stock'), trial('t2', 'stock', 'stock'))
        for spec in work['trials']:
            spec['point'].update(unset)
        client.follow(work)
        for found in client.of_kind('trial'):
            self.assertEqual((found['outcome'], found['error']), ('measured', None))
            self.assertEqual((found['before']['cpu'], found['before']['gpu']), ([], None))
        self.assertEqual(client.records[0]['body']['snapshot'], {path: self.board.read(path) for path in self.before})
        self.assert_restored()

    def test_a_level_that_it_does_not_offer_is_refused(self):
        client = self.client()
        asked = trial('t1', 'stock', 'stock')
        asked['point']['activeCores'] = 2
        client.follow(shard(asked))
        (found,) = client.of_kind('trial')
        self.assertEqual((found['outcome'], found['error']['code']), ('fault', 'level_not_offered'))
        self.assertRegex(found['error']['message'] + found['error']['remedy'], 'cores are switched on Jetsons alone')


if __name__ == '__main__':
    unittest.main()
