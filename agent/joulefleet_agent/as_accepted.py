"""Whether a board is found as it was accepted: what is in force when a shard begins is what it is put back to."""

from .errors import ShardError

REMEDY = 'Look for what changed it (nvpmodel, jetson_clocks, another service); joulefleet device check shows the difference.'


def require_as_accepted(device, accepted):
    """
    `accepted` has the governor and the limits of each CPU policy and of the GPU, as the accepted facts have them; None: nothing
    to compare with. Error, which ends the shard before its first trial: `not_as_accepted` (device).
    """
    if accepted is None:
        return
    found = dict((domain.policy, domain) for domain in device.cpus_on() + ([device.gpu] if device.gpu else []))
    wanted = dict((cpu['policy'], (cpu['governor'], cpu['minKhz'], cpu['maxKhz'])) for cpu in accepted['cpu'])
    if accepted['gpu']:
        wanted[None] = tuple(accepted['gpu'][key] for key in ('governor', 'minHz', 'maxHz'))
    policies = sorted(set(found) | set(wanted), key=lambda policy: (policy is None, policy or 0))
    compared = [describe(policy, found.get(policy), wanted.get(policy)) for policy in policies]
    differences = [difference for difference in compared if difference is not None]
    if differences:
        raise ShardError('not_as_accepted', '; '.join(differences), transient=True, remedy=REMEDY)


def describe(policy, domain, wanted):
    """The difference of one domain for people; None: there is none."""
    name = 'GPU' if policy is None else 'CPU policy %d' % policy
    if domain is None:
        return '%s is missing' % name
    if wanted is None:
        return '%s was not there when the device was accepted' % name
    state = domain.read()
    found = state['governor'], state['min'], state['max']
    if found == wanted:
        return None
    return '%s is left to %s from %s to %s %s; accepted was %s from %s to %s' % (
        (name,) + found + (domain.unit,) + wanted)
