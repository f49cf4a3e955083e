"""A shard that a controller follows."""

import signal
import time

from .errors import AgentError
from .glance import Glance
from .log import log
from .processes import signal_process

ABANDONED_AFTER_S = 3.0
UNENDED_AFTER_S = 30.0
STOPPED_AFTER_S = 30.0
# So many records may be on their way before the first of them is acknowledged.
WINDOW_RECORDS = 128
# What is measured now is sent so often; while a board of its own clock measures, no more often than a controller pings.
LIVE_S = 1.0
LIVE_MEASURING_S = 5.0


class Attachment:
    """A shard that is followed: how far its records were sent, and its last progress."""

    def __init__(self, spool, shard_id, after_seq):
        self.spool = spool
        self.glance = spool and Glance(spool.folder)
        self.shard_id = shard_id
        self.sent_seq = after_seq
        self.until_seq = after_seq + WINDOW_RECORDS
        self.progress = None
        self.live = None
        self.live_at_s = 0.0
        self.look_at_s = time.monotonic() + ABANDONED_AFTER_S
        self.dead_since_s = None
        self.stopped_since_s = None

    def records(self):
        """JSON lines not sent yet, in order; only of complete segments, and as many as may be on their way."""
        if not self.glance.due():
            return
        for first, last, path in self.spool.segments():
            if last <= self.sent_seq:
                continue
            if self.sent_seq >= self.until_seq:
                self.until_seq = max(self.until_seq, self.spool.acked_seq() + WINDOW_RECORDS)
            if self.sent_seq >= self.until_seq:
                return
            try:
                with open(path, 'rb') as file:
                    lines = file.read().split(b'\n')
            except OSError:
                continue  # acknowledged meanwhile
            for seq in range(max(first, self.sent_seq + 1), min(last, self.until_seq) + 1):
                self.sent_seq = seq
                yield lines[seq - first]
        self.glance.looked()

    def next_live(self, read, trial_id, every_s):
        """
        What the trial measures now, or None: too early, or nothing new. What is there at the first look may be old. `read`
        reads it.
        """
        now_s = time.monotonic()
        if now_s - self.live_at_s < every_s:
            return None
        first, self.live_at_s = self.live_at_s == 0.0, now_s
        before, self.live = self.live, read()
        if first or self.live is None or self.live == before or self.live.get('trialId') != trial_id:
            return None
        return self.live

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
            self._end_stopped(endings, now_s)
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

    def _end_stopped(self, endings, now_s):
        """One that somebody stopped (SIGSTOP) measures nothing and hears no cancel: after 30 s it counts as dead."""
        pid = endings.stopped_executor(self.shard_id)
        if pid is None:
            self.stopped_since_s = None
        elif self.stopped_since_s is None:
            self.stopped_since_s = now_s
        elif now_s - self.stopped_since_s >= STOPPED_AFTER_S:
            log('shard %s: its executor %d is stopped and is killed' % (self.shard_id, pid))
            signal_process(pid, signal.SIGKILL)
