"""Rebooting a board."""

import os

from .errors import AgentError

REBOOT = '/sbin/reboot'


def require_reboot(tree):
    """Errors: `reboot_missing`, `reboot_refused` (operator)."""
    if not os.access(tree.at(REBOOT), os.X_OK):
        raise AgentError('reboot_missing', '%s is missing' % REBOOT, 'operator', remedy='Reboot the device by hand.')
    if not tree.privileged():
        remedy = 'Log in as root, or run the agent through sudo: "joulefleet device sudoers NAME".'
        raise AgentError('reboot_refused', 'only root may reboot this device', 'operator', remedy=remedy)


def reboot(tree):
    """Detached, so that it outlives the connection that asked for it."""
    import subprocess

    nothing = dict.fromkeys(('stdin', 'stdout', 'stderr'), subprocess.DEVNULL)
    subprocess.Popen([tree.at(REBOOT)], start_new_session=True, **nothing)
