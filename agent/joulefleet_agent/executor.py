"""A shard, executed to its end."""

import time

from .as_accepted import require_as_accepted
from .clocks import MonotonicClock, wall_us
from .descendants import adopt_orphans
from .device import Device
from .domains_held import require_all_there
from .errors import AgentError, Postponed, ShardError, bug
from .files import dump, read_json
from .live_reading import LiveReading
from .log import log
from .mode_switch import names_mode
from .processes import started_ticks
from .recover import recover
from .rig import Rig
from .snapshot import take_snapshot
from .trial import Trial
from .watch import Cancel


class Executor:
    """Executes a shard to its end. `verdict`: (reason, error) with which to end it at once, after a restore."""

    def __init__(self, state, tree, shard, verdict):
        self.state = state
        self.tree = tree
        self.shard = shard
        self.verdict = verdict
        self.cancel = Cancel()
        self.spool = state.spool(shard['shardId'])
        self.executed = self.spool.open(shard['afterSeq'])
        self.clock = None
        self.born_s = time.monotonic()
        self.done = 0
        self.trial_id = None
        self.snapshot = None

    def run(self):
        reason, error = 'fault', None
        log('shard %s: %d trials' % (self.shard['shardId'], len(self.shard['trials'])))
        adopt_orphans()
        try:
            self.state.clear_parts()
            self.report('starting')
            self.clock = self.tree.open_clock()
            reason, error = self.verdict or (self._execute_all(), None)
        except AgentError as raised:
            error = raised
        except Exception as raised:
            error = bug(raised)
        self._end(reason, error)

    def _execute_all(self):
        rig = self._prepare()
        for spec in self.shard['trials']:
            self.trial_id = spec['trialId']
            if (spec['trialId'], spec['attempt']) not in self.executed:
                reason = self._reason_to_stop()
                if reason is not None:
                    return reason
                try:
                    records = Trial(rig, spec, self.report, self._note_runner, self._reason_to_stop).execute()
                except Postponed:
                    return self._reason_to_stop() or 'cancelled'
                self.spool.append(records)
                if records[-1][1]['outcome'] == 'cancelled':
                    return self._reason_to_stop() or 'cancelled'
            self.done += 1
        return 'completed'

    def _prepare(self):
        if recover(self.state, self.tree, self.clock):
            raise ShardError('restore_unverified', 'the settings of an earlier shard could not be restored')
        device = Device(self.tree)
        require_all_there(device)
        require_as_accepted(device, self.shard.get('accepted'))
        moves_mode = names_mode(self.shard['trials'])
        snapshot = self.snapshot = take_snapshot(device, self.clock, self.state.snapshot_path, moves_mode)
        start = {'snapshot': snapshot['knobs'], 'monotonicUs': self.clock.now_us(), 'wallUs': wall_us()}
        self.spool.append([('shard_start', start)])
        return Rig(device, self.clock, snapshot['knobs'], self.cancel, LiveReading(self.state.live_path, self.clock), self.shard.get('startBand'))

    def _reason_to_stop(self):
        if self.cancel.requested:
            return read_json(self.state.at('spool', self.shard['shardId'], 'cancelled_as.json')) or 'cancelled'
        if self.spool.pause_requested():
            return 'paused'
        silent_s = time.monotonic() - max(self.born_s, self.state.heard_at_s())
        return 'deadman' if silent_s > self.shard['deadmanS'] else None

    def _end(self, reason, error):
        self.trial_id = None
        self.report('restoring')
        try:
            clock = self.clock or MonotonicClock()
            differences = recover(self.state, self.tree, clock, self.snapshot) or []
        except Exception as raised:
            differences = ['restore failed: ' + bug(raised).message]
        body = {
            'reason': reason,
            'restored': {'verified': not differences, 'differences': differences},
            'error': error.as_json() if error else None,
        }
        self._append_end(body)
        log('shard %s: %s' % (self.shard['shardId'], dump(body)))
        self.report('ended')

    def _append_end(self, body):
        """Once more after a second: a full disk may have room again, and without this record nobody knows."""
        for pause_s in (1.0, 0.0):
            try:
                return self.spool.append([('shard_end', body)])
            except ShardError as error:
                log('%s: %s' % (error.code, error.message))
                time.sleep(pause_s)
        return None

    def report(self, phase):
        progress = {
            'shardId': self.shard['shardId'],
            'trialId': self.trial_id,
            'phase': phase,
            'done': self.done,
            'total': len(self.shard['trials']),
        }
        self.state.note('progress.json', progress)

    def _note_runner(self, pid):
        self.state.note('runner.json', {'pid': pid, 'startedTicks': started_ticks(pid)})
