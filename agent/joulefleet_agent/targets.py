"""What the clock domains of a device are to show at an operating point."""

from .errors import AgentError

STEADY_GOVERNORS = ('performance', 'powersave', 'userspace')
CUR_TOLERANCE = 0.01


class Target:
    """
    What a clock domain is to show: pinned to one clock, or left to a governor, over its whole table (`dvfs`) or within the
    limits that it had before (`stock`).
    """

    def __init__(self, domain, clock, governor, default_governor, limits=None):
        self.domain = domain
        self.pinned = clock if clock not in ('dvfs', 'stock') else None
        by_speed = governor == 'userspace'
        self.governor = (governor if by_speed or self.pinned is None else None) or default_governor
        low, high = limits if clock == 'stock' else (domain.table[0], domain.table[-1])
        self.min = self.pinned or low
        self.max = self.pinned or high
        self.speed = self.pinned if by_speed else None

    def require_known(self):
        if self.governor not in self.domain.governors:
            raise AgentError(
                'governor_unknown',
                '%s has no governor %s' % (self.domain.name, self.governor),
                'operator',
                remedy='Available governors: %s.' % ', '.join(self.domain.governors),
            )

    def reached(self):
        state = self.domain.read()
        return self._limits_set(state) and self._runs(state)

    def strays(self, state):
        """Limits as set, and yet another clock: that of an instant, or of a clock that does not follow."""
        power_gated = self.domain.policy is None and state['cur'] == 0
        return self._limits_set(state) and not self._runs(state) and not power_gated

    def _limits_set(self, state):
        return (state['governor'], state['min'], state['max']) == (self.governor, self.min, self.max)

    def _runs(self, state):
        if self.pinned is None:
            return True
        return state['cur'] is not None and abs(state['cur'] - self.pinned) <= CUR_TOLERANCE * self.pinned

    def pin(self):
        domain = self.domain
        domain.tree.write(domain.governor_path, self.governor)
        domain.tree.write(domain.max_path, self.max)
        domain.tree.write(domain.min_path, self.min)
        if self.speed is not None:
            domain.tree.write(domain.speed_path, self.speed)

    def describe_failure(self):
        domain, state = self.domain, self.domain.read()
        wanted = '%s to %s' % (self.min, self.max) if self.pinned is None else self.pinned
        return '%s: requested %s %s with governor %s, read back %s to %s, running at %s, governor %s' % (
            domain.name, wanted, domain.unit, self.governor,
            state['min'], state['max'], state['cur'], state['governor'],
        )


def targets_of(device, point, defaults):
    """`defaults` are the texts of the snapshot, by path."""
    targets = [target_of(cpu, point['cpuKhz'], point['cpuGovernor'], defaults) for cpu in device.cpus_on()]
    if device.gpu:
        targets.append(target_of(device.gpu, point['gpuHz'], point['gpuGovernor'], defaults))
    return targets


def target_of(domain, clock, governor, defaults):
    limits = [int(defaults[path]) for path in (domain.min_path, domain.max_path)] if clock == 'stock' else None
    return Target(domain, clock, governor, defaults[domain.governor_path], limits)


def clocks_steady(targets):
    """Whether batches can be expected to take equally long: no governor moves a clock by the load."""
    return all(target.pinned is not None or target.governor in STEADY_GOVERNORS for target in targets)
