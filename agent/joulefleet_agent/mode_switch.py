"""The power mode of trials, and what is in force under it."""

from .active_cores import ActiveCores
from .errors import AgentError
from .find_clock_domains import find_cpu_domains, find_gpu_domain
from .knobs import UNSET, require_offered
from .mode_knob import PowerModeKnob
from .power_mode import power_mode_id, restore_power_mode, set_power_mode
from .settle import SETTLE_US
from .snapshot import attempt

KEY = PowerModeKnob.key
UNSURE = object()


def names_mode(trials):
    """Whether any of these trials is to run in a mode by name."""
    return any(trial['point'].get(KEY) not in UNSET for trial in trials)


class ModeSwitch:
    """
    Sets the power mode of each trial of a shard. `defaults` are what a trial leaves as it is, texts by path: of the
    snapshot (`own`) in the device's own mode, and what nvpmodel has put in force in another one.
    """

    def __init__(self, device, clock, own):
        self.device = device
        self.clock = clock
        self.own = self.defaults = own
        self.own_id = power_mode_id(device.tree)
        self.level = None

    def enter(self, level, note=None):
        """
        Before anything else of a trial is set; None is the device's own mode. `note` is called with the process of
        nvpmodel. Errors: `level_not_offered` (operator), `knob_not_applied` (device).
        """
        level = None if level in UNSET else level
        if level == self.level:
            return
        knob = PowerModeKnob(self.device.tree)
        require_offered([knob], {KEY: level})
        self.level = UNSURE
        number = self.own_id if level is None else knob.ids[level]
        said = self._set(number, note)
        if power_mode_id(self.device.tree) != number:
            message = '%s: requested %s, read back %s%s' % (KEY, level or number, knob.read(), said and ' (%s)' % said)
            raise AgentError('knob_not_applied', message, transient=True, remedy='Try it: sudo nvpmodel -m %d.' % number)
        self.device.find_again()
        self.defaults = self.own if level is None else self._in_force()
        self.level = level

    def _set(self, number, note):
        widen(self.device.tree, self.clock)
        said = set_power_mode(self.device.tree, number, note)
        self.clock.sleep_until_us(self.clock.now_us() + SETTLE_US)
        return said

    def _in_force(self):
        """Limits of clocks, and cores, as nvpmodel left them; it sets no governors."""
        device = self.device
        found = {path: device.tree.text(path) for path in device.knobs()}
        limits = [path for domain in device.domains_on() for path in (domain.min_path, domain.max_path)]
        cores = [path for knob in device.optional_knobs if knob.key == 'activeCores' for path in knob.paths()]
        return dict(found, **dict(self.own, **{path: found[path] for path in limits + cores}))


def return_to_mode(tree, clock, snapshot):
    """
    Puts the mode of a snapshot back, once more if a trial may have set one and was killed meanwhile. Returns the
    difference that remains, None when there is none.
    """
    wanted, moved = snapshot.get('powerMode'), snapshot.get('movesPowerMode', False)
    if wanted is None or (power_mode_id(tree) == wanted and not moved):
        return None
    widen(tree, clock)
    return restore_power_mode(tree, wanted, moved)


def widen(tree, clock):
    """
    nvpmodel writes limits one by one, and kernel 4.9 refuses one beyond the other: no pinned clock must be in its way, nor
    one that comes back with cores that a trial switched off.
    """
    cores = ActiveCores(tree)
    for path, text in cores.settings(len(cores.levels)) if cores.levels else []:
        attempt({}, path, lambda path=path, text=text: tree.write(path, text))
    clock.now_us()
    gpu = find_gpu_domain(tree)
    for domain in find_cpu_domains(tree) + ([gpu] if gpu else []):
        if domain.has_cores():
            attempt({}, domain.min_path, domain.widen)
    clock.now_us()
