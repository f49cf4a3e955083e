"""What the agent keeps below ~/.joulefleet/state; docs/agent.md lists it."""

import os
import re
import time

from .errors import AgentError
from .files import read_json, remove, write_json
from .locks import ExecutorLock, Lock
from .log import log
from .processes import started_ticks
from .request_checks import bad_request, require
from .spool import Spool

FENCE_KEPT_S = 3600.0
HEARD_EVERY_S = 0.2
SHARD_ID = r'[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'


class State:
    """Files below ~/.joulefleet/state; docs/agent.md lists them."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(self.at('spool'), mode=0o700, exist_ok=True)
        self.snapshot_path = self.at('snapshot.json')
        self.live_path = self.at('live.json')
        self.control = Lock(self.at('control.lock'))
        self.heard_s = 0.0

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def clear_parts(self):
        """Files half written by processes that are gone."""
        for name in os.listdir(self.folder):
            found = re.match(r'.*\.(\d+)\.part$', name)
            if found and started_ticks(int(found.group(1))) is None:
                remove(self.at(name))

    def executor_lock(self, tree):
        return ExecutorLock(self.at('executor.lock'), tree.root)

    def spool(self, shard_id):
        if not isinstance(shard_id, str) or not re.match(SHARD_ID, shard_id):
            raise bad_request('shardId must match %s' % SHARD_ID)
        return Spool(self.at('spool', shard_id))

    def shard_ids(self):
        return sorted(name for name in os.listdir(self.at('spool')) if re.match(SHARD_ID, name))

    def executing(self):
        """{shardId, pid} of the executor that lives, else None. To be called under `control`."""
        lock = Lock(self.at('executor.lock'))
        if lock.take():
            lock.drop()
            return None
        return read_json(self.at('executor.json'))

    def hear(self):
        """A controller said something: the dead-man timer starts anew."""
        now_s = time.monotonic()
        if now_s - self.heard_s >= HEARD_EVERY_S:
            self.heard_s = now_s
            self.note('heard.json', now_s)

    def heard_at_s(self):
        """When, on this machine's monotonic clock, a controller was heard last."""
        return read_json(self.at('heard.json')) or 0.0

    def note(self, name, value):
        """Writes what is good to know and nothing hangs on: a full disk must not keep clocks from being restored."""
        try:
            write_json(self.at(name), value)
        except OSError as error:
            log('%s: %s' % (name, error.strerror))

    def fence_of(self, shard_id):
        return read_json(self.at('spool', shard_id, 'fence.json')) or 0

    def require_fence(self, shard_id, fence):
        """Refuses a fence older than the one under which the shard was started; keeps a newer one."""
        require(isinstance(fence, int) and fence > 0, 'fence is to be a positive number')
        known = self.fence_of(shard_id)
        if fence < known:
            raise stale_fence(fence, 'shard %s is held under %d' % (shard_id, known))
        if fence > known and os.path.isdir(self.at('spool', shard_id)):
            write_json(self.at('spool', shard_id, 'fence.json'), fence, durable=True)

    def require_newest_fence(self, fence, boot_id):
        """
        Refuses a start by a controller whose lease was given to another since. Forgotten after an hour without a start,
        and by a reboot: a controller that was set up anew counts from one again.
        """
        newest = read_json(self.at('fence.json')) or {}
        age_s = time.monotonic() - newest.get('startedS', 0.0)
        if newest.get('bootId') == boot_id and 0 <= age_s < FENCE_KEPT_S and fence < newest['fence']:
            raise stale_fence(fence, 'this device was started under %d %d s ago' % (newest['fence'], age_s))
        newest = {'fence': fence, 'bootId': boot_id, 'startedS': time.monotonic()}
        write_json(self.at('fence.json'), newest, durable=True)

    def progress(self):
        return read_json(self.at('progress.json'))

    def live(self):
        return read_json(self.live_path)


def stale_fence(fence, why):
    remedy = 'If the controller was reinstalled, remove ~/.joulefleet/state/fence.json on the device.'
    return AgentError('stale_fence', 'fence %d is outdated: %s' % (fence, why), 'controller', remedy=remedy)


def without_shard(progress):
    return {key: value for key, value in (progress or {}).items() if key != 'shardId'} or None
