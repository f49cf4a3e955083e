"""Locks between processes."""

import errno
import fcntl
import os
import time

from .errors import AgentError


class Lock:
    """An flock; `take` returns whether it was had. A forked child that keeps the descriptor keeps the lock."""

    def __init__(self, path):
        self.path = path
        self.descriptor = None

    def take(self, timeout_s=0.0):
        descriptor = open_lock(self.path)
        limit_s = time.monotonic() + timeout_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.descriptor = descriptor
                return True
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
                if time.monotonic() >= limit_s:
                    os.close(descriptor)
                    return False
            time.sleep(0.01)

    def drop(self):
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None

    def __enter__(self):
        if not self.take(30.0):
            raise AgentError('agent_busy', 'another connection is changing the state of this device', transient=True)
        return self

    def __exit__(self, *_):
        self.drop()


def open_lock(path):
    """A file system that has become read-only still locks."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if error.errno != errno.EROFS or not os.path.exists(path):
            raise
        return os.open(path, os.O_RDONLY)
