"""The operations of the protocol (docs/agent-protocol.md)."""

import os
import signal
import sys

from .clocks import wall_us
from .errors import AgentError
from .files import read_json, remove, write_json
from .processes import signal_process
from .request_checks import require, require_shard
from .state import stale_fence, without_shard

PROTOCOL = 1
END_PATIENCE_S = 20.0
ENDED_PATIENCE_S = 5.0


class Control:
    """
    What a controller may ask for. Operations that change state are serialised among connections by a lock. What only
    some operations need is imported there: a connection is to be answered soon, and an archive is compiled each time.
    `program` is the file that Python was started with.
    """

    def __init__(self, state, tree, program):
        self.state = state
        self.tree = tree
        self.program = program
        self.clock = None

    def open_clock(self):
        if self.clock is None:
            self.clock = self.tree.open_clock()
        return self.clock

    def hello(self, _):
        import hashlib

        with open(self.program, 'rb') as file:
            sha256 = hashlib.sha256(file.read()).hexdigest()
        told = {
            'protocol': PROTOCOL,
            'sha256': sha256,
            'python': '%d.%d.%d' % sys.version_info[:3],
            'pid': os.getpid(),
            'root': self.tree.root,
            'simulated': self.tree.simulated,
        }
        told.update(self.ping(None))
        return told

    def ping(self, _):
        return {'monotonicUs': self.open_clock().now_us(), 'wallUs': wall_us()}

    def facts(self, _):
        from .facts import FactReader

        return FactReader(self.tree).read()

    def start(self, request):
        shard = request.get('shard')
        require_shard(shard)
        shard_id, fence = shard['shardId'], shard['fence']
        with self.state.control:
            spool = self.state.spool(shard_id)
            self.state.require_newest_fence(fence, self.tree.boot_id())
            self.state.require_fence(shard_id, fence)
            if spool.ended():
                return {'state': 'finished', 'lastSeq': spool.last_seq()}
            lock = self.state.executor_lock()
            if not lock.take():
                running = self.state.executing() or {}
                if running.get('shardId') == shard_id:
                    return {'state': 'adopted', 'lastSeq': spool.last_seq()}
                self._end_executor(lock, running, fence)
            try:
                return self._launch(spool, shard, lock)
            finally:
                lock.drop()

    def _launch(self, spool, shard, lock):
        from .launch import launch

        os.makedirs(spool.folder, mode=0o700, exist_ok=True)
        remove(os.path.join(spool.folder, 'cancelled_as.json'))
        write_json(os.path.join(spool.folder, 'shard.json'), shard, durable=True)
        self.state.require_fence(shard['shardId'], shard['fence'])
        launch(self.state, self.tree, shard, lock)
        return {'state': 'started', 'lastSeq': max(spool.last_seq(), shard['afterSeq'])}

    def _end_executor(self, lock, running, fence):
        """Ends another shard's executor, gently, then not; what that leaves is restored by the next one."""
        shard_id, pid = running.get('shardId', ''), running.get('pid')
        if not self._has_ended(shard_id):
            known = self.state.fence_of(shard_id)
            if fence <= known:
                raise stale_fence(fence, 'shard %s executes under %d' % (shard_id, known))
            self._ask_to_end(self.state.spool(shard_id), pid, 'superseded')
        if not lock.take(END_PATIENCE_S):
            signal_process(pid, signal.SIGKILL)
            if not lock.take(2.0):
                raise AgentError('executor_stuck', 'process %s does not end' % pid, remedy='Reboot the device.')

    def _has_ended(self, shard_id):
        return shard_id not in self.state.shard_ids() or self.state.spool(shard_id).ended()

    def _ask_to_end(self, spool, pid, reason):
        """The reason is on disk first, for the executor and for who ends the shard should that one be killed."""
        write_json(os.path.join(spool.folder, 'cancelled_as.json'), reason, durable=True)
        signal_process(pid, signal.SIGTERM)

    def attach(self, request):
        require(isinstance(request.get('afterSeq'), int), 'afterSeq is to be a number')
        with self.state.control:
            return {'lastSeq': self._fenced_spool(request).last_seq()}

    def ack(self, request):
        require(isinstance(request.get('seq'), int), 'seq is to be a number')
        with self.state.control:
            return {'remaining': self._fenced_spool(request).ack(request['seq'])}

    def cancel(self, request):
        with self.state.control:
            spool = self._fenced_spool(request)
            if self._has_ended(request['shardId']):
                return {'state': 'finished'}
            running = self.state.executing()
            if running is None:
                self._finish_left(request['shardId'], ('cancelled', None))
            elif running['shardId'] != request['shardId']:
                raise AgentError('device_busy', 'shard %s is executing' % running['shardId'], transient=True)
            else:
                self._ask_to_end(spool, running['pid'], 'cancelled')
            return {'state': 'cancelling'}

    def abandoned(self, shard_id):
        """Whether the shard's executor was killed: it lives no more, and the shard's end is not there."""
        with self.state.control:
            return self.state.executing() is None and not self._has_ended(shard_id)

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
        lock = self.state.executor_lock()
        if shard is None or not lock.take(1.0):
            raise AgentError('executor_failed', 'shard %s cannot be ended' % shard_id, transient=True)
        try:
            launch(self.state, self.tree, shard, lock, verdict)
        finally:
            lock.drop()

    def _fenced_spool(self, request):
        spool = self.state.spool(request.get('shardId'))
        self.state.require_fence(request['shardId'], request.get('fence'))
        return spool

    def restore(self, _):
        from .recover import recover

        with self.state.control:
            lock = self.state.executor_lock()
            running = self.state.executing() or {}
            if not lock.take(ENDED_PATIENCE_S if self._has_ended(running.get('shardId')) else 0.0):
                raise AgentError('executor_alive', 'shard %s is executing' % running.get('shardId'), transient=True)
            try:
                differences = recover(self.state, self.tree, self.open_clock())
            finally:
                lock.drop()
        return {'restored': differences is not None, 'verified': not differences, 'differences': differences or []}

    def status(self, _):
        state = self.state
        with state.control:
            running = state.executing()
        snapshot = read_json(state.snapshot_path)
        return {
            'executor': running and {
                'shardId': running['shardId'],
                'fence': state.fence_of(running['shardId']),
                'pid': running['pid'],
                'progress': without_shard(state.progress()),
            },
            'spools': [self._describe_spool(shard_id) for shard_id in state.shard_ids()],
            'snapshot': snapshot and {'takenAtUs': snapshot['takenAtUs']},
            'restore': read_json(state.at('restore.json')),
        }

    def _describe_spool(self, shard_id):
        spool = self.state.spool(shard_id)
        return {'shardId': shard_id, 'lastSeq': spool.last_seq(), 'ackedSeq': spool.acked_seq()}
