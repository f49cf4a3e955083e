"""The clock of a twin, a simulated board."""

import errno

from .errors import ShardError


class TwinClock:
    """A twin's clock (docs/agent-protocol.md, "Twin clock"). One connection; not to be shared by threads."""

    can_stall = True

    def __init__(self, path, time_scale):
        import socket

        self.time_scale = time_scale
        self.held = False
        self.last_us = 0
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.socket.connect(path)
        except OSError as error:
            self.socket.close()
            raise clock_lost(error)

    def now_us(self):
        return self._ask(b'n\n')

    def instant_us(self):
        """The time now; while this connection holds, time stands, and no question is needed."""
        return self.last_us if self.held else self._ask(b'n\n')

    def sleep_until_us(self, until_us):
        return self._ask(b's %d\n' % until_us)

    def refresh_files(self):
        """Brings those files up to date that a twin does not rewrite all the time: the counters of its clocks."""
        self._ask(b'f\n')

    def hold(self):
        self._answer(b'h\n')
        self.last_us = self._ask(b'n\n')
        self.held = True

    def close(self):
        """Also releases: a closed connection holds nothing."""
        self.socket.close()

    def _ask(self, line):
        self.last_us = int(self._answer(line))
        return self.last_us

    def _answer(self, line):
        try:
            self.socket.sendall(line)
            answer = self.socket.recv(64)
            while answer[-1:] != b'\n':
                more = self.socket.recv(64)
                if not more:
                    raise OSError(errno.ECONNRESET, 'closed')
                answer += more
        except OSError as error:
            raise clock_lost(error)
        return answer


def clock_lost(error):
    return ShardError('clock_lost', "the twin's clock does not answer: %s" % error, transient=True)
