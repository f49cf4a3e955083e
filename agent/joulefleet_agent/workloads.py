"""What executes a workload: the board's own runner, or one of those that the controller brought."""

import os
import re
import stat
import sys

from .errors import AgentError
from .privilege import sudo_user

WORKLOADS = '/opt/joulefleet/workloads'
# Whoever has the libraries in an environment of their own links its interpreter here.
PYTHON = '/opt/joulefleet/python'
# Of the models for which the controller brings a runner (agent/workloads).
DELIVERED = ('alexnet', 'berttiny', 'distilbert', 'mobilenetv2', 'resnet18', 'yolov4tiny')
MAX_ARCHIVE = 4 * 1024 * 1024


def find_runner(tree, workload):
    """
    The arguments to start a workload with, and where they are from: the campaign's own `command`, the `board`, or `delivered` with
    the hash of what was. What the board has wins over what was delivered. Raises AgentError `workload_missing` (operator), and
    `runners_missing` (transient) where what was delivered is gone or damaged.
    """
    if workload['command']:
        return workload['command'], {'kind': 'command', 'sha256': None}
    name = workload['name']
    own = '%s/%s' % (WORKLOADS, name)
    if re.match(r'[A-Za-z0-9][\w.+-]*\Z', name) and tree.has(own):
        return [tree.at(own)], {'kind': 'board', 'sha256': None}
    if tree.runners is None or tree.simulated or name not in DELIVERED:
        raise AgentError(
            'workload_missing',
            'workload %s is not installed' % name,
            'operator',
            remedy='Install its runner as %s, or give a command in the campaign.' % own,
        )
    archive = delivered_path(tree.runners)
    if archive is None:
        told = 'the delivered runners %s are not in the home of the login user' % tree.runners[:16]
        raise AgentError('runners_missing', told, transient=True, remedy='They are brought again at the next connection.')
    return [python_of(tree), archive, name], {'kind': 'delivered', 'sha256': tree.runners}


def python_of(tree):
    return tree.at(PYTHON) if tree.has(PYTHON) else sys.executable


def delivered_path(sha256):
    """Where the runners of this hash lie; None where they do not, or are others by now."""
    import hashlib

    user = sudo_user()
    home = os.path.expanduser('~') if user is None else user.pw_dir
    path = os.path.join(home, '.joulefleet', 'workloads-%s.pyz' % sha256[:16])
    data = read_regular(path)
    return path if data is not None and hashlib.sha256(data).hexdigest() == sha256 else None


def read_regular(path):
    """Content of a file in a folder that belongs to somebody else: no link, no pipe, nothing large."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(descriptor, 'rb') as file:
        about = os.fstat(descriptor)
        return file.read() if stat.S_ISREG(about.st_mode) and about.st_size <= MAX_ARCHIVE else None


def installed_names(tree):
    """Those that the board itself has."""
    names = tree.names(WORKLOADS, '.*')
    return [name for name in names if os.access(tree.at('%s/%s' % (WORKLOADS, name)), os.X_OK)]
