"""Whether clocks can be set: each to a step of its table, and read back."""

from .settle import insist
from .snapshot import attempt
from .targets import Target


def try_clocks(device, clock):
    """Sets every domain to the middle of its table, under the governor it has. To be put back by the caller."""
    targets = [middle_of(domain) for domain in device.domains]
    refused = {}

    def write():
        for step in ('widen', 'pin'):
            for target in targets:
                act = target.domain.widen if step == 'widen' else target.pin
                attempt(refused, target.domain.name, act)
            clock.now_us()

    insist(clock, write, lambda: all(target.reached() for target in targets))
    return [told(target, error_of(target, refused)) for target in targets]


def untried(device, why):
    return [told(middle_of(domain), why) for domain in device.domains]


def middle_of(domain):
    governor = domain.read()['governor'] or ''
    by_speed = 'userspace' if governor == 'userspace' else None
    return Target(domain, domain.table[len(domain.table) // 2], by_speed, governor)


def error_of(target, refused):
    if target.reached():
        return None
    refusal = refused.get(target.domain.name)
    return 'writing it: %s' % refusal if refusal else target.describe_failure()


def told(target, error):
    return {
        'domain': target.domain.name,
        'requested': target.pinned,
        'readBack': target.domain.read()['cur'],
        'governorBefore': target.governor,
        'error': error,
    }
