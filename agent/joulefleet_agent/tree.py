"""The board's files below a root."""

import errno
import os
import re

from .clocks import MonotonicClock
from .files import read_file, read_json

MAX_FILE = 1024 * 1024


class Tree:
    """Files of the board below a root. Paths are the board's own ("/sys/...")."""

    def __init__(self, root):
        self.root = root
        self.prefix = os.path.join(root, '')
        marker = read_json(self.at('/etc/joulefleet-twin.json')) or {}
        self.simulated = marker.get('simulated') is True
        self.time_scale = marker.get('timeScale') if self.simulated else None
        self.clock_socket = marker.get('clockSocket')
        # Hash of the runners that the controller brought; it tells in its first request.
        self.runners = None
        self.denied = self.simulated and os.environ.get('JOULEFLEET_TWIN_UNPRIVILEGED') == '1'

    def open_clock(self):
        if not self.simulated:
            return MonotonicClock()
        from .twin_clock import TwinClock

        return TwinClock(self.clock_socket, self.time_scale)

    def at(self, path):
        return self.prefix + path.lstrip('/')

    def raw(self, path):
        try:
            return read_file(self.at(path), MAX_FILE)
        except OSError:
            return None

    def text(self, path):
        """Content without blanks and NUL at its ends; None when it cannot be read."""
        data = self.raw(path)
        return None if data is None else data.decode('utf-8', 'replace').strip(' \t\r\n\0')

    def number(self, path):
        text = self.text(path)
        try:
            return int(text)
        except (TypeError, ValueError):
            return None

    def numbers(self, path):
        return [int(word) for word in (self.text(path) or '').split() if word.isdigit()]

    def names(self, path, pattern):
        """Names in a folder that match a pattern wholly, by their numbers where they have some."""
        try:
            found = [name for name in os.listdir(self.at(path)) if re.match(pattern + '$', name)]
        except OSError:
            return []
        return sorted(found, key=lambda name: [int(part) if part.isdigit() else 0 for part in re.split(r'(\d+)', name)])

    def has(self, path):
        return os.path.exists(self.at(path))

    def write(self, path, text):
        """Writes a knob as a shell's `echo` would; raises OSError as the kernel does."""
        if self.denied:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), path)
        descriptor = os.open(self.at(path), os.O_WRONLY | os.O_TRUNC)
        try:
            os.write(descriptor, ('%s\n' % text).encode('ascii'))
        except OSError as error:
            raise OSError(error.errno, error.strerror, path)
        finally:
            os.close(descriptor)

    def writable(self, path):
        return not self.denied and os.access(self.at(path), os.W_OK)

    def privileged(self):
        """Whether this is root; on a twin, whether the session is one that stands for root."""
        return not self.denied if self.simulated else os.geteuid() == 0

    def boot_id(self):
        return self.text('/proc/sys/kernel/random/boot_id')

    def folder_of(self, path):
        """The board's path of what a link below the root leads to; the path itself if that lies outside."""
        real = os.path.realpath(self.at(path))
        root = os.path.realpath(self.root).rstrip('/')
        return real[len(root):] if real.startswith(root + '/') else path
