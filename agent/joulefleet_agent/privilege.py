"""
Working as root through sudo, for a login user who is not. The rule that lets them is narrow: they may start this agent, and
so must not be able to make it do anything else as root. Its state is then root's, its root is the board's, and workloads, which
a campaign may name at will, run as the login user.
"""

import os
import pwd


def sudo_user():
    """The entry in the password file of who started the agent through sudo; None when nobody did."""
    number = os.environ.get('SUDO_UID', '0')
    return pwd.getpwuid(int(number)) if os.geteuid() == 0 and number != '0' else None


def own_home():
    """Where the agent keeps its state: under sudo root's home, whatever HOME says."""
    return pwd.getpwuid(0).pw_dir if sudo_user() else os.path.expanduser('~')


def enter_own_home():
    """Makes it HOME as well, for the programs of the board that root starts: nothing in the login user's home is theirs to read."""
    os.environ['HOME'] = own_home()
    return os.environ['HOME']


def device_root():
    """Below what every path of the board is looked up. Ends the agent where that would lift the limits of the rule."""
    root = os.environ.get('JOULEFLEET_ROOT') or '/'
    if root != '/' and sudo_user():
        raise SystemExit('JOULEFLEET_ROOT must not be set under sudo')
    return root


def workload_process():
    """Arguments for Popen with which a workload runs as the login user, in their home."""
    user = sudo_user()
    if user is None:
        return {'cwd': os.path.expanduser('~')}

    def become():
        os.initgroups(user.pw_name, user.pw_gid)
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)

    environment = {key: value for key, value in os.environ.items() if not key.startswith('SUDO_')}
    environment.update(HOME=user.pw_dir, USER=user.pw_name, LOGNAME=user.pw_name)
    home = user.pw_dir if os.path.isdir(user.pw_dir) else '/'
    return {'cwd': home, 'preexec_fn': become, 'env': environment}
