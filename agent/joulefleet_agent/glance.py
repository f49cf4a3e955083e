"""Whether a file or a folder is worth reading again."""

import os
import time

# The time of a change is a tick of the kernel, at most 10 ms long: a second change may have the time of the first.
SETTLES_S = 0.05
AT_LEAST_EVERY_S = 0.5


class Glance:
    """
    For whoever looks many times a second at what seldom changes: a file that is replaced by rename, or what a folder lists.
    `due` until it was `looked` at to the end, after each change, and twice a second whatever the time of the change says.
    """

    def __init__(self, path):
        self.path = path
        self.stamp = None
        self.changed_s = self.looked_s = 0.0
        self.behind = True

    def due(self):
        stamp, now_s = stamp_of(self.path), time.monotonic()
        if stamp != self.stamp:
            self.stamp, self.changed_s = stamp, now_s
        self.behind = self.behind or now_s - self.changed_s < SETTLES_S or now_s - self.looked_s >= AT_LEAST_EVERY_S
        return self.behind

    def looked(self):
        self.behind, self.looked_s = False, time.monotonic()


def stamp_of(path):
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
