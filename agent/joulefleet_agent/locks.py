"""Locks between processes."""

import errno
import fcntl
import os
import time

from .errors import AgentError

# An executor that has just ended frees the board a moment after its home.
HANDOVER_S = 1.0


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


class BoardLock:
    """
    One executor on a board, whoever logs in: an abstract socket's address, named by the root, which the kernel frees with the last process that
    has it. A forked child that keeps the descriptor keeps it. It does not reach across containers with networks of their own.
    """

    def __init__(self, root):
        self.root = root
        self.descriptor = None

    def take(self):
        """Raises AgentError `device_busy` while another login's agent has it."""
        import socket

        address = '\0joulefleet-board:' + self._name()
        limit_s = time.monotonic() + HANDOVER_S
        holder = socket.socket(socket.AF_UNIX)
        try:
            while not bound(holder, address):
                if time.monotonic() >= limit_s:
                    raise busy_board(user_of(address))
                time.sleep(0.01)
            holder.listen(1)
            self.descriptor = holder.detach()
        finally:
            holder.close()

    def drop(self):
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None

    def _name(self):
        import hashlib

        root = os.path.realpath(self.root)
        return root if root == '/' else hashlib.sha256(root.encode('utf-8', 'surrogateescape')).hexdigest()[:32]


class ExecutorLock:
    """The right to execute: among the agents of this home, and on this board."""

    def __init__(self, path, root):
        self.home = Lock(path)
        self.board = BoardLock(root)

    def take(self, timeout_s=0.0):
        """Whether this home's was had. Raises AgentError `device_busy` while another home's agent executes."""
        if not self.home.take(timeout_s):
            return False
        try:
            self.board.take()
        except Exception:
            self.home.drop()
            raise
        return True

    def drop(self):
        self.board.drop()
        self.home.drop()

    def descriptors(self):
        return [self.home.descriptor, self.board.descriptor]


def bound(holder, address):
    try:
        holder.bind(address)
        return True
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return False


def user_of(address):
    """The name, else the number, of the user whose process listens there; None if that has just gone."""
    import pwd
    import socket
    import struct

    asking = socket.socket(socket.AF_UNIX)
    try:
        asking.settimeout(0.5)
        asking.connect(address)
        _, uid, _ = struct.unpack('3i', asking.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize('3i')))
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
    except OSError:
        return None
    finally:
        asking.close()


def busy_board(user):
    return AgentError(
        'device_busy',
        'another agent executes on this board%s' % (', of user %s' % user if user else ''),
        origin='operator',
        transient=True,
        remedy='Let one controller measure on a board: wait for the other one, or retire the device there.',
    )


def open_lock(path):
    """A file system that has become read-only still locks."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if error.errno != errno.EROFS or not os.path.exists(path):
            raise
        return os.open(path, os.O_RDONLY)
