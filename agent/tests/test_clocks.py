import os
import threading
import time
import unittest

import agent_path
from fake_board import FakeBoard
from twin_clock_server import TwinClockServer
from joulefleet_agent.clocks import MonotonicClock
from joulefleet_agent.errors import ShardError
from joulefleet_agent.rail_reader import RailReader
from joulefleet_agent.rails import find_rails
from joulefleet_agent.sampler import Sampler
from joulefleet_agent.sampling_plan import FixedPeriod
from joulefleet_agent.settle import insist
from joulefleet_agent.tree import Tree


class Monotonic(unittest.TestCase):
    def test_sleeps_until_an_instant_and_tells_the_time(self):
        clock = MonotonicClock()
        until_us = clock.now_us() + 20000
        woken_us = clock.sleep_until_us(until_us)
        self.assertTrue(until_us <= woken_us < until_us + 50000)
        self.assertLess(clock.sleep_until_us(0) - woken_us, 50000)


class Twin(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        self.server = TwinClockServer(self.board.folder)
        self.addCleanup(self.server.close)
        marker = '{"simulated": true, "timeScale": 60, "clockSocket": "%s"}' % self.server.path
        self.board.put('/etc/joulefleet-twin.json', marker)
        self.tree = Tree(self.board.root)

    def test_is_the_clock_of_a_tree_with_the_marker(self):
        clock = self.tree.open_clock()
        self.addCleanup(clock.close)
        self.assertEqual((clock.now_us(), clock.time_scale), (5000000, 60))

    def test_jumps_to_the_end_of_a_sleep(self):
        clock = self.tree.open_clock()
        self.addCleanup(clock.close)
        started = time.monotonic()
        self.assertEqual(clock.sleep_until_us(65000000), 65000000)
        self.assertLess(time.monotonic() - started, 5)

    def test_a_holder_that_is_awake_is_asked_nothing_and_lets_nobody_pass(self):
        holder, other = self.tree.open_clock(), self.tree.open_clock()
        self.addCleanup(other.close)
        holder.hold()
        count = len(self.server.lines)
        self.assertEqual(holder.instant_us(), 5000000)
        self.assertEqual(len(self.server.lines), count)
        woken = threading.Event()
        sleeper = threading.Thread(target=lambda: (other.sleep_until_us(6000000), woken.set()))
        sleeper.start()
        self.assertFalse(woken.wait(0.1))
        holder.close()
        sleeper.join(5)
        self.assertTrue(woken.is_set())

    def test_the_sampler_reads_at_exact_instants_of_it(self):
        sampler = Sampler(self.tree, RailReader(self.tree, find_rails(self.tree)), find_rails(self.tree), FixedPeriod(100000), 0)
        sampler.stop_after_us = 9900000
        sampler.start()
        sampler.thread.join(10)
        sampler.stop()
        self.assertEqual(list(sampler.times), list(range(5100000, 10100000, 100000)))

    def test_a_clock_that_is_gone_ends_the_shard(self):
        self.server.close()
        os.unlink(self.server.path)
        with self.assertRaises(ShardError) as raised:
            self.tree.open_clock()
        self.assertEqual(raised.exception.code, 'clock_lost')

    def test_insisting_asks_until_it_is_so_and_gives_up_after_a_second_of_its_time(self):
        clock = self.tree.open_clock()
        self.addCleanup(clock.close)
        written, asked = [], []
        self.assertTrue(insist(clock, lambda: written.append(1), lambda: asked.append(1) or len(asked) == 3))
        self.assertEqual((clock.now_us(), len(written)), (5060000, 1))
        self.assertFalse(insist(clock, lambda: written.append(1), lambda: False))
        self.assertEqual(len(written), 4)
        self.assertAlmostEqual(clock.now_us(), 6060000, delta=50000)


if __name__ == '__main__':
    unittest.main()
