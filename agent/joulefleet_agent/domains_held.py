"""Whether the clocks that a shard began with are still all that there are."""

from .errors import ShardError
from .find_clock_domains import find_cpu_domains
from .identity import is_jetson
from .settle import insist

REMEDY = 'Look for what switches cores or reloads drivers (nvpmodel, hot-plug); a boot brings back what belongs there.'


def require_domains(device, clock):
    """
    Error, which ends the shard: `clocks_changed` (device), with what came or went since the shard began. What takes its
    moment to come, after cores were switched on, is given it.
    """
    if domain_changes(device) and not insist(clock, clock.now_us, lambda: not domain_changes(device)):
        changes = domain_changes(device)
        if changes:
            raise ShardError('clocks_changed', '; '.join(changes), transient=True, remedy=REMEDY)


def require_all_there(device):
    """Error: `clocks_missing` (device). A Jetson without either clock gets no trial accepted, whatever it asks for."""
    if not is_jetson(device.tree):
        return
    lacking = [name for name, found in (('CPU', device.cpus), ('GPU', device.gpu)) if not found]
    if lacking:
        uptime = (device.tree.text('/proc/uptime') or '').split('.')[0]
        when = ', %s s after the boot' % uptime if uptime else ''
        what = 'no frequency table of the %s%s' % (' and the '.join(lacking), when)
        raise ShardError('clocks_missing', what, transient=True, remedy='Check cpufreq and devfreq on the device.')


def domain_changes(device):
    """Clock domains that came or went since the shard began; a policy whose cores were all switched off did not go."""
    now = {cpu.policy: cpu for cpu in find_cpu_domains(device.tree)}
    begun = {cpu.policy for cpu in device.cpus}
    gone = [cpu.name for cpu in device.cpus_on() if cpu.policy not in now]
    if device.gpu and not device.gpu.usable():
        gone.append(device.gpu.name)
    came = [now[policy].name for policy in sorted(now) if policy not in begun and now[policy].has_cores()]
    return ['%s is gone since the shard began' % name for name in gone] + \
        ['%s was not there when the shard began' % name for name in came]
