import os
import shutil
import tempfile
import unittest

import agent_path
from joulefleet_agent import glance
from joulefleet_agent.files import write_json
from joulefleet_agent.glance import Glance


class Glances(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='jf-glance-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.now_s = 1000.0
        clock = glance.time
        glance.time = self
        self.addCleanup(setattr, glance, 'time', clock)

    def monotonic(self):
        return self.now_s

    def settled(self, path):
        """One that has looked, and saw no change for a while: the last one was long ago."""
        os.utime(path, (1, 1))
        found = Glance(path)
        self.assertTrue(found.due())
        found.looked()
        self.now_s += 0.1
        self.assertFalse(found.due())
        return found

    def test_is_due_after_a_file_was_replaced_and_for_as_long_as_another_change_may_have_the_same_time(self):
        path = os.path.join(self.folder, 'progress.json')
        write_json(path, 1)
        found = self.settled(path)
        write_json(path, 2)
        self.assertTrue(found.due())
        found.looked()
        self.now_s += 0.04
        self.assertTrue(found.due())
        found.looked()
        self.now_s += 0.04
        self.assertFalse(found.due())

    def test_is_due_after_something_came_into_a_folder_or_left_it(self):
        for change in (lambda path: write_json(path, 1), os.remove):
            found = self.settled(self.folder)
            change(os.path.join(self.folder, 'segment'))
            self.assertTrue(found.due())

    def test_is_due_until_it_was_looked_at_to_the_end(self):
        found = self.settled(self.folder)
        shutil.rmtree(self.folder)
        for _ in range(3):
            self.assertTrue(found.due())
            self.now_s += 0.1
        os.mkdir(self.folder)

    def test_is_due_twice_a_second_without_any_change(self):
        found = self.settled(self.folder)
        self.now_s += 0.5
        self.assertTrue(found.due())


if __name__ == '__main__':
    unittest.main()
