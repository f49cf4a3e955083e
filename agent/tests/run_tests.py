"""
Runs modules of tests, all without names, so many at once, each in a process of its own. Prints what a module that fails has printed,
and how many tests there were. What every test imports is loaded once: the modules are forked from here.

    python3 run_tests.py [--at-once N] [MODULE...]
"""

import argparse
import importlib
import os
import re
import sys
import tempfile
import time
import traceback
import unittest

from agent_archive import archived_agent
from agent_path import PACKAGE, module_names

# These wait for longest, or take most: they start first.
FIRST = [
    'test_start_temperature',
    'test_lifecycle',
    'test_kernel_rules',
    'test_failures',
    'test_preflight',
    'test_reboot',
    'test_shard',
    'test_bad_disk',
]


def module_tests():
    here = os.path.dirname(os.path.abspath(__file__))
    found = sorted(name[:-3] for name in os.listdir(here) if re.match(r'test_\w+\.py$', name))
    return sorted(found, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))


def load_what_all_need():
    for name in module_names():
        importlib.import_module('%s.%s' % (PACKAGE, name))
    importlib.import_module('executor_case')
    archived_agent()


class Run:
    """One module, in a fork: its output goes to a file."""

    def __init__(self, name):
        self.name = name
        self.started_s = time.monotonic()
        self.output = tempfile.TemporaryFile()
        self.pid = os.fork()
        if self.pid == 0:
            self._child()

    def _child(self):
        code = 1
        try:
            for descriptor in (1, 2):
                os.dup2(self.output.fileno(), descriptor)
            found = unittest.TestLoader().loadTestsFromName(self.name)
            code = 0 if unittest.TextTestRunner(stream=sys.stderr).run(found).wasSuccessful() else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def end(self, status):
        """How many tests it had; None when one failed, or when there was none."""
        self.output.seek(0)
        text = self.output.read().decode('utf-8', 'replace')
        self.output.close()
        ran = re.search(r'^Ran (\d+) tests? in', text, re.MULTILINE)
        count = int(ran.group(1)) if ran and status == 0 else 0
        if not count:
            print('%s\n%s' % (self.name, text))
        print('%s: %d tests, %.1f s' % (self.name, count, time.monotonic() - self.started_s), flush=True)
        return count or None


def run(names, at_once):
    """Tests of each module; None for one that failed."""
    waiting, running, counts = list(names), {}, []
    while waiting or running:
        while waiting and len(running) < at_once:
            started = Run(waiting.pop(0))
            running[started.pid] = started
        pid, status = os.wait()
        if pid in running:
            counts.append(running.pop(pid).end(status))
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--at-once', type=int, default=4)
    parser.add_argument('modules', nargs='*')
    wanted = parser.parse_args()
    load_what_all_need()
    sys.stdout.flush()
    counts = run(wanted.modules or module_tests(), wanted.at_once)
    print('%d tests' % sum(filter(None, counts)))
    sys.exit(1 if None in counts else 0)


if __name__ == '__main__':
    main()
