"""The power mode as a knob."""

from .power_mode import MODES, NVPMODEL, STATUS, power_mode, power_mode_id, power_modes


class PowerModeKnob:
    """
    Its levels are the names of the modes that need no reboot, the active one among them. It has no files of its own:
    `ModeSwitch` sets it before everything else, and a pre-flight leaves it alone.
    """

    key = 'powerMode'
    preflight = False

    def __init__(self, tree):
        self.tree = tree
        modes = [mode for mode in power_modes(tree) if mode['reason'] is None]
        self.ids = {mode['name']: mode['id'] for mode in reversed(modes)}
        self.reason = self.why_none()
        self.levels = [] if self.reason else [mode['name'] for mode in modes if self.ids[mode['name']] == mode['id']]

    def why_none(self):
        if power_mode_id(self.tree) is None:
            return 'no active power mode in ' + STATUS
        if not self.tree.has(NVPMODEL):
            return 'no ' + NVPMODEL
        if not self.tree.writable(STATUS):
            return 'only root may set the power mode: run the agent as root or through sudo'
        return None if self.ids else 'the active power mode is not in ' + MODES

    def paths(self):
        return []

    def settings(self, level):
        return []

    def read(self):
        mode = power_mode(self.tree)
        return mode and mode['name']
