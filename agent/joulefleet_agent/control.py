"""The operations of the protocol (docs/agent-protocol.md)."""

import os
import sys

from .clocks import wall_us
from .endings import Endings
from .files import read_json, write_json
from .identity import serial_of
from .request_checks import forced, named_runners, require, require_shard
from .snapshot_files import SnapshotFiles
from .state import without_shard
from .workloads import delivered_path

PROTOCOL = 1
NVIDIA_DEVICE = '/dev/nvidiactl'
LOOK_LIMIT_S = 60.0


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
        self.endings = Endings(state, tree)
        self.clock = None

    def open_clock(self):
        if self.clock is None:
            self.clock = self.tree.open_clock()
        return self.clock

    def hello(self, request):
        import hashlib

        self.tree.runners = named_runners(request)
        with open(self.program, 'rb') as file:
            sha256 = hashlib.sha256(file.read()).hexdigest()
        told = {
            'protocol': PROTOCOL,
            'sha256': sha256,
            'python': '%d.%d.%d' % sys.version_info[:3],
            'pid': os.getpid(),
            'root': self.tree.root,
            'simulated': self.tree.simulated,
            'serial': serial_of(self.tree),
        }
        if self.tree.runners is not None:
            told['runnersPresent'] = delivered_path(self.tree.runners) is not None
        told.update(self.ping(None))
        return told

    def ping(self, _):
        return {'monotonicUs': self.open_clock().now_us(), 'wallUs': wall_us()}

    def facts(self, _):
        from .facts import FactReader

        return self._looking(FactReader(self.tree).read)

    def _looking(self, look):
        """In a process of its own where a GPU's library may be loaded: this one forks executors, which it does not outlive."""
        if self.tree.simulated or not os.path.exists(NVIDIA_DEVICE):
            return look()
        from .in_child import in_child

        return in_child(look, LOOK_LIMIT_S)

    def preflight(self, _):
        from .preflight import preflight

        with self.state.control:
            lock = self.endings.lock_out_executors()
            try:
                return self._looking(lambda: preflight(self.state, self.tree))
            finally:
                lock.drop()

    def runtimes(self, _):
        """What there is for the runners. It imports large libraries, which a shard in hand would feel."""
        from .delivered_runners import probe

        if self.tree.simulated:
            return {'probe': None}
        with self.state.control:
            self.endings.lock_out_executors().drop()
        return {'probe': probe(self.tree)}

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
            lock = self.state.executor_lock(self.tree)
            if not lock.take():
                running = self.state.executing() or {}
                if running.get('shardId') == shard_id:
                    return {'state': 'adopted', 'lastSeq': spool.last_seq()}
                self.endings.end_executor(lock, running, fence)
            try:
                return self._launch(spool, shard, lock)
            finally:
                lock.drop()

    def _launch(self, spool, shard, lock):
        from .launch import launch

        os.makedirs(spool.folder, mode=0o700, exist_ok=True)
        spool.forget_requests()
        write_json(os.path.join(spool.folder, 'shard.json'), shard, durable=True)
        self.state.require_fence(shard['shardId'], shard['fence'])
        launch(self.state, self.tree, shard, lock)
        return {'state': 'started', 'lastSeq': max(spool.last_seq(), shard['afterSeq'])}

    def attach(self, request):
        require(isinstance(request.get('afterSeq'), int), 'afterSeq is to be a number')
        with self.state.control:
            return {'lastSeq': self._fenced_spool(request).last_seq()}

    def ack(self, request):
        require(isinstance(request.get('seq'), int), 'seq is to be a number')
        with self.state.control:
            return {'remaining': self._fenced_spool(request).ack(request['seq'])}

    def cancel(self, request):
        """The trial in hand ends now."""
        def ask(spool, pid):
            self.endings.ask_to_end(spool, pid, 'cancelled')

        return {'state': 'cancelling' if self._end_soon(request, 'cancelled', ask) else 'finished'}

    def pause(self, request):
        """The trial in hand is measured to its end."""
        def ask(spool, _):
            spool.request_pause()

        return {'state': 'pausing' if self._end_soon(request, 'paused', ask) else 'finished'}

    def _end_soon(self, request, reason, ask):
        """Whether the shard has yet to end."""
        with self.state.control:
            spool = self._fenced_spool(request)
            return self.endings.end_soon(request['shardId'], spool, reason, ask)

    def _fenced_spool(self, request):
        spool = self.state.spool(request.get('shardId'))
        self.state.require_fence(request['shardId'], request.get('fence'))
        return spool

    def restore(self, request):
        differences = self._restore(forced(request))
        return {'restored': differences is not None, 'verified': not differences, 'differences': differences or []}

    def reboot(self, request):
        """Restores; the board goes down when this was answered."""
        from .reboot import require_reboot

        force = forced(request)
        require_reboot(self.tree)
        differences = self._restore(force) or []
        return {'verified': not differences, 'differences': differences}

    def go_down(self):
        from .reboot import reboot

        reboot(self.tree)

    def _restore(self, force):
        """The differences that remain; None when there was nothing to restore. By force an executor is ended first."""
        from .recover import recover

        with self.state.control:
            lock = self.endings.lock_out_executors(force)
            try:
                return recover(self.state, self.tree, self.open_clock())
            finally:
                lock.drop()

    def status(self, _):
        state = self.state
        with state.control:
            running = state.executing()
        snapshot = SnapshotFiles(state.snapshot_path).read()
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
