import json
import os
import stat
import sys
import time
import unittest

import agent_path
from executor_case import ExecutorCase
from fake_board import IIO, FakeBoard, StepClock, shard, trial
from joulefleet_agent.counter_window import CounterWindow
from joulefleet_agent.device import Device
from joulefleet_agent.errors import AgentError
from joulefleet_agent.file_power_source import find_batteries, find_hwmon_power
from joulefleet_agent.identity import machine_of, serial_of
from joulefleet_agent.in_child import in_child
from joulefleet_agent.line_source import LineSource, milliwatts
from joulefleet_agent.nvidia_smi import parse_smi
from joulefleet_agent.power_sources import CONFIG, find_sources
from joulefleet_agent.rapl_source import POWERCAP, RaplReader, Zone, find_rapl
from joulefleet_agent.refresh import effective_refresh_us
from joulefleet_agent.tegrastats import PROGRAM, parse_tegrastats

LINES = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fixtures', 'tegrastats.txt')


def real_lines():
    with open(LINES) as source:
        lines = [line.rstrip('\n') for line in source if not line.startswith('#')]
    return [tuple(line.split('\t')) for line in lines]


class Tegrastats(unittest.TestCase):
    def test_reads_the_first_value_of_every_generation(self):
        for wanted, line in real_lines():
            label, mw = wanted.split()
            found = parse_tegrastats(line)
            self.assertEqual((found[label], len(found)), (int(mw), 3), line)

    def test_a_line_that_is_cut_off_or_foreign_reads_nothing(self):
        line = real_lines()[4][1]
        for end in range(len(line)):
            found = parse_tegrastats(line[:end])
            self.assertIn(found and found.get('VDD_IN'), (None, 2763), line[:end])
        for line in ('', 'RAM 1/2MB', 'VDD_IN 32760 ma', 'VDD_IN -5/3', 'Segmentation fault', 'VDD_IN 5000mW'):
            self.assertIsNone(parse_tegrastats(line), line)

    def test_three_values_of_r39(self):
        self.assertEqual(parse_tegrastats('cpu@50C/50C VDD_IN 9761mW/9762mW/9763mW VDD_SOC 1mW/2mW/3mW'), {'VDD_IN': 9761, 'VDD_SOC': 1})


class BoardCase(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)

    def linux(self):
        """Nothing of a Jetson: no chip, no device tree."""
        for path in ('/sys/class/hwmon/hwmon3', '/sys/bus/i2c/devices/1-0040', '/proc/device-tree/compatible', '/proc/device-tree/serial-number'):
            self.board.drop(path)
        os.rename(self.board.at('/sys/bus'), self.board.at('/bus'))

    def program(self, path, text):
        self.board.put(path, '#!%s -S\n%s' % (sys.executable, text), mode=0o755)
        return self.board.at(path)

    def config(self, **fields):
        self.board.put(CONFIG, json.dumps(fields))

    def labels(self):
        return [(rail.label, rail.total) for source in find_sources(self.board.tree) for rail in source.rails]

    def refused(self, pattern):
        with self.assertRaises(AgentError) as raised:
            find_sources(self.board.tree)
        self.assertEqual((raised.exception.code, raised.exception.origin), ('power_config', 'operator'))
        self.assertRegex(raised.exception.message, pattern)


class Choice(BoardCase):
    METER = 'import time\nwhile True: print("wall 5120.4", flush=True); time.sleep(0.01)\n'

    def test_a_jetson_has_its_own_monitor_alone(self):
        self.put_rapl()
        self.assertEqual(self.labels(), [('VDD_IN', True), ('VDD_CPU_GPU_CV', False), ('VDD_SOC', False)])

    def put_rapl(self, **energies):
        for number, (name, uj) in enumerate(sorted((energies or {'package-0': 1000, 'package-1': 2000}).items())):
            folder = '%s/intel-rapl:%d' % (POWERCAP, number)
            self.board.put(folder + '/name', name.replace('_', '-') + '\n')
            self.board.put(folder + '/energy_uj', '%d\n' % uj)
            self.board.put(folder + '/max_energy_range_uj', '262143328850\n')

    def test_packages_are_summed_and_the_platform_comes_first(self):
        self.linux()
        self.put_rapl()
        self.assertEqual(self.labels(), [('rapl.packages', True), ('rapl.package-0', False), ('rapl.package-1', False)])
        self.put_rapl(psys=5, package_0=6)
        self.assertEqual(self.labels(), [('rapl.psys', True), ('rapl.package-0', False)])

    def test_without_anything_there_is_no_rail(self):
        self.linux()
        self.assertEqual(self.labels(), [])

    def test_the_admin_chooses_and_everything_is_read_on_one_clock(self):
        self.config(sources=['ina3221', 'command'], command=[self.program('/opt/meter', self.METER)], total='wall')
        self.assertEqual([label for label, total in self.labels() if total], ['wall'])
        self.assertEqual(self.labels()[0], ('wall', True))
        device = Device(self.board.tree)
        self.assertEqual([rail.label for rail in device.rails], ['wall', 'VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC'])

    def test_what_the_admin_wrote_wrong_is_named(self):
        for fields, pattern in (
            ({}, 'sources: expected a list of'),
            ({'sources': ['nvml', 'nvml']}, 'sources: expected a list of'),
            ({'sources': ['rapl']}, 'there is no rapl on this machine'),
            ({'sources': ['command'], 'command': 'meter -q'}, 'command: expected a list of words'),
            ({'sources': ['ina3221'], 'total': 'VDD'}, 'total names VDD; rails are VDD_IN, '),
            ({'sources': ['ina3221'], 'totl': 'VDD'}, 'expected an object with sources, command, total'),
        ):
            self.config(**fields)
            self.refused(pattern)
        self.board.put(CONFIG, '{')
        self.refused('is no JSON')


class Meter(BoardCase):
    def source(self, text):
        return LineSource('command', [self.program('/opt/meter', text)], milliwatts, 1000000)

    def failed(self, text):
        with self.assertRaises(AgentError) as raised:
            self.source(text)
        self.assertEqual((raised.exception.code, raised.exception.transient), ('meter_failed', True))
        return raised.exception.message

    def test_prints_a_line_for_each_reading(self):
        source = self.source('import time\nprint("hello")\nfor n in range(9999): print("wall %d.6" % n, flush=True); time.sleep(0.001)\n')
        reader = source.open(source.rails)
        first = reader.read(0)[0]
        deadline_s = time.monotonic() + 5
        while reader.read(0)[0] == first:
            self.assertLess(time.monotonic(), deadline_s)
        pid = reader.process.pid
        reader.close()
        with self.assertRaises(OSError):
            os.kill(pid, 0)

    def test_one_that_is_not_there_says_nothing_or_ends_is_named(self):
        self.assertRegex(self.failed('print("no figure")\n'), 'printed no reading within 5 s; its last line: .*no figure')
        self.assertRegex(self.failed('raise SystemExit(3)\n'), 'printed no reading')
        with self.assertRaises(AgentError) as raised:
            LineSource('command', ['/nowhere/meter'], milliwatts, 1)
        self.assertRegex(raised.exception.message, 'does not start: No such file')

    def test_one_that_stops_answering_fails_the_reading_and_ends(self):
        import joulefleet_agent.line_source as line_source

        source = self.source('import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint("1000", flush=True)\ntime.sleep(600)\n')
        reader = source.open(source.rails)
        self.assertEqual(reader.read(0), [1000])
        stale_s, line_source.STALE_S = line_source.STALE_S, 0.05
        self.addCleanup(setattr, line_source, 'STALE_S', stale_s)
        time.sleep(0.06)
        with self.assertRaises(OSError) as raised:
            reader.read(0)
        self.assertRegex(str(raised.exception), 'printed no reading for')
        reader.close()
        self.assertIsNotNone(reader.process.returncode)

    def test_lines(self):
        self.assertEqual([milliwatts(line) for line in ('5120', 'wall 3.6', 'a b', '', 'nan', '-4', '1e300', '32760 ma')],
                         [{'meter': 5120}, {'wall': 4}, None, None, None, None, None, None])
        self.assertEqual([parse_smi(line) for line in ('0, 71.53', '0, [N/A]', 'No devices were found')], [{'nvidia-smi.gpu0': 71530}, None, None])


class Counters(BoardCase):
    def test_rapl_gives_means_and_passes_the_end_of_its_counter(self):
        self.board.put('/c', '999000\n')
        now = [10.0]
        reader = RaplReader(self.board.tree, [Zone('package-0', '/c', 1000000)], ['rapl.package-0', 'rapl.packages'], lambda: now[0])
        self.addCleanup(reader.close)
        self.board.put('/c', '4000\n')
        now[0] = 10.5
        self.assertEqual(reader.read(0), [10, 10])
        self.assertEqual(reader.read(0), [10, 10])

    def test_rapl_of_root_alone_is_not_there(self):
        folder = POWERCAP + '/intel-rapl:0'
        self.board.put(folder + '/name', 'package-0\n')
        self.board.put(folder + '/max_energy_range_uj', '100\n')
        self.board.put(folder + '/energy_uj', '')
        self.assertIsNone(find_rapl(self.board.tree))

    def test_hwmon_and_batteries(self):
        self.board.put('/sys/class/hwmon/hwmon9/name', 'amdgpu\n')
        self.board.put('/sys/class/hwmon/hwmon9/power1_average', '31000000\n')
        self.board.put('/sys/class/power_supply/BAT0/type', 'Battery\n')
        self.board.put('/sys/class/power_supply/BAT0/current_now', '-1200000\n')
        self.board.put('/sys/class/power_supply/BAT0/voltage_now', '11500000\n')
        source = find_hwmon_power(self.board.tree)
        self.assertEqual([rail.label for rail in source.rails], ['amdgpu.power1'])
        self.assertEqual(source.open(source.rails).read(0), [31000])
        self.assertIsNone(find_batteries(self.board.tree))
        self.board.put('/sys/class/power_supply/BAT0/status', 'Discharging\n')
        source = find_batteries(self.board.tree)
        self.assertEqual(source.open(source.rails).read(0), [13800])

    def test_a_counter_is_taken_at_its_steps(self):
        clock = StepClock()

        class Counter:
            name = 'nvml'

            def read_mj(self):
                """A read takes 4 ms; the counter moves every 100 ms, 50 W."""
                clock.us += 2000
                found = clock.us // 100000 * 5000
                clock.us += 2000
                return found

        window = CounterWindow(Counter(), clock)
        clock.us += 1234567
        found = window.end()
        self.assertEqual((found['source'], found['readUs']), ('nvml', 4000))
        self.assertLessEqual(abs((found['endUs'] - found['startUs']) - (found['endMj'] - found['startMj']) / 0.05), 8000)
        self.assertEqual(found['endMj'] % 5000, 0)
        self.assertIsNone(CounterWindow(None, clock).end())

    def test_a_counter_that_stands_still_or_fails_says_nothing(self):
        clock = StepClock()

        class Stuck:
            name = 'nvml'

            def read_mj(self):
                clock.us += 1000
                return 7

        class Broken:
            name = 'nvml'

            def read_mj(self):
                raise OSError(5, 'status 15')

        for counter in (Stuck(), Broken()):
            self.assertIsNone(CounterWindow(counter, clock).end())

    def test_the_refresh_is_found_whatever_the_polling(self):
        for period_us in (10000, 20000, 50000):
            times = list(range(0, 20000000, period_us))
            found = effective_refresh_us(times, [t_us // 100000 * 7919 % 1000 for t_us in times])
            self.assertAlmostEqual(found, 100000, delta=period_us)
        self.assertIsNone(effective_refresh_us(times, [5] * len(times)))


class Machines(BoardCase):
    def test_a_machine_without_a_device_tree_has_a_serial_of_its_own(self):
        self.assertEqual(serial_of(self.board.tree), '1424019012345')
        self.linux()
        self.assertIsNone(serial_of(self.board.tree))
        self.board.put('/proc/driver/nvidia/gpus/0000:00:06.0/information', 'Model: \t NVIDIA H200\nGPU UUID: \t GPU-43c62115-8623-af87\n')
        self.assertEqual(serial_of(self.board.tree), 'GPU-43c62115-8623-af87')
        self.board.put('/etc/machine-id', '0123456789abcdef0123456789abcdef\n')
        self.assertRegex(serial_of(self.board.tree), r'^machine-id:[0-9a-f]{32}$')
        self.assertNotIn('0123456789abcdef', serial_of(self.board.tree))
        self.assertIsNone(machine_of(self.board.tree))
        self.board.put('/sys/class/dmi/id/sys_vendor', 'LENOVO\n')
        self.assertEqual(machine_of(self.board.tree), {'vendor': 'LENOVO', 'product': None})

    def test_work_in_a_child_returns_fails_and_is_given_up(self):
        self.assertEqual(in_child(lambda: {'a': 'x' * 200000}, 10), {'a': 'x' * 200000})
        for work, limit_s, code in ((lambda: find_sources(None), 20, 'agent_bug'), (lambda: time.sleep(60), 0.3, 'machine_hangs')):
            with self.assertRaises(AgentError) as raised:
                in_child(work, limit_s)
            self.assertEqual(raised.exception.code, code)


class TwoSources(ExecutorCase):
    layout = 'iio'

    def test_a_trial_has_the_rails_of_both_and_they_agree(self):
        """tegrastats reads the chip that the agent reads: here a program that does."""
        script = (
            'import time\nwhile True:\n    mw = open(%r).read().strip()\n'
            '    print("RAM 1/2MB POM_5V_IN %%s/9999 POM_5V_GPU 1/2" %% mw, flush=True); time.sleep(0.02)\n'
        ) % self.board.at(IIO + '/in_power1_input')
        self.board.put(PROGRAM, '#!%s -S\n%s' % (sys.executable, script), mode=0o755)
        self.board.put(CONFIG, json.dumps({'sources': ['ina3221', 'tegrastats']}))
        self.before = self.board.knobs()
        client = self.client()
        client.follow(shard(trial('t1'), trial('t2', idleS=0.1)))
        for found in client.of_kind('trial'):
            self.assertEqual((found['outcome'], found['error']), ('measured', None))
            self.assertEqual(found['sensor']['layout'], 'iio')
        from codec_fixture import decode

        chunk = client.of_kind('trace')[0]
        self.assertEqual(chunk['rails'], ['POM_5V_IN', 'POM_5V_GPU', 'tegrastats.POM_5V_GPU', 'tegrastats.POM_5V_IN'])
        columns = decode(chunk)[1]
        self.assertEqual(set(columns[0]), {2000})
        self.assertEqual(set(columns[3]), {2000})
        self.assert_restored()

    def test_a_meter_that_stops_answering_costs_the_trial_and_not_the_board(self):
        script = '#!%s -S\nimport time\nprint("wall 5", flush=True)\ntime.sleep(0.2)\n' % sys.executable
        self.board.put('/opt/meter', script, mode=stat.S_IRWXU)
        self.board.put(CONFIG, json.dumps({'sources': ['ina3221', 'command'], 'command': [self.board.at('/opt/meter')]}))
        self.board.runner(work='time.sleep(1.5)')
        client = self.client()
        client.follow(shard(trial('t1')))
        (found,) = client.of_kind('trial')
        self.assertEqual((found['outcome'], found['error']['code']), ('fault', 'rail_unreadable'))
        self.assertRegex(found['error']['message'], 'ended')
        self.assert_restored()

    def test_a_meter_that_hangs_is_named_and_the_next_trial_goes_on(self):
        """It is started to look for its rails, then for each trial; for the first one it falls silent and ignores SIGTERM."""
        starts = self.board.at('/opt/starts')
        script = (
            '#!%s -S\nimport signal, time\n'
            'with open(%r, "a+") as file:\n    file.write("x"); file.seek(0); hangs = len(file.read()) == 2\n'
            'if hangs:\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n'
            'while True:\n    print("wall 5", flush=True)\n    time.sleep(600 if hangs else 0.02)\n'
        ) % (sys.executable, starts)
        self.board.put('/opt/meter', script, mode=stat.S_IRWXU)
        self.board.put(CONFIG, json.dumps({'sources': ['ina3221', 'command'], 'command': [self.board.at('/opt/meter')]}))
        self.board.runner(work='time.sleep(4 if spec["inferences"] == 64 else 0.5)')
        client = self.client()
        hanging, whole = trial('t1'), trial('t2')
        hanging['workload']['inferences'] = 64
        client.follow(shard(hanging, whole))
        first, second = client.of_kind('trial')
        self.assertEqual((first['outcome'], first['error']['code']), ('fault', 'rail_unreadable'))
        self.assertRegex(first['error']['message'], 'printed no reading for 3 s')
        self.assertEqual((second['outcome'], second['error']), ('measured', None))
        self.assert_restored()
        self.assertEqual(running(self.board.at('/opt/meter')), [])


def running(program):
    """Processes that a file is the program of."""
    found = []
    for name in os.listdir('/proc'):
        try:
            with open('/proc/%s/cmdline' % name) as file:
                if name.isdigit() and program in file.read().split('\0'):
                    found.append(name)
        except OSError:
            continue
    return found


if __name__ == '__main__':
    unittest.main()
