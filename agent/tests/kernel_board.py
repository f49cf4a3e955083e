"""Boards whose control files answer as their kernels do: real tables, the layout of each L4T, and kernel_rules.c preloaded."""

import json
import os
import shutil
import subprocess
import tempfile

from fake_board import FakeBoard

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = os.path.join(HERE, '..', '..', 'libs', 'core', 'src', 'device-class', 'frequency-tables.json')
CPU_GOVERNORS = 'interactive conservative ondemand userspace powersave performance schedutil'


class Layout:
    """A board under one L4T. `cpu_khz` and `gpu_hz`: the limits that its power mode has in force; `iio`: where the old sensor driver is."""

    def __init__(self, name, rules, device_class, model, compatible, release, gpu, node, governor, cpu_khz, gpu_hz, iio=None):
        self.name = name
        self.rules = rules
        self.device_class = device_class
        self.model = model
        self.compatible = compatible
        self.release = release
        self.gpu = gpu
        self.node = node
        self.governor = governor
        self.cpu_khz = cpu_khz
        self.gpu_hz = gpu_hz
        self.iio = iio


# Limits in force: nvpmodel_t210_jetson-nano.conf MAXN, nvpmodel_t194_p3668.conf 20W_6CORE, nvpmodel_p3767_0000.conf 25W, whose
# minimum hides the steps below it.
LAYOUTS = [
    Layout('Nano, R32', '4.9', 'jetson-nano', 'NVIDIA Jetson Nano Developer Kit', 'nvidia,tegra210', 'R32 (release), REVISION: 7.4',
           '/sys/devices/57000000.gpu/devfreq/57000000.gpu', 'gpu', 'nvhost_podgov', (102000, 1479000), (76800000, 921600000),
           '/sys/bus/i2c/drivers/ina3221x/6-0040/iio:device0'),
    Layout('Xavier NX, R32', '4.9', 'jetson-xavier-nx', 'NVIDIA Jetson Xavier NX Developer Kit', 'nvidia,tegra194',
           'R32 (release), REVISION: 7.1', '/sys/devices/17000000.gv11b/devfreq/17000000.gv11b', 'gv11b', 'nvhost_podgov',
           (1190400, 1420800), (114750000, 1109250000), '/sys/bus/i2c/drivers/ina3221x/7-0040/iio:device0'),
    Layout('Xavier NX, R35', '5', 'jetson-xavier-nx', 'NVIDIA Jetson Xavier NX Developer Kit', 'nvidia,tegra194',
           'R35 (release), REVISION: 4.1', '/sys/devices/17000000.gv11b/devfreq/17000000.gv11b', 'gv11b', 'nvhost_podgov',
           (1190400, 1420800), (114750000, 1109250000)),
    Layout('Orin NX, R35', '5', 'jetson-orin-nx', 'NVIDIA Orin NX Developer Kit', 'nvidia,tegra234', 'R35 (release), REVISION: 4.1',
           '/sys/devices/17000000.ga10b/devfreq/17000000.ga10b', 'ga10b', 'nvhost_podgov', (729600, 1497600), (306000000, 408000000)),
    Layout('Orin NX, R36', '5', 'jetson-orin-nx', 'NVIDIA Jetson Orin NX Engineering Reference Developer Kit', 'nvidia,tegra234',
           'R36 (release), REVISION: 4.3', '/sys/devices/platform/17000000.gpu/devfreq/17000000.gpu', 'gpu', 'nvhost_podgov',
           (729600, 1984000), (306000000, 918000000)),
]


class KernelBoard(FakeBoard):
    def __init__(self, layout):
        with open(TABLES) as source:
            self.table = json.load(source)['classes'][layout.device_class]
        self.of = layout
        FakeBoard.__init__(self, layout='iio' if layout.iio else 'hwmon', policies=0)
        for cpus in self.table['cpuPolicies']:
            self.policy(cpus)
        self.journal = os.path.join(self.folder, 'journal')
        self.stock = self.knobs()

    def environment(self, library):
        return {
            'LD_PRELOAD': library, 'KERNEL_ROOT': os.path.realpath(self.root),
            'KERNEL_RULES': self.of.rules, 'KERNEL_JOURNAL': self.journal,
        }

    def refused(self):
        """What was written and refused, as (path, text)."""
        with open(self.journal) as source:
            written = [line.rstrip('\n').rsplit(' ', 2) for line in source]
        return [(path[len(os.path.realpath(self.root)):], text) for path, text, outcome in written if outcome != '0']

    def identity(self):
        FakeBoard.identity(self)
        self.put('/proc/device-tree/model', self.of.model + '\0')
        self.put('/proc/device-tree/compatible', self.of.compatible + '\0')
        self.put('/etc/nv_tegra_release', '# %s, GCID: 1, BOARD: x\n' % self.of.release)

    def policy(self, cpus):
        folder = '/sys/devices/system/cpu/cpufreq/policy%d' % cpus[0]
        low, high = self.of.cpu_khz
        for cpu in cpus:
            self.put('/sys/devices/system/cpu/cpu%d/online' % cpu, '1\n')
        values = {
            'affected_cpus': ' '.join(map(str, cpus)),
            'scaling_available_frequencies': ' '.join(map(str, self.table['cpuKhz'])) + ' ',
            'scaling_available_governors': CPU_GOVERNORS,
            'scaling_governor': 'schedutil',
            'scaling_min_freq': low,
            'scaling_max_freq': high,
            'scaling_cur_freq': high,
            'scaling_setspeed': '<unsupported>',
        }
        for name, value in values.items():
            self.put('%s/%s' % (folder, name), '%s\n' % value)

    def gpu(self):
        folder, (low, high) = self.of.gpu, self.of.gpu_hz
        values = {
            'available_frequencies': ' '.join(map(str, self.table['gpuHz'])),
            'available_governors': 'nvhost_podgov userspace performance simple_ondemand',
            'governor': self.of.governor,
            'min_freq': low,
            'max_freq': high,
            'cur_freq': high,
            'userspace/set_freq': 0,
        }
        for name, value in values.items():
            self.put('%s/%s' % (folder, name), '%s\n' % value)
        self.put(os.path.dirname(os.path.dirname(folder)) + '/of_node/name', self.of.node + '\0')
        self.link(folder + '/device', '../..')
        self.link('/sys/class/devfreq/' + os.path.basename(folder), os.path.relpath(folder, '/sys/class/devfreq'))

    def iio(self):
        for channel, label in enumerate([self.table['totalRail']] + self.table['partRails']):
            self.put('%s/rail_name_%d' % (self.of.iio, channel), label + '\n')
            self.put('%s/in_power%d_input' % (self.of.iio, channel), '%d\n' % (1000 * (channel + 1)))
        self.put(self.of.iio + '/running_mode', '0\n')

    def cap(self, gpu_hz):
        """Another requester of PM QoS (nvpmodel) holds the GPU below."""
        self.put(self.of.gpu + '/max_freq.cap', '%d\n' % gpu_hz)
        for name in ('/max_freq', '/cur_freq'):
            self.put(self.of.gpu + name, '%d\n' % min(gpu_hz, int(self.read(self.of.gpu + name))))


class KernelRules:
    """kernel_rules.c, compiled into a folder of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='jf-kernel-')
        self.library = os.path.join(self.folder, 'kernel_rules.so')
        source = os.path.join(HERE, 'kernel_rules.c')
        subprocess.check_call(['cc', '-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', self.library, source, '-ldl'])

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


