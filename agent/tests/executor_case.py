"""Tests of the whole agent: real processes, the real clock, a folder as the board."""

import os
import signal
import sys
import textwrap
import time
import unittest

from agent_client import AgentClient, Refused
from fake_board import FakeBoard
from joulefleet_agent import runner, snapshot
from joulefleet_agent.files import read_json
from joulefleet_agent.recover import end_leftover_runner
from joulefleet_agent.state import State


def shorten_rests():
    """What an agent on a real board waits for and a folder has at once: tests do not wait for it."""
    snapshot.HOLDS_US = 100000
    runner.TERMINATE_S = 0.4


class ExecutorCase(unittest.TestCase):
    layout = 'hwmon'
    # Whether the agent starts as a device starts it: from the archive, by a Python of its own.
    from_archive = False

    def setUp(self):
        self.board = FakeBoard(layout=self.layout)
        self.board.runner()
        self.clients = []
        self.before = self.board.knobs()
        self.addCleanup(self.board.remove)
        self.addCleanup(self.end_processes)

    def end_processes(self):
        for client in self.clients:
            if client.process.poll() is None:
                client.process.kill()
            client.process.wait()
            for pipe in (client.process.stdin, client.process.stdout, client.stderr):
                pipe.close()
        running = self.executor()
        if running and self.alive(running['pid']):
            os.kill(running['pid'], signal.SIGKILL)
            self.until(lambda: not self.alive(running['pid']))
        end_leftover_runner(State(self.state()))

    def client(self, environment=None, setup=None, home=None):
        """The agent; unless it comes from the archive, `setup` may change its modules before it starts."""
        forked = not self.from_archive

        def set_up():
            shorten_rests()
            if setup:
                setup()

        self.clients.append(AgentClient(home or self.board.home, self.board.root, set_up if forked else setup, environment, forked))
        return self.clients[-1]

    def patched(self, patch):
        """A client of an agent whose modules `patch` changed before it started."""
        return self.client(setup=lambda: exec(textwrap.dedent(patch), {'sys': sys}))

    def state(self, *names):
        return os.path.join(self.board.home, '.joulefleet', 'state', *names)

    def executor(self):
        return read_json(self.state('executor.json'))

    def alive(self, pid):
        try:
            with open('/proc/%d/stat' % pid) as file:
                return file.read().rpartition(')')[2].split()[0] != 'Z'
        except OSError:
            return False

    def until(self, condition, timeout_s=10):
        limit_s = time.monotonic() + timeout_s
        while not condition():
            self.assertLess(time.monotonic(), limit_s, 'did not come about')
            time.sleep(0.01)

    def kill_executor(self):
        os.kill(self.executor()['pid'], signal.SIGKILL)
        self.until(lambda: State(self.state()).executing() is None)

    def assert_restored(self):
        self.assertEqual(self.board.knobs(), self.before)
        self.assertEqual([name for name in os.listdir(self.state()) if name.startswith('snapshot')], [])

    def assert_refused(self, code, call):
        with self.assertRaises(Refused) as raised:
            call()
        self.assertEqual(raised.exception.code, code)
        return raised.exception.error
