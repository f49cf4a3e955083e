"""Ending executors: those that live, and the shards of those that were killed."""

import os
import signal

from .errors import AgentError
from .files import read_json, write_json
from .log import log
from .processes import is_stopped, signal_process
from .state import stale_fence

END_PATIENCE_S = 20.0
ENDED_PATIENCE_S = 5.0


class Endings:
    """To be called with the state's `control` held, but for `abandoned` and `finish_abandoned`, which take it."""

    def __init__(self, state, tree):
        self.state = state
        self.tree = tree

    def lock_out_executors(self, force=False):
        """The executor's lock. While a shard is executing: `executor_alive`, or the end of that by force."""
        lock = self.state.executor_lock(self.tree)
        running = self.state.executing() or {}
        if not lock.take(ENDED_PATIENCE_S if self.has_ended(running.get('shardId')) else 0.0):
            if not force:
                raise AgentError('executor_alive', 'shard %s is executing' % running.get('shardId'), transient=True)
            self.end_executor(lock, running, None)
        return lock

    def end_executor(self, lock, running, fence):
        """
        Ends the executor of another shard, gently, then not; what that leaves is restored by whoever called. A start
        needs a newer fence for it, a reboot by force none.
        """
        shard_id, pid = running.get('shardId', ''), running.get('pid')
        if not self.has_ended(shard_id):
            known = self.state.fence_of(shard_id)
            if fence is not None and fence <= known:
                raise stale_fence(fence, 'shard %s executes under %d' % (shard_id, known))
            self.ask_to_end(self.state.spool(shard_id), pid, 'superseded')
        if not lock.take(END_PATIENCE_S):
            signal_process(pid, signal.SIGKILL)
            if not lock.take(2.0):
                raise AgentError('executor_stuck', 'process %s does not end' % pid, remedy='Reboot the device.')

    def has_ended(self, shard_id):
        return shard_id not in self.state.shard_ids() or self.state.spool(shard_id).ended()

    def ask_to_end(self, spool, pid, reason):
        """
        The reason is on disk first, for the executor and for who ends the shard should that one be killed. A full disk
        keeps nobody from ending: without a reason there it is `cancelled`.
        """
        try:
            write_json(os.path.join(spool.folder, 'cancelled_as.json'), reason, durable=True)
        except OSError as error:
            log('cancelled_as.json, %s: %s' % (reason, error.strerror))
        signal_process(pid, signal.SIGTERM)

    def end_soon(self, shard_id, spool, reason, ask):
        """Whether the shard has yet to end. One whose executor was killed is restored and ended at once."""
        if self.has_ended(shard_id):
            return False
        running = self.state.executing()
        if running is None:
            self._finish_left(shard_id, (reason, None))
        elif running['shardId'] != shard_id:
            raise AgentError('device_busy', 'shard %s is executing' % running['shardId'], transient=True)
        else:
            ask(spool, running['pid'])
        return True

    def abandoned(self, shard_id):
        """Whether the shard's executor was killed: it lives no more, and the shard's end is not there."""
        with self.state.control:
            return self.state.executing() is None and not self.has_ended(shard_id)

    def stopped_executor(self, shard_id):
        """The process of the shard's executor, if that is stopped; else None."""
        with self.state.control:
            running = self.state.executing()
        if running is None or running.get('shardId') != shard_id or not is_stopped(running.get('pid')):
            return None
        return running['pid']

    def finish_abandoned(self, shard_id):
        """Restores, and ends the shard, so that whoever follows it hears of that."""
        with self.state.control:
            if self.state.executing() is None:
                reason = read_json(self.state.at('spool', shard_id, 'cancelled_as.json'))
                error = None if reason else AgentError('executor_died', 'the executor was killed', transient=True)
                self._finish_left(shard_id, (reason or 'fault', error))

    def _finish_left(self, shard_id, verdict):
        from .launch import launch

        shard = read_json(self.state.at('spool', shard_id, 'shard.json'))
        lock = self.state.executor_lock(self.tree)
        if shard is None or not lock.take(1.0):
            raise AgentError('executor_failed', 'shard %s cannot be ended' % shard_id, transient=True)
        try:
            launch(self.state, self.tree, shard, lock, verdict)
        except (AgentError, OSError):
            self._restore_left()
            raise
        finally:
            lock.drop()

    def _restore_left(self):
        """For want of an executor that does it: its end may not fit on the disk, the clocks are put back anyway."""
        from .recover import recover

        clock = self.tree.open_clock()
        try:
            log('restored without an executor; differences: %s' % recover(self.state, self.tree, clock))
        finally:
            clock.close()
