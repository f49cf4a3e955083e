import os
import subprocess
import sys
import unittest

import agent_path
from fake_board import FakeBoard
from joulefleet_agent.device import Device
from joulefleet_agent.load import LoadMeter
from joulefleet_agent.process_list import family, foreign_processes, other_agents
from joulefleet_agent.tree import Tree

AGENT = 'python3\0.joulefleet/agent-0123456789abcdef.pyz\0serve\0'
NOBODY = 65534


class ProcCase(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)

    def process(self, pid, command, ticks=0, parent=1, uid=NOBODY):
        self.board.put('/proc/%d/stat' % pid, '%d (a) b) S %d 0 0 0 0 0 0 0 0 0 %d 3 0 0\n' % (pid, parent, ticks))
        self.board.put('/proc/%d/cmdline' % pid, command)
        self.board.put('/proc/%d/comm' % pid, 'kworker/0:1\n')
        self.board.put('/proc/%d/status' % pid, 'Name:\ta\nUid:\t%d\t%d\t%d\t%d\n' % ((uid,) * 4))

    def cpu(self, user, idle):
        self.board.put('/proc/stat', 'cpu  %d 0 0 %d 0 0 0 0 0 0\ncpu0 1 2 3 4\n' % (user, idle))


class Load(ProcCase):
    def test_is_what_was_busy_between_two_looks_and_by_whom(self):
        self.cpu(1000, 90000)
        for pid, ticks in ((10, 500), (11, 20), (12, 0), (13, 7), (14, 900)):
            self.process(pid, 'prog%d\0--fast\0' % pid, ticks)
        self.process(os.getpid(), 'me\0', 0)
        meter = LoadMeter(Device(self.board.tree))
        self.cpu(1300, 90700)
        for pid, ticks in ((10, 700), (11, 80), (12, 30), (13, 8), (14, 900)):
            self.process(pid, 'prog%d\0--fast\0' % pid, ticks)
        self.process(os.getpid(), 'me\0', 400)
        found = meter.measure()
        self.assertEqual(found['cpuFraction'], 0.3)
        self.assertEqual([(p['pid'], p['cpuFraction']) for p in found['busiest']], [(10, 0.2), (11, 0.06), (12, 0.03)])
        self.assertEqual(found['busiest'][0]['command'], 'prog10 --fast')
        self.assertEqual(found['gpuFraction'], None)

    def test_of_the_gpu_is_the_mean_of_what_was_seen(self):
        meter = LoadMeter(Device(self.board.tree))
        for load in (0, 1000, 500):
            self.board.put('/sys/devices/57000000.gpu/load', '%d\n' % load)
            meter.sample_gpu()
        self.assertEqual(meter.measure(), {'cpuFraction': None, 'gpuFraction': 0.5, 'busiest': []})

    def test_is_unknown_where_counters_stand_still_or_make_no_sense(self):
        for text in ('cpu  1 0 0 9 0 0 0 0\n', 'cpu  x y\n', 'intr 1\n', ''):
            self.board.put('/proc/stat', text)
            self.assertIsNone(LoadMeter(Device(self.board.tree)).measure()['cpuFraction'])

    def test_is_not_of_ourselves_nor_of_our_children(self):
        child = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE, start_new_session=True)
        self.addCleanup(child.wait)
        self.addCleanup(child.stdin.close)
        self.addCleanup(child.kill)
        seen = {process.pid for process in foreign_processes(Tree('/'))}
        self.assertEqual(seen & {child.pid, os.getpid(), os.getppid()}, set())


class OtherAgents(ProcCase):
    def found(self):
        return [(p['pid'], p['user'], p['command']) for p in other_agents(self.board.tree)]

    def test_are_those_of_another_user(self):
        other = NOBODY if os.geteuid() != NOBODY else 1
        self.process(20, AGENT, uid=other)
        self.process(21, AGENT, uid=os.geteuid())
        self.process(22, 'python3\0.joulefleet/agent-0123456789abcdef.pyz\0', uid=other)
        self.process(23, 'vi\0agent-notes.txt\0serve\0', uid=other)
        self.assertEqual([pid for pid, _, _ in self.found()], [20])
        self.assertEqual(self.found()[0][2], 'python3 .joulefleet/agent-0123456789abcdef.pyz serve')

    def test_and_whoever_sets_clocks(self):
        self.process(30, '/bin/bash\0/usr/bin/jetson_clocks\0', uid=os.geteuid())
        self.process(31, '/usr/sbin/nvpmodel\0-m\x002\0', uid=os.geteuid())
        self.process(32, 'python3\0/usr/share/nvpmodel_indicator/nvpmodel_indicator.py\0')
        self.process(33, '', uid=0)
        self.assertEqual([pid for pid, _, _ in self.found()], [30, 31])

    def test_but_not_our_own_line(self):
        self.process(40, '/usr/sbin/nvpmodel\0-m\x002\0', parent=os.getpid())
        self.process(os.getpid(), AGENT, parent=41)
        self.process(41, 'sudo\0-n\0/usr/bin/python3\0/usr/local/lib/joulefleet/agent-0123456789abcdef.pyz\0serve\0')
        self.assertEqual(self.found(), [])

    def test_a_process_half_gone_is_left_out(self):
        self.process(50, AGENT)
        self.board.drop('/proc/50/status')
        self.assertEqual(self.found(), [])

    def test_a_user_without_a_name_has_a_number(self):
        self.process(60, AGENT, uid=54321)
        self.assertEqual(self.found()[0][1], '54321')

    def test_a_family_is_ancestors_and_descendants_even_in_a_circle(self):
        class P:
            def __init__(self, pid, parent):
                self.pid, self.parent = pid, parent

        tree = {pid: P(pid, parent) for pid, parent in {1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 2}.items()}
        self.assertEqual(family(tree, 3), {1, 2, 3, 4, 5})


class OtherAgentsOfATwin(unittest.TestCase):
    def test_are_those_with_its_root_alone(self):
        board = FakeBoard()
        self.addCleanup(board.remove)
        board.put('/etc/joulefleet-twin.json', '{"simulated": true, "timeScale": 60, "clockSocket": "/nowhere"}')
        board.put('/home/jetson_clocks', '#!/bin/sh\nread line\n', mode=0o755)
        roots = (board.root, board.root + '-other')
        started = [self.clock_writer(board, root) for root in roots]
        self.assertEqual([p['pid'] for p in other_agents(Tree(board.root))], started[:1])

    def clock_writer(self, board, root):
        """Not a child of ours: its parent has ended."""
        line = 'exec 3<>%s; setsid %s <&3 >/dev/null 2>&1 & echo $!' % (board.folder + '/pipe', board.at('/home/jetson_clocks'))
        if not os.path.exists(board.folder + '/pipe'):
            os.mkfifo(board.folder + '/pipe')
        environment = dict(os.environ, JOULEFLEET_ROOT=root)
        pid = int(subprocess.check_output(['sh', '-c', line], env=environment))
        self.addCleanup(os.kill, pid, 9)
        return pid


if __name__ == '__main__':
    unittest.main()
