"""A folder that looks like a board: plain files, whose clocks follow the upper limit at once (cur is a link to max)."""

import json
import os
import shutil
import tempfile

import agent_path
from joulefleet_agent.device import Device
from joulefleet_agent.tree import Tree

CPU_KHZ = [102000, 204000, 614400, 1479000]
GPU_HZ = [76800000, 153600000, 460800000, 921600000]
CPU_GOVERNORS = 'conservative ondemand userspace powersave performance schedutil'
GPU_GOVERNORS = 'wmark_active nvhost_podgov userspace performance simple_ondemand'
GPU = '/sys/devices/57000000.gpu/devfreq/57000000.gpu'
IIO = '/sys/bus/i2c/drivers/ina3221x/6-0040/iio:device0'
HWMON = '/sys/bus/i2c/drivers/ina3221/1-0040/hwmon/hwmon3'
# Many small files that are fsynced: quicker there.
MEMORY = '/dev/shm'
RAILS = ['VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC']

RUNNER = """#!/bin/sh
"exec" "%(python)s" "-S" "-E" "$0" "$@"
import json, sys, time
def say(event, **fields):
    sys.stdout.write(json.dumps(dict(fields, event=event)) + "\\n"); sys.stdout.flush()
def us():
    return int(time.monotonic() * 1e6)
spec = json.loads(sys.stdin.readline())
print("this line is noise")
say("load_start", tUs=us()); say("load_end", tUs=us()); say("warmup_start", tUs=us())
for _ in range(spec["warmupBatches"]):
    time.sleep(0.004); say("batch", tUs=us())
say("warmup_end", tUs=us())
assert json.loads(sys.stdin.readline()) == {"op": "go"}
start = us()
%(work)s
end = us()
count = -(-spec["inferences"] // spec["batchSize"])
%(events)s
say("inference_start", tUs=start); say("inference_end", tUs=end)
say("batches", count=count, meanUs=(end - start) / count, sdUs=1.5)
"""


class FakeBoard:
    """Root and home below one temporary folder."""

    def __init__(self, layout='hwmon', policies=2):
        self.folder = tempfile.mkdtemp(prefix='jf-agent-', dir=MEMORY if os.path.isdir(MEMORY) else None)
        self.root = os.path.join(self.folder, 'root')
        self.home = os.path.join(self.folder, 'home')
        os.mkdir(self.home)
        self.identity()
        for policy in range(policies):
            self.cpu_policy(policy * 2)
        self.gpu()
        self.iio() if layout == 'iio' else self.hwmon()
        self.tree = Tree(self.root)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def at(self, path):
        return os.path.join(self.root, path.lstrip('/'))

    def put(self, path, text, mode=0o644):
        os.makedirs(os.path.dirname(self.at(path)), exist_ok=True)
        with open(self.at(path), 'w') as file:
            file.write(text)
        os.chmod(self.at(path), mode)

    def link(self, path, target):
        os.makedirs(os.path.dirname(self.at(path)), exist_ok=True)
        os.symlink(target, self.at(path))

    def read(self, path):
        return self.tree.text(path)

    def drop(self, path):
        os.unlink(self.at(path))

    def identity(self):
        self.put('/proc/device-tree/model', 'NVIDIA Jetson Nano Developer Kit\0')
        self.put('/proc/device-tree/compatible', 'nvidia,p3450-0000\0nvidia,tegra210\0')
        self.put('/proc/device-tree/serial-number', '1424019012345\0')
        self.put('/proc/sys/kernel/osrelease', '4.9.337-tegra\n')
        self.put('/proc/sys/kernel/random/boot_id', 'boot-1\n')
        self.put('/proc/uptime', '4711.25 9000.00\n')
        self.put('/proc/meminfo', 'MemTotal:        4059424 kB\nMemFree: 1 kB\n')
        self.put('/etc/nv_tegra_release', '# R32 (release), REVISION: 7.4, GCID: 33514132, BOARD: t210ref\nOTHER=1\n')
        self.put('/var/lib/nvpmodel/status', 'pmode:0001 fmode:fanNull\n')
        self.put('/etc/nvpmodel.conf', '< POWER_MODEL ID=0 NAME=MAXN >\n< POWER_MODEL ID=1 NAME=5W >\n')
        self.put('/sys/class/thermal/thermal_zone0/type', 'CPU-therm\n')
        self.put('/sys/class/thermal/thermal_zone0/temp', '41500\n')
        self.put('/sys/class/thermal/thermal_zone1/type', 'PMIC-Die\n')
        self.put('/sys/class/thermal/thermal_zone1/temp', '100000\n')
        self.put('/sys/class/thermal/thermal_zone2/type', 'GPU-therm\n')
        self.put('/sys/class/thermal/thermal_zone2/temp', '-256000\n')

    def cpu_policy(self, number):
        folder = '/sys/devices/system/cpu/cpufreq/policy%d' % number
        for cpu in (number, number + 1):
            self.put('/sys/devices/system/cpu/cpu%d/online' % cpu, '1\n')
        self.put(folder + '/affected_cpus', '%d %d\n' % (number, number + 1))
        self.put(folder + '/scaling_available_frequencies', ' '.join(map(str, CPU_KHZ)) + ' \n')
        self.put(folder + '/scaling_available_governors', CPU_GOVERNORS + ' \n')
        self.put(folder + '/scaling_governor', 'schedutil\n')
        self.put(folder + '/scaling_min_freq', '204000\n')
        self.put(folder + '/scaling_max_freq', '614400\n')
        self.put(folder + '/scaling_setspeed', '<unsupported>\n')
        self.link(folder + '/scaling_cur_freq', 'scaling_max_freq')

    def gpu(self):
        self.put(GPU + '/available_frequencies', ' '.join(map(str, reversed(GPU_HZ))) + '\n')
        self.put(GPU + '/available_governors', GPU_GOVERNORS + '\n')
        self.put(GPU + '/governor', 'nvhost_podgov\n')
        self.put(GPU + '/min_freq', '%d\n' % GPU_HZ[0])
        self.put(GPU + '/max_freq', '%d\n' % GPU_HZ[-1])
        self.put(GPU + '/userspace/set_freq', '0\n')
        self.put('/sys/devices/57000000.gpu/of_node/name', 'gpu\0')
        self.link(GPU + '/cur_freq', 'max_freq')
        self.link(GPU + '/device', '../..')
        self.link('/sys/class/devfreq/57000000.gpu', '../../devices/57000000.gpu/devfreq/57000000.gpu')

    def iio(self):
        for channel, label in enumerate(['POM_5V_GPU', 'POM_5V_IN', 'NC']):
            self.put('%s/rail_name_%d' % (IIO, channel), label + '\n')
            self.put('%s/in_power%d_input' % (IIO, channel), '%d\n' % (1000 * (channel + 1)))
        self.put(IIO + '/running_mode', '0\n')

    def hwmon(self):
        self.put(HWMON + '/name', 'ina3221\n')
        for channel, label in enumerate(RAILS, 1):
            self.put('%s/in%d_label' % (HWMON, channel), label + '\n')
            self.put('%s/in%d_enable' % (HWMON, channel), '1\n')
            self.put('%s/in%d_input' % (HWMON, channel), '5000     \n')
            self.put('%s/curr%d_input' % (HWMON, channel), '%d     \n' % (400 * channel))
        self.put(HWMON + '/in7_label', 'sum of shunt voltages\n')
        self.put(HWMON + '/samples', '1\n')
        self.put(HWMON + '/update_interval', '90\n')
        self.link('/sys/class/hwmon/hwmon3', '../../bus/i2c/drivers/ina3221/1-0040/hwmon/hwmon3')
        self.link('/sys/bus/i2c/devices/1-0040', '../drivers/ina3221/1-0040')

    def runner(self, name='alexnet', work='time.sleep(0.1)', events='', script=None):
        import sys

        script = script or RUNNER % {'python': sys.executable, 'work': work, 'events': events}
        self.put('/opt/joulefleet/workloads/' + name, script, mode=0o755)

    def knobs(self):
        """All that an executor may set, as it stands."""
        return {path: self.read(path) for path in Device(self.tree).knobs()}


class KernelTree(Tree):
    """A tree whose limits behave as those of kernel 4.9: a limit beyond the other one is refused."""

    def __init__(self, root):
        Tree.__init__(self, root)
        self.written = []

    def write(self, path, text):
        name = os.path.basename(path)
        folder = os.path.dirname(path)
        if not self.has(path):
            raise OSError(2, 'No such file or directory', path)
        prefix = 'scaling_' if name.startswith('scaling_') else ''
        if name.endswith('min_freq') and int(text) > self.number(folder + '/' + prefix + 'max_freq'):
            raise OSError(22, 'Invalid argument', path)
        if name.endswith('max_freq') and int(text) < self.number(folder + '/' + prefix + 'min_freq'):
            raise OSError(22, 'Invalid argument', path)
        self.written.append((path, str(text)))
        Tree.write(self, path, text)


class StepClock:
    """Time that passes only in sleeps."""

    time_scale = 1.0
    can_stall = False

    def __init__(self):
        self.us = 1000000

    def now_us(self):
        return self.us

    instant_us = now_us

    def sleep_until_us(self, until_us):
        self.us = max(self.us, int(until_us))
        return self.us

    def hold(self):
        pass

    close = refresh_files = hold


def trial(trial_id='t1', cpu_khz=614400, gpu_hz=460800000, **changes):
    """A trial spec; `changes` go into its workload, point, sampling or itself, wherever there is such a field."""
    spec = {
        'trialId': trial_id,
        'attempt': 1,
        'workload': {
            'name': 'alexnet',
            'command': None,
            'batchSize': 8,
            'graphMode': 'static',
            'inferences': 100,
            'warmupBatches': 3,
            'warmupMaxS': 30,
        },
        'point': {'cpuKhz': cpu_khz, 'gpuHz': gpu_hz, 'cpuGovernor': None, 'gpuGovernor': None},
        'sampling': {'mode': 'dither', 'periodMs': 10, 'seed': 7},
        'cooldownS': 0,
        'idleS': 0,
        'timeoutS': 20,
    }
    for key, value in changes.items():
        part = [p for p in (spec['workload'], spec['point'], spec['sampling'], spec) if key in p][0]
        part[key] = value
    return spec


def shard(*trials, **changes):
    found = {'shardId': 'shard-1', 'fence': 1, 'afterSeq': 0, 'deadmanS': 60, 'trials': list(trials) or [trial()]}
    found.update(changes)
    return json.loads(json.dumps(found))
