"""Processes that descend from this one, also those that left their group or lost their parent."""

import os
import signal
import time

from .process_list import Process, descendants_among, process_numbers
from .processes import signal_process

PR_SET_CHILD_SUBREAPER = 36
# Programs of ours that go on when a workload is ended.
spared = set()


def adopt_orphans():
    """
    From here on a descendant whose parent ends becomes a child of this process instead of init's (prctl(2), since Linux
    3.4), so that a workload's daemons are found. Without ctypes they are not.
    """
    try:
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        """A Python built without it: groups are ended, daemons are not."""


def end_descendants(limit_s):
    """Ends and collects all of them; the numbers of those that do not end."""
    until_s = time.monotonic() + limit_s
    while True:
        left = descendants()
        for pid in left:
            signal_process(pid, signal.SIGKILL)
        collect()
        if not left or time.monotonic() >= until_s:
            return left
        time.sleep(0.005)


def descendants():
    """Numbers of all that live or are not collected yet."""
    if not has_children():
        return []
    found = {}
    for pid in process_numbers('/proc'):
        try:
            found[pid] = Process('/proc', pid)
        except (OSError, ValueError, IndexError):
            continue  # it ended meanwhile
    kept = set().union(*[descendants_among(found, pid) for pid in spared])
    return sorted(descendants_among(found, os.getpid()) - {os.getpid()} - kept)


def has_children():
    """Without one there is no descendant either, and nobody needs to read what all processes of the board are."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return True
    except ChildProcessError:
        return False


def collect():
    """Takes the exit codes of children that ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        """There is none."""
