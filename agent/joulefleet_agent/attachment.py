"""A shard that a controller follows."""

import time

from .errors import AgentError
from .log import log

ABANDONED_AFTER_S = 3.0
UNENDED_AFTER_S = 30.0


class Attachment:
    """A shard that is followed: how far its records were sent, and its last progress."""

    def __init__(self, spool, shard_id, after_seq):
        self.spool = spool
        self.shard_id = shard_id
        self.sent_seq = after_seq
        self.progress = None
        self.look_at_s = time.monotonic() + ABANDONED_AFTER_S
        self.dead_since_s = None

    def records(self):
        """JSON lines not sent yet, in order; only of complete segments."""
        for first, last, path in self.spool.segments():
            if last <= self.sent_seq:
                continue
            try:
                with open(path, 'rb') as file:
                    lines = file.read().split(b'\n')
            except OSError:
                continue  # acknowledged meanwhile
            for seq in range(max(first, self.sent_seq + 1), last + 1):
                self.sent_seq = seq
                yield lines[seq - first]

    def watch_executor(self, endings):
        """
        A killed executor would leave its followers waiting for ever. A controller has the first say. Where the end
        cannot be written for 30 s, as on a disk that has become read-only, the end of `serve` tells them.
        """
        now_s = time.monotonic()
        if now_s < self.look_at_s:
            return
        self.look_at_s = now_s + ABANDONED_AFTER_S / 3
        try:
            if not endings.abandoned(self.shard_id):
                self.dead_since_s = None
            elif self.dead_since_s is None:
                self.dead_since_s = now_s
            elif now_s - self.dead_since_s >= ABANDONED_AFTER_S:
                endings.finish_abandoned(self.shard_id)
        except (AgentError, OSError) as error:
            log('shard %s: %s' % (self.shard_id, error))
            if self.dead_since_s is not None and now_s - self.dead_since_s >= UNENDED_AFTER_S:
                raise SystemExit('shard %s cannot be ended: %s' % (self.shard_id, error))
