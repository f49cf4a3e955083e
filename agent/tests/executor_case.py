"""Tests of the whole agent: real processes, the real clock, a folder as the board."""

import os
import signal
import textwrap
import time
import unittest

from agent_archive import archived_agent
from agent_client import AgentClient, Refused
from fake_board import FakeBoard
from joulefleet_agent.files import read_json
from joulefleet_agent.recover import end_leftover_runner
from joulefleet_agent.state import State


class ExecutorCase(unittest.TestCase):
    layout = 'hwmon'

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

    def client(self, **kwargs):
        self.clients.append(AgentClient(self.board.home, self.board.root, **kwargs))
        return self.clients[-1]

    def patched(self, patch):
        """A client of an agent whose modules `patch` changed before it started."""
        path, archive = os.path.join(self.board.folder, 'patched.py'), archived_agent()
        with open(path, 'w') as file:
            file.write('import sys\nsys.path.insert(0, %r)\n' % archive)
            file.write(textwrap.dedent(patch))
            file.write('\nfrom joulefleet_agent.main import main\nmain(%r, ["serve"])\n' % archive)
        return self.client(agent=path)

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
