"""Clocks, governors and other knobs of a trial: applied, and read back."""

import errno
import os

from .domains_held import require_domains
from .errors import AgentError, os_error
from .knobs import apply_knobs, read_knobs, require_offered
from .settle import SETTLE_US, insist
from .targets import targets_of

READINGS = 3


def apply_point(device, clock, point, defaults):
    """
    Sets the knobs, then every clock domain, widened before it is pinned, and reads back once it had time to settle.
    What is unknown or not offered is refused before anything is written.
    Errors: `clock_refused`, `clock_not_applied`, `clocks_changed`, `knob_refused`, `knob_not_applied` (device),
    `governor_unknown`, `knob_unknown`, `level_not_offered` (operator).
    """
    require_offered(device.optional_knobs, point)
    targets = targets_of(device, point, defaults)
    for target in targets:
        target.require_known()
    apply_knobs(device, clock, point, defaults)
    require_domains(device, clock)
    targets = targets_of(device, point, defaults)
    moved = [target for target in targets if not target.reached()]

    def write():
        for step in ('widen', 'pin'):
            for target in moved:
                write_step(target, step)
            clock.now_us()

    if moved and not insist(clock, write, lambda: all(target.reached() for target in targets)):
        failed = [target.describe_failure() for target in targets if not target.reached()]
        raise AgentError(
            'clock_not_applied',
            '; '.join(failed) or 'the clocks keep changing',
            transient=True,
            remedy='Check the power mode (nvpmodel -q), throttling, and other programs that set clocks on the device.',
        )


def write_step(target, step):
    try:
        (target.domain.widen if step == 'widen' else target.pin)()
    except OSError as error:
        remedy = 'Log in as a user who may write it.' if error.errno in (errno.EACCES, errno.EPERM) else None
        what = '%s: writing %s' % (target.domain.name, os.path.basename(error.filename or 'a clock limit'))
        raise os_error('clock_refused', what, error, remedy=remedy)


def read_settled(device, clock, targets):
    """
    (point, whether a reading was repeated). One stray reading of a clock whose limits are as set is no clock that moved: it
    is read again, twice at most, and the last reading stands.
    """
    for repeated in range(READINGS):
        states = read_states(device)
        strays = any(target.strays(state) for target, (_, state) in zip(targets, states))
        if repeated == READINGS - 1 or not strays:
            return point_of(device, states), repeated > 0
        clock.sleep_until_us(clock.now_us() + SETTLE_US)


def read_point(device):
    """Clocks as the device reports them; None while something cannot be read."""
    return point_of(device, read_states(device))


def read_states(device):
    """(domain, what it reads) in the order of `targets_of`: CPU policies, then the GPU."""
    return [(domain, domain.read()) for domain in device.domains_on()]


def point_of(device, states):
    if any(value is None for _, state in states for value in state.values()):
        return None
    gpu = next((state for domain, state in states if domain.policy is None), None)
    return {
        'cpu': [
            {'policy': cpu.policy, 'governor': s['governor'], 'minKhz': s['min'], 'maxKhz': s['max'], 'curKhz': s['cur']}
            for cpu, s in states if cpu.policy is not None
        ],
        'gpu': gpu and {'governor': gpu['governor'], 'minHz': gpu['min'], 'maxHz': gpu['max'], 'curHz': gpu['cur']},
        'knobs': read_knobs(device.optional_knobs),
    }
