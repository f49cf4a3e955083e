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


def started_ticks(pid):
    """When a process of this machine started, to know it from a later one of the same number; None if it is gone."""
    try:
        with open('/proc/%d/stat' % pid, 'rb') as file:
            return int(file.read().rpartition(b')')[2].split()[19])
    except (OSError, IndexError, ValueError):
        return None
