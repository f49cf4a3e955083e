"""Processes of this machine: to know one again, and to end it."""

import os


def signal_process(pid, number):
    try:
        os.kill(pid, number)
    except (OSError, TypeError):
        """Gone already."""


def kill_group(group, number):
    try:
        os.killpg(group, number)
    except OSError:
        """Gone already."""


def stat_of(pid):
    """Fields of /proc/PID/stat from the state on; None if the process is gone."""
    try:
        with open('/proc/%d/stat' % pid, 'rb') as file:
            return file.read().rpartition(b')')[2].split()
    except (OSError, TypeError):
        return None


def started_ticks(pid):
    """When a process of this machine started, to know it from a later one of the same number; None if it is gone."""
    fields = stat_of(pid)
    return int(fields[19]) if fields and len(fields) > 19 else None


def is_stopped(pid):
    """Whether a signal stopped it: it waits for SIGCONT."""
    fields = stat_of(pid)
    return bool(fields) and fields[0] in (b'T', b't')
