"""A twin's clock in a thread (docs/agent-protocol.md, "Twin clock"): lock-step only, never faster than its holders."""

import os
import socket
import threading


class TwinClockServer:
    def __init__(self, folder, start_us=5000000):
        self.path = os.path.join(folder, 'clock')
        self.now_us = start_us
        self.lock = threading.Condition()
        self.holders = set()
        self.asleep = {}
        self.lines = []
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.bind(self.path)
        self.server.listen(8)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.server.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer_all, args=(connection,), daemon=True).start()

    def _answer_all(self, connection):
        with connection, connection.makefile('rb') as lines:
            for line in lines:
                self.lines.append(line)
                connection.sendall(b'%s\n' % self._answer(connection, line.split()))
        self._forget(connection)

    def _forget(self, connection):
        with self.lock:
            self.holders.discard(connection)
            self.asleep.pop(connection, None)
            self._advance()

    def _answer(self, connection, words):
        with self.lock:
            if words[0] == b'h':
                self.holders.add(connection)
                return b'ok'
            if words[0] == b'r':
                self.holders.discard(connection)
                self._advance()
                return b'ok'
            if words[0] == b's':
                self.asleep[connection] = int(words[1])
                self._advance()
                self.lock.wait_for(lambda: connection not in self.asleep)
            return b'%d' % self.now_us

    def _advance(self):
        if self.asleep and self.holders <= set(self.asleep):
            self.now_us = max(self.now_us, min(self.asleep.values()))
            due = [connection for connection, until_us in self.asleep.items() if until_us <= self.now_us]
            for connection in due:
                del self.asleep[connection]
            self.lock.notify_all()
