"""What a probe reads off a board."""

import os
import re
import sys

from .active_cores import CPUS
from .delivered_runners import runnable_names
from .errors import AgentError
from .fan import PWM_FAN, read_fan
from .file_power_source import HWMON
from .find_clock_domains import CPUFREQ, DEVFREQ, GPU_NODES, GPU_PARENTS, find_cpu_domains, find_gpu_domain
from .identity import DEVICE_TREES, MACHINE_ID, NVIDIA_GPUS, machine_of, serial_of
from .knobs import describe_knobs, find_knobs
from .power_mode import STATUS, power_mode, power_modes
from .power_sources import find_sources
from .privilege import own_home
from .rails import HWMON_FOLDERS, IIO_DRIVER, TOTAL_RAILS, other_rails, unlabelled_channels
from .rapl_source import POWERCAP
from .thermal_zones import THERMAL_FOLDERS, read_thermal_zones
from .workloads import WORKLOADS, installed_names

L4T_RELEASE = '/etc/nv_tegra_release'
JETPACKS = {
    '32.6.1': '4.6', '32.7.1': '4.6.1', '32.7.2': '4.6.2', '32.7.3': '4.6.3', '32.7.4': '4.6.4', '32.7.5': '4.6.5',
    '32.7.6': '4.6.6', '35.1.0': '5.0.2', '35.2.1': '5.1', '35.3.1': '5.1.1', '35.4.1': '5.1.2', '35.5.0': '5.1.3',
    '35.6.0': '5.1.4', '36.3.0': '6.0', '36.4.0': '6.1', '36.4.3': '6.2', '36.4.4': '6.2.1', '36.4.7': '6.2.1',
    '36.5.0': '6.2.2', '38.2.0': '7.0', '38.4.0': '7.1', '39.2.0': '7.2',
}


class FactReader:
    """Reads what a board is; each thing that is not there is named with where it was looked for."""

    def __init__(self, tree):
        self.tree = tree
        self.missing = []

    def read(self):
        tree = self.tree
        l4t = self.l4t()
        return {
            'model': self.device_tree('model'),
            'compatible': self.compatible(),
            'serial': self.serial(),
            'machine': machine_of(tree),
            'accelerator': accelerator(tree),
            'l4t': l4t,
            'jetpack': self.jetpack(l4t),
            'kernel': self.kernel(),
            'python': '%d.%d.%d' % sys.version_info[:3],
            'cores': self.cores(),
            'coresPresent': len(self.tree.names(CPUS, r'cpu\d+')) or None,
            'memoryBytes': self.memory_bytes(),
            'diskFreeBytes': disk_free_bytes(own_home()),
            'cpuPolicies': self.cpu_policies(),
            'gpu': self.gpu(),
            'rails': self.rails(),
            'otherRails': [{'label': rail.label, 'chip': rail.chip} for rail in other_rails(tree)],
            'unlabelledChannels': unlabelled_channels(tree),
            'powerMode': self.power_mode(),
            'powerModes': power_modes(tree),
            'fan': self.fan(),
            'thermalZones': self.thermal_zones(),
            'knobs': describe_knobs(find_knobs(tree)),
            'canSetClocks': self.can_set_clocks(),
            'workloads': self.workloads(),
            'simulated': tree.simulated,
            'timeScale': tree.time_scale,
            'bootId': tree.boot_id(),
            'uptimeS': self.uptime_s(),
            'missing': self.missing,
        }

    def lack(self, what, *looked_for):
        self.missing.append({'what': what, 'lookedFor': ', '.join(looked_for)})

    def device_tree(self, name):
        for folder in DEVICE_TREES:
            text = self.tree.text('%s/%s' % (folder, name))
            if text:
                return text
        self.lack(name.split('-')[0], *['%s/%s' % (folder, name) for folder in DEVICE_TREES])
        return None

    def serial(self):
        found = serial_of(self.tree)
        if found is None:
            self.lack('serial', *([folder + '/serial-number' for folder in DEVICE_TREES] + [MACHINE_ID, NVIDIA_GPUS]))
        return found

    def compatible(self):
        return [word for word in (self.device_tree('compatible') or '').split('\0') if word]

    def l4t(self):
        first = (self.tree.text(L4T_RELEASE) or '').split('\n')[0]
        found = re.search(r'R(\d+) \(release\), REVISION: ([\d.]+)', first)
        if found is None:
            self.lack('l4t', L4T_RELEASE)
            return None
        return {'release': int(found.group(1)), 'revision': found.group(2)}

    def jetpack(self, l4t):
        if l4t is None:
            return None
        revision = l4t['revision'] if '.' in l4t['revision'] else l4t['revision'] + '.0'
        found = JETPACKS.get('%d.%s' % (l4t['release'], revision))
        if found is None:
            self.lack('jetpack', 'a JetPack version for L4T %d.%s' % (l4t['release'], l4t['revision']))
        return found

    def kernel(self):
        found = self.tree.text('/proc/sys/kernel/osrelease')
        if found is None:
            self.lack('kernel', '/proc/sys/kernel/osrelease')
        return found or os.uname().release

    def cores(self):
        """Cores online, whether or not a cpufreq policy has them."""
        names = self.tree.names(CPUS, r'cpu\d+')
        online = [name for name in names if self.tree.number('%s/%s/online' % (CPUS, name)) != 0]
        if not online:
            self.lack('cores', CPUS + '/cpuN')
        return len(online) or os.cpu_count() or 1

    def memory_bytes(self):
        found = re.search(r'MemTotal:\s+(\d+) kB', self.tree.text('/proc/meminfo') or '')
        if found is None:
            self.lack('memory', 'MemTotal in /proc/meminfo')
        return int(found.group(1)) * 1024 if found else 0

    def cpu_policies(self):
        domains = find_cpu_domains(self.tree)
        if not domains:
            self.lack('cpu', CPUFREQ + '/policyN/{scaling_available_frequencies,scaling_available_governors}')
        return [self.cpu_policy(domain) for domain in domains]

    def cpu_policy(self, domain):
        state = domain.read()
        cpus = self.tree.numbers(domain.folder + '/affected_cpus') or self.tree.numbers(domain.folder + '/related_cpus')
        return {
            'policy': domain.policy,
            'cpus': cpus,
            'frequenciesKhz': domain.table,
            'governors': domain.governors,
            'governor': state['governor'] or '',
            'minKhz': state['min'],
            'maxKhz': state['max'],
        }

    def gpu(self):
        domain = find_gpu_domain(self.tree)
        if domain is None:
            by_node = '%s/*/device/of_node/name of %s' % (DEVFREQ, ', '.join(GPU_NODES))
            self.lack('gpu', by_node, '<address>.gpu/devfreq below ' + GPU_PARENTS[0])
            return None
        state = domain.read()
        return {
            'path': domain.folder,
            'frequenciesHz': domain.table,
            'governors': domain.governors,
            'governor': state['governor'] or '',
            'minHz': state['min'],
            'maxHz': state['max'],
        }

    def rails(self):
        try:
            sources = find_sources(self.tree)
        except AgentError as error:
            self.lack('rails', '%s %s' % (error.message, error.remedy or ''))
            return []
        rails = [rail for source in sources for rail in source.rails]
        if not any(rail.total for rail in rails):
            names = ' or '.join(TOTAL_RAILS)
            self.lack('rails', 'a label %s in %s/*/iio:device*/rail_name_N' % (names, IIO_DRIVER), HWMON_FOLDERS[0][0] +
                      '/*/hwmon/hwmonN/inN_label', '/sys/class/hwmon/hwmonN/inN_label', 'NVML, nvidia-smi, %s, a discharging battery, %s/hwmonN/powerN_input' % (POWERCAP, HWMON))
        return [{'label': rail.label, 'total': rail.total, 'layout': rail.layout} for rail in rails]

    def power_mode(self):
        found = power_mode(self.tree)
        if found is None:
            self.lack('powerMode', 'pmode in ' + STATUS)
        return found

    def fan(self):
        found = read_fan(self.tree)
        if found is None:
            self.lack('fan', PWM_FAN, 'pwm1 in a /sys/class/hwmon/hwmonN of the name pwmfan')
        return found

    def uptime_s(self):
        found = re.match(r'\d+(\.\d+)?', self.tree.text('/proc/uptime') or '')
        return float(found.group(0)) if found else None

    def thermal_zones(self):
        zones = read_thermal_zones(self.tree)
        if not zones:
            self.lack('thermalZones', *[folder + '/thermal_zoneN/{type,temp}' for folder in THERMAL_FOLDERS])
        return zones

    def can_set_clocks(self):
        gpu = find_gpu_domain(self.tree)
        domains = find_cpu_domains(self.tree) + ([gpu] if gpu else [])
        return bool(domains) and all(domain.writable() for domain in domains)

    def workloads(self):
        found = installed_names(self.tree)
        found += [name for name in runnable_names(self.tree) if name not in found]
        if not found:
            self.lack('workloads', 'executables in ' + WORKLOADS)
        return found


def disk_free_bytes(path):
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize


def accelerator(tree):
    """The first discrete GPU that NVML knows; None without one. A simulated board has none."""
    if tree.simulated:
        return None
    from .nvml import Nvml

    try:
        nvml = Nvml()
        gpu = nvml.gpus[0]
        return {'name': gpu.name(), 'uuid': gpu.uuid(), 'driver': nvml.driver(), 'memoryBytes': gpu.memory_bytes()}
    except (OSError, IndexError):
        return None
