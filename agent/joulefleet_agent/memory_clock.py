"""The clock of the memory (EMC): locked to a rate, or left to the board."""

import os

from .files import read_json, write_json
from .settle import SETTLE_US

# The lock, and the rate that is written and read back while it is locked.
INTERFACES = (
    ('/sys/kernel/debug/bpmp/debug/clk/emc', 'mrq_rate_locked', 'rate'),
    ('/sys/kernel/debug/clk/override.emc', 'clk_state', 'clk_update_rate'),
)
# Rates that boards round to a coarser set: which they take is found by asking.
CANDIDATES_HZ = tuple(int(mhz * 1e6) for mhz in (
    40.8, 68, 102, 204, 408, 665.6, 800, 1065.6, 1331.2, 1600, 1866, 2133, 2400, 2666, 2933, 3199, 4266,
))
# Gone with a boot, as what was found is not sure to hold afterwards.
FOUND = '/run/joulefleet/memory-clock.json'


class MemoryClock:
    """
    Its levels, in Hz, are those that a pre-flight found by locking and reading back (`probe`): this writes, and facts
    may be read while a trial is measured.
    """

    key = 'emcHz'

    def __init__(self, tree):
        self.tree = tree
        found = [(folder, lock, rate) for folder, lock, rate in INTERFACES if tree.has('%s/%s' % (folder, lock))]
        self.folder, lock, rate = found[0] if found else (None, None, None)
        self.lock_path, self.rate_path = ('%s/%s' % (self.folder, name) for name in (lock, rate))
        self.usable = bool(found) and tree.writable(self.lock_path) and tree.writable(self.rate_path)
        self.levels = self.found_levels() if self.usable else []
        self.reason = None if self.levels else self.why_none(bool(found))

    def why_none(self, is_there):
        if self.usable:
            return 'not probed since the last boot: run a pre-flight'
        if is_there or not self.tree.privileged():
            return 'only root may lock the memory clock: run the agent as root or through sudo'
        return 'no interface to lock the memory clock: ' + ', '.join('%s/%s' % names[:2] for names in INTERFACES)

    def found_levels(self):
        found = read_json(self.tree.at(FOUND)) or {}
        return found.get('levels', []) if found.get('bootId') == self.tree.boot_id() else []

    def paths(self):
        """The rate only where another program has locked it: a free one moves by itself."""
        if not self.usable:
            return []
        return ([self.rate_path] if self.tree.number(self.lock_path) == 1 else []) + [self.lock_path]

    def settings(self, level):
        return [(self.lock_path, 1), (self.rate_path, level)]

    def read(self):
        return self.tree.number(self.rate_path)

    def probe(self, clock):
        """Finds the levels. To be put back by the caller, who has a snapshot. Raises OSError."""
        if not self.usable:
            return
        low, high = (self.tree.number('%s/%s' % (self.folder, name)) for name in ('min_rate', 'max_rate'))
        found = set()
        self.tree.write(self.lock_path, 1)
        for hz in sorted(set(CANDIDATES_HZ + tuple(rate for rate in (low, high) if rate))):
            if (low or 0) <= hz <= (high or hz):
                found.add(self.round(clock, hz))
        self.levels = sorted(hz for hz in found if hz)
        self.reason = None if self.levels else self.why_none(True)
        path = self.tree.at(FOUND)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_json(path, {'bootId': self.tree.boot_id(), 'levels': self.levels})

    def round(self, clock, hz):
        """The rate that the board makes of one; None when it refuses it."""
        try:
            self.tree.write(self.rate_path, hz)
        except OSError:
            return None
        clock.sleep_until_us(clock.now_us() + SETTLE_US)
        return self.tree.number(self.rate_path)
