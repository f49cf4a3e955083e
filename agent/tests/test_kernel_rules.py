import os
import shutil
import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor

from agent_client import AgentClient
from fake_board import shard, trial
from kernel_board import LAYOUTS, KernelBoard, KernelRules


@unittest.skipUnless(shutil.which('cc'), 'no C compiler')
class KernelCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rules = KernelRules()

    @classmethod
    def tearDownClass(cls):
        cls.rules.remove()

    def board(self, layout):
        board = KernelBoard(layout)
        self.addCleanup(board.remove)
        board.runner(work='time.sleep(0.03)')
        return board

    def each(self, check, rules=None):
        """Calls `check(board, client)` for each board, of one kernel where it is named; side by side, for they mostly wait."""
        layouts = [layout for layout in LAYOUTS if rules in (None, layout.rules)]
        with ThreadPoolExecutor(len(layouts)) as pool:
            checks = [(layout, pool.submit(self.check_one, check, layout)) for layout in layouts]
            for layout, checked in checks:
                with self.subTest(layout.name):
                    checked.result()

    def check_one(self, check, layout):
        """And nothing that is written is refused, and all is put back."""
        board = self.board(layout)
        client = AgentClient(board.home, board.root, environment=board.environment(self.rules.library))
        try:
            before = check(board, client) or board.stock
            self.assertEqual(board.refused(), [])
            self.assertEqual(board.knobs(), before)
        finally:
            client.close()
            client.stderr.close()


class RulesOfKernels(KernelCase):
    def write(self, layout, *lines):
        """What comes of writes in a process of its own: an errno each, or 0; and how the limits then read."""
        board = self.board(layout)
        code = (
            'import os, sys\n'
            'for line in sys.argv[1:]:\n'
            '    path, text = line.split("=")\n'
            '    try:\n'
            '        fd = os.open(path, os.O_WRONLY | os.O_TRUNC); os.write(fd, text.encode()); print(0)\n'
            '    except OSError as error:\n'
            '        print(error.errno)\n'
        )
        arguments = [os.path.join(os.path.realpath(board.root), line.lstrip('/')) for line in lines]
        environment = dict(os.environ, **board.environment(self.rules.library))
        out = subprocess.check_output([sys.executable, '-c', code] + arguments, env=environment)
        policy = '/sys/devices/system/cpu/cpufreq/policy0/scaling_'
        return [int(word) for word in out.split()], [int(board.read(policy + name)) for name in ('min_freq', 'max_freq', 'cur_freq')]

    def test_4_9_refuses_a_limit_beyond_the_other_and_5_clamps_it(self):
        policy = '/sys/devices/system/cpu/cpufreq/policy0/scaling_'
        by_name = {layout.name: layout for layout in LAYOUTS}
        lines = (policy + 'max_freq=115200', policy + 'governor=nosuch', policy + 'setspeed=115200')
        self.assertEqual(self.write(by_name['Xavier NX, R32'], *lines), ([22, 22, 22], [1190400, 1420800, 1420800]))
        self.assertEqual(self.write(by_name['Xavier NX, R35'], *lines), ([0, 22, 22], [115200, 115200, 115200]))
        # What was requested of the lower limit comes back with the upper one.
        again = (policy + 'max_freq=115200', policy + 'max_freq=1907200')
        self.assertEqual(self.write(by_name['Xavier NX, R35'], policy + 'min_freq=1190400', *again)[1], [1190400, 1907200, 1907200])


class ClocksUnderThem(KernelCase):
    def test_every_end_of_the_tables_is_reached(self):
        def check(board, client):
            cpu, gpu = board.table['cpuKhz'], board.table['gpuHz']
            points = [(cpu[0], gpu[0]), (cpu[-1], gpu[-1]), ('dvfs', 'dvfs'), ('stock', 'stock')]
            client.follow(shard(*[trial('t%d' % n, *point) for n, point in enumerate(points)]))
            found = client.of_kind('trial')
            self.assertEqual([(one['outcome'], one['error']) for one in found], [('measured', None)] * len(points))
            for one, (khz, hz) in zip(found[:2], points):
                self.assertEqual({(p['minKhz'], p['maxKhz'], p['curKhz']) for p in one['before']['cpu']}, {(khz, khz, khz)})
                self.assertEqual([one['before']['gpu'][key] for key in ('minHz', 'maxHz', 'curHz')], [hz, hz, hz])
                self.assertEqual(one['before'], one['after'])
            self.assertEqual({(p['minKhz'], p['maxKhz']) for p in found[2]['before']['cpu']}, {(cpu[0], cpu[-1])})
            self.assertEqual({(p['minKhz'], p['maxKhz']) for p in found[3]['before']['cpu']}, {board.of.cpu_khz})

        self.each(check)

    def test_the_speed_of_the_userspace_governor_is_set_too(self):
        def check(board, client):
            khz, hz = board.table['cpuKhz'][0], board.table['gpuHz'][0]
            client.follow(shard(trial('t1', khz, hz, cpuGovernor='userspace', gpuGovernor='userspace')))
            (found,) = client.of_kind('trial')
            self.assertEqual((found['outcome'], found['error']), ('measured', None))
            self.assertEqual({(p['governor'], p['curKhz']) for p in found['before']['cpu']}, {('userspace', khz)})

        self.each(check)

    def test_a_cap_that_another_program_holds_is_named_and_what_is_below_it_measured(self):
        def check(board, client):
            gpu = board.table['gpuHz']
            board.cap(gpu[1])
            before = board.knobs()
            client.follow(shard(trial('above', 'stock', gpu[-1]), trial('below', 'stock', gpu[0])))
            above, below = client.of_kind('trial')
            self.assertEqual((above['outcome'], above['error']['code']), ('fault', 'clock_not_applied'))
            self.assertRegex(above['error']['message'], 'GPU: requested %d Hz .*read back %d to %d' % (gpu[-1], gpu[1], gpu[1]))
            self.assertEqual((below['outcome'], below['error']), ('measured', None))
            return before

        self.each(check, '5')

    def test_a_preflight_sets_and_puts_back_every_clock(self):
        def check(_, client):
            evidence = client.request('preflight')
            clocks = evidence['clocks']
            self.assertEqual([(clock['error'], clock['readBack']) for clock in clocks], [(None, clock['requested']) for clock in clocks])
            self.assertEqual(evidence['restored'], {'verified': True, 'differences': []})

        self.each(check)


if __name__ == '__main__':
    unittest.main()
