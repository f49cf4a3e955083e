"""
Knobs beside the clocks, one class each. A knob has a `key` (that of its factor), `levels` that are offered, ascending,
and a `reason` where there are none; `paths()`, the files to snapshot, in the order in which they are put back;
`settings(level)`, what to write for a level as (path, text), in order; and `read()`, the level that is set. One whose
levels have to be found by writing has `probe(clock)`: a pre-flight calls it, with a snapshot on disk. One whose
`preflight` is False is not tried there.
"""

from .active_cores import ActiveCores
from .errors import AgentError, os_error
from .memory_clock import MemoryClock
from .mode_knob import PowerModeKnob
from .settle import insist
from .snapshot import attempt, differs, wanted_knobs

KNOBS = (PowerModeKnob, ActiveCores, MemoryClock)
CLOCK_KEYS = ('cpuKhz', 'cpuGovernor', 'gpuHz', 'gpuGovernor')
UNSET = (None, 'dvfs')


def find_knobs(tree):
    return [knob(tree) for knob in KNOBS]


def describe_knobs(knobs):
    return {knob.key: {'levels': knob.levels, 'reason': knob.reason} for knob in knobs}


def read_knobs(knobs):
    """Levels of the knobs that the device has, by key."""
    return {knob.key: knob.read() for knob in knobs if knob.levels}


def require_offered(knobs, point):
    """Errors, before anything is written: `knob_unknown`, `level_not_offered` (operator)."""
    known = {knob.key: knob for knob in knobs}
    for key in sorted(set(point) - set(CLOCK_KEYS)):
        if key not in known:
            names = ', '.join(CLOCK_KEYS + tuple(sorted(known)))
            raise AgentError('knob_unknown', 'unknown knob %s' % key, 'operator', remedy='Knobs: %s.' % names)
        knob, level = known[key], point[key]
        if level not in UNSET and level not in knob.levels:
            offered = ', '.join(map(str, knob.levels)) or 'no level: %s' % knob.reason
            message = '%s %s is not offered' % (key, level)
            raise AgentError('level_not_offered', message, 'operator', remedy='The device offers %s.' % offered)


def apply_knobs(device, clock, point, defaults):
    """
    Sets each knob to its level; one that the point leaves unset is put back to what the snapshot has.
    Errors: `knob_refused`, `knob_not_applied` (device).
    """
    for knob in device.optional_knobs:
        level = point.get(knob.key)
        settings = settings_of(knob, level, defaults)
        if not is_set(device.tree, settings):
            set_knob(device.tree, clock, knob, settings)
        if level not in UNSET and knob.read() != level:
            raise not_applied(knob, level)


def settings_of(knob, level, defaults):
    if level not in UNSET:
        return knob.settings(level)
    return [(path, defaults[path]) for path in knob.paths() if path in defaults]


def is_set(tree, settings):
    return all(tree.text(path) == str(text) for path, text in settings)


def set_knob(tree, clock, knob, settings):
    def write():
        for path, text in settings:
            if tree.text(path) != str(text):
                try:
                    tree.write(path, text)
                except OSError as error:
                    raise os_error('knob_refused', '%s: writing %s' % (knob.key, path), error)
        clock.now_us()

    if not insist(clock, write, lambda: is_set(tree, settings)):
        raise not_applied(knob, ', '.join('%s in %s' % (text, path) for path, text in settings))


def require_held(knobs, point):
    """To be called after the measurement. Error: `knob_moved` (device)."""
    for knob in knobs:
        level = point.get(knob.key)
        if level not in UNSET and knob.read() != level:
            message = '%s was set to %s and reads %s after the trial' % (knob.key, level, knob.read())
            remedy = 'Check for another program that sets it.'
            raise AgentError('knob_moved', message, transient=True, remedy=remedy)


def not_applied(knob, wanted):
    message = '%s: requested %s, read back %s' % (knob.key, wanted, knob.read())
    return AgentError('knob_not_applied', message, transient=True, remedy='Check the power mode (nvpmodel -q).')


def restore_knobs(tree, clock, snapshot):
    """Puts the knobs back ahead of the clocks. Whether all of it took is verified with the clocks."""
    wanted = wanted_knobs(tree, snapshot)
    for knob in find_knobs(tree):
        for path in knob.paths():
            if differs(tree, wanted, path):
                attempt({}, path, lambda path=path: tree.write(path, wanted[path]))
    clock.now_us()
