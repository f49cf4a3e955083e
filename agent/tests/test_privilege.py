import os
import pwd
import subprocess
import unittest
from unittest import mock

import agent_path
from joulefleet_agent import privilege

ROOT = os.geteuid() == 0
NOBODY = pwd.getpwnam('nobody')


def sudo(uid):
    """As sudo starts it for that user; who runs the tests need not be root."""
    return mock.patch.multiple(
        privilege.os, geteuid=lambda: 0, environ=dict(os.environ, SUDO_UID=str(uid), SUDO_USER='x', HOME='/tmp')
    )


class Sudo(unittest.TestCase):
    def test_is_known_by_who_asked_for_it(self):
        with sudo(NOBODY.pw_uid):
            self.assertEqual(privilege.sudo_user().pw_name, 'nobody')
        with sudo(0):
            self.assertIsNone(privilege.sudo_user())
        with mock.patch.object(privilege.os, 'geteuid', lambda: 1000), mock.patch.dict(os.environ, SUDO_UID='65534'):
            self.assertIsNone(privilege.sudo_user())

    def test_keeps_state_out_of_the_login_users_reach(self):
        with sudo(NOBODY.pw_uid):
            self.assertEqual(privilege.own_home(), pwd.getpwuid(0).pw_dir)
        with sudo(0):
            self.assertEqual(privilege.own_home(), '/tmp')

    def test_has_what_root_starts_look_into_roots_home(self):
        with sudo(NOBODY.pw_uid):
            self.assertEqual(privilege.enter_own_home(), pwd.getpwuid(0).pw_dir)
            self.assertEqual(privilege.os.environ['HOME'], pwd.getpwuid(0).pw_dir)
            self.assertEqual(privilege.workload_process()['env']['HOME'], NOBODY.pw_dir)

    def test_takes_no_other_root_than_the_boards(self):
        with sudo(NOBODY.pw_uid), mock.patch.dict(privilege.os.environ, JOULEFLEET_ROOT='/tmp/mine'):
            self.assertRaises(SystemExit, privilege.device_root)
        with sudo(0), mock.patch.dict(privilege.os.environ, JOULEFLEET_ROOT='/tmp/mine'):
            self.assertEqual(privilege.device_root(), '/tmp/mine')

    def test_a_workload_is_told_nothing_of_it(self):
        with sudo(NOBODY.pw_uid):
            arguments = privilege.workload_process()
        self.assertEqual((arguments['env']['USER'], arguments['env']['HOME']), ('nobody', NOBODY.pw_dir))
        self.assertEqual([key for key in arguments['env'] if key.startswith('SUDO_')], [])
        self.assertTrue(os.path.isdir(arguments['cwd']))

    @unittest.skipUnless(ROOT, 'needs root, who alone can become another user')
    def test_a_workload_runs_as_the_login_user_for_good(self):
        with sudo(NOBODY.pw_uid):
            arguments = privilege.workload_process()
        line = 'import os; print(os.getresuid(), os.getresgid(), os.getgroups())'
        said = subprocess.check_output(['/usr/bin/env', 'python3', '-c', line], **dict(arguments, cwd='/'))
        uids, gids = (NOBODY.pw_uid,) * 3, (NOBODY.pw_gid,) * 3
        self.assertEqual(said.decode().strip(), '%s %s %s' % (uids, gids, [NOBODY.pw_gid]))

    def test_without_it_a_workload_runs_as_the_agent_does(self):
        with mock.patch.dict(os.environ):
            os.environ.pop('SUDO_UID', None)
            self.assertEqual(privilege.workload_process(), {'cwd': os.path.expanduser('~')})


if __name__ == '__main__':
    unittest.main()
