"""Whether the knobs beside the clocks can be set: each to a level that it offers, and read back."""

from .errors import AgentError
from .knobs import set_knob


def try_knobs(device, clock):
    """
    Lets those that have to be asked for their levels find them, then sets each knob to its second lowest level. To be
    put back by the caller.
    """
    return [tried(device, clock, knob) for knob in to_try(device) if find_levels(knob, clock) or knob.levels]


def untried_knobs(device, why):
    return [told(knob, knob.levels[0], why) for knob in to_try(device) if knob.levels]


def to_try(device):
    return [knob for knob in device.optional_knobs if getattr(knob, 'preflight', True)]


def find_levels(knob, clock):
    if hasattr(knob, 'probe'):
        try:
            knob.probe(clock)
        except OSError as error:
            knob.levels, knob.reason = [], 'it cannot be probed: %s' % error.strerror
    return bool(knob.levels)


def tried(device, clock, knob):
    level = knob.levels[min(1, len(knob.levels) - 1)]
    try:
        set_knob(device.tree, clock, knob, knob.settings(level))
    except AgentError as error:
        return told(knob, level, error.message)
    return told(knob, level, None if knob.read() == level else 'read back %s' % knob.read())


def told(knob, level, error):
    return {'key': knob.key, 'requested': level, 'readBack': knob.read(), 'error': error}
