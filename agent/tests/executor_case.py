"""Tests of the whole agent: real processes, the real clock, a folder as the board."""

import os
import signal
import textwrap
import time
import unittest

from agent_client import AGENT, AgentClient, Refused
from fake_board import FakeBoard
from load_agent import agent


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
        agent.end_leftover_runner(agent.State(self.state()))

    def client(self, **kwargs):
        self.clients.append(AgentClient(self.board.home, self.board.root, **kwargs))
        return self.clients[-1]

    def patched(self, patch):
        """A client of an agent in which `patch` was executed before it started."""
        path = os.path.join(self.board.folder, 'patched.py')
        with open(path, 'w') as file:
            file.write('exec(compile(open(%r).read().split("\\nif __name__")[0], %r, "exec"))\n' % (AGENT, AGENT))
            file.write(textwrap.dedent(patch) + '\nmain(["serve"])\n')
        return self.client(agent=path)

    def state(self, *names):
        return os.path.join(self.board.home, '.joulefleet', 'state', *names)

    def executor(self):
        return agent.read_json(self.state('executor.json'))

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
        self.until(lambda: agent.State(self.state()).executing() is None)

    def assert_restored(self):
        self.assertEqual(self.board.knobs(), self.before)
        self.assertFalse(os.path.exists(self.state('snapshot.json')))

    def assert_refused(self, code, call):
        with self.assertRaises(Refused) as raised:
            call()
        self.assertEqual(raised.exception.code, code)
        return raised.exception.error
