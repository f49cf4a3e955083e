"""Every knob as it was: written down before the first is changed, put back and verified at the end."""

import os
import re

from .errors import ShardError
from .power_mode import power_mode_id
from .settle import insist
from .snapshot_files import SnapshotFiles


HOLDS_US = 2000000
UNDONE = 'it was put back, and something else set it again'
CLOCK_FILES = r'/sys/devices/system/cpu/cpufreq/policy\d+/|/sys/.*/devfreq/'


def take_snapshot(device, clock, path, moves_mode=False):
    """Every knob as it stands, on disk before the first of them is written. `moves_mode`: trials set the power mode."""
    knobs = {knob: device.tree.text(knob) for knob in device.knobs()}
    unread = [knob for knob, text in knobs.items() if text is None]
    if unread:
        raise ShardError('snapshot_failed', 'cannot be read: ' + ', '.join(unread), transient=True)
    snapshot = {
        'takenAtUs': clock.now_us(),
        'bootId': device.tree.boot_id(),
        'powerMode': power_mode_id(device.tree),
        'movesPowerMode': moves_mode,
        'knobs': knobs,
    }
    try:
        SnapshotFiles(path).write(snapshot)
    except OSError as error:
        raise ShardError('snapshot_failed', '%s: %s' % (path, error.strerror), transient=True)
    return snapshot


def restore_snapshot(device, clock, snapshot):
    """
    Puts back what differs, verifies, and returns the differences that remain ("path: was x, is y"). Clocks that went
    with their folder are none: there is nothing to put back, and the facts say that they are gone.
    """
    tree = device.tree
    knobs = wanted_knobs(tree, snapshot)
    refused = {}
    pending = set()

    def put_back():
        for domain in device.domains:
            if pending.intersection(domain_paths(domain)):
                attempt(refused, domain.min_path, domain.widen)
                clock.now_us()
                for path in domain_paths(domain):
                    if path in knobs:
                        attempt(refused, path, lambda path=path: tree.write(path, knobs[path]))
        for path in knobs:
            if path in pending and differs(tree, knobs, path):
                attempt(refused, path, lambda path=path: tree.write(path, knobs[path]))

    def verified():
        # All of them: putting back one knob of a domain rewrites its others, and such a write may fail.
        pending.clear()
        pending.update(path for path in knobs if differs(tree, knobs, path))
        return not pending

    if not verified():
        # Another service that sets clocks does so within seconds: what it undoes is put back once more, and told then.
        for _ in range(2):
            held = insist(clock, put_back, verified)
            clock.sleep_until_us(clock.now_us() + HOLDS_US)
            if not held or verified():
                break
            refused.update((path, UNDONE) for path in pending)
    remain = [path for path in knobs if path in pending and not vanished(tree, path)]
    return [describe_difference(tree, path, knobs[path], refused.get(path)) for path in remain]


def wanted_knobs(tree, snapshot):
    """Knobs to put back. After a reboot a folder may have another number: the boot itself has reset what is gone."""
    rebooted = snapshot.get('bootId') != tree.boot_id()
    return {path: text for path, text in snapshot['knobs'].items() if not rebooted or tree.has(path)}


def domain_paths(domain):
    return (domain.governor_path, domain.speed_path, domain.max_path, domain.min_path)


def differs(tree, knobs, path):
    return path in knobs and tree.text(path) != knobs[path]


def vanished(tree, path):
    return bool(re.match(CLOCK_FILES, path)) and not tree.has(os.path.dirname(path))


def attempt(refused, path, write):
    try:
        write()
    except OSError as error:
        refused[path] = error.strerror


def describe_difference(tree, path, was, refusal):
    found = tree.text(path)
    now = 'is ' + found if found is not None else 'is gone'
    return '%s: was %s, %s%s' % (path, was, now, ' (%s)' % refusal if refusal else '')
