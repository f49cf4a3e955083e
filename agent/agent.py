#!/usr/bin/env python3
"""Joulefleet agent: the device side. One file, Python 3.6, standard library only.

`agent.py serve` speaks JSON lines (docs/agent-protocol.md) over stdin and stdout. `start` forks a detached executor
that measures a shard's trials and spools records to disk; `serve` streams them. One trial, in time:

    apply | read back | load | warm up | plan | go ...... inference ...... | tail | read back | encode, spool, fsync
                      [------------------- sampler thread --------------------]

Everything on the board is looked up below JOULEFLEET_ROOT (default /); state lies in ~/.joulefleet/state.
Contents: errors, files, clocks, device tree, clock domains, rails, facts, snapshot, operating point, sensor, sampling
plan, sampler, codec, spool, runner, trial, state, executor, control, serve.
"""
import errno
import fcntl
import json
import os
import re
import select
import signal
import sys
import time

PROTOCOL = 1
LINE_MARK = b'@jf '
LONGEST_REQUEST = 4 * 1024 * 1024
LONGEST_FILE = 1024 * 1024
SETTLE_US = 20000
SETTLE_LIMIT_US = 1000000
WRITES = 3


# --------------------------------------------------------------------------------------------------------------- errors


class AgentError(Exception):
    """What the controller is told: a code, whose fault it is, and whether trying again can help."""

    def __init__(self, code, message, origin='device', transient=False, remedy=None):
        Exception.__init__(self, message)
        self.code = code
        self.message = message
        self.origin = origin
        self.transient = transient
        self.remedy = remedy

    def as_json(self):
        found = {'code': self.code, 'message': self.message[:4000], 'origin': self.origin, 'transient': self.transient}
        if self.remedy:
            found['remedy'] = self.remedy
        return found


class ShardError(AgentError):
    """One after which no further trial can be measured: the shard ends."""


class WorkloadFailed(AgentError):
    """The workload's own failure: a result of the cell, not a fault of the device."""

    def __init__(self, code, message):
        AgentError.__init__(self, code, message, 'operator')


class Cancelled(Exception):
    """The trial in hand is to end now."""


def os_error(code, what, error, **kwargs):
    """An AgentError that names what was tried and what the kernel said."""
    return AgentError(code, '%s: %s' % (what, error.strerror or error), **kwargs)


def log(message):
    """To stderr: over SSH the controller keeps its end, of an executor it is ~/.joulefleet/state/executor.log."""
    try:
        sys.stderr.write('%s %s\n' % (time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()), message))
        sys.stderr.flush()
    except OSError:
        """A full disk: nothing hangs on the log."""


def bug(error):
    import traceback

    log(traceback.format_exc())
    return AgentError('agent_bug', '%s: %s' % (type(error).__name__, error), 'bug')


# ---------------------------------------------------------------------------------------------------------------- files


def fsync_directory(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path, data, durable):
    """Replaces a file by rename, so that a reader sees the old or the new content. Durable: it outlives a power cut."""
    part = '%s.%d.part' % (path, os.getpid())
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(descriptor, data)
        if durable:
            os.fsync(descriptor)
    except OSError:
        remove(part)
        raise
    finally:
        os.close(descriptor)
    os.rename(part, path)
    if durable:
        fsync_directory(os.path.dirname(path))


def write_all(descriptor, data):
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view):]


def read_json(path):
    """Content of a JSON file; None when it is missing or damaged."""
    try:
        with open(path, 'rb') as file:
            return json.loads(file.read().decode('utf-8'))
    except (OSError, ValueError):
        return None


def write_json(path, value, durable=False):
    write_whole(path, dump(value).encode('utf-8'), durable)


def dump(value):
    return json.dumps(value, separators=(',', ':'))


def remove(path):
    try:
        os.unlink(path)
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise


class Lock:
    """An flock; `take` returns whether it was had. A forked child that keeps the descriptor keeps the lock."""

    def __init__(self, path):
        self.path = path
        self.descriptor = None

    def take(self, timeout_s=0.0):
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        limit_s = time.monotonic() + timeout_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.descriptor = descriptor
                return True
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
                if time.monotonic() >= limit_s:
                    os.close(descriptor)
                    return False
            time.sleep(0.01)

    def drop(self):
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None

    def __enter__(self):
        if not self.take(30.0):
            raise AgentError('agent_busy', 'another connection is changing the state of this device', transient=True)
        return self

    def __exit__(self, *_):
        self.drop()


# --------------------------------------------------------------------------------------------------------------- clocks


class MonotonicClock:
    """The board's own clock, in microseconds."""

    time_scale = 1.0
    can_stall = False

    def now_us(self):
        return int(time.monotonic() * 1000000)

    instant_us = now_us

    def sleep_until_us(self, until_us):
        ahead_us = until_us - time.monotonic() * 1000000
        if ahead_us > 0:
            time.sleep(ahead_us / 1000000)
        return int(time.monotonic() * 1000000)

    def hold(self):
        """Nothing can hold real time."""

    close = hold


class TwinClock:
    """A twin's clock (docs/agent-protocol.md, "Twin clock"). One connection; not to be shared by threads."""

    can_stall = True

    def __init__(self, path, time_scale):
        import socket

        self.time_scale = time_scale
        self.held = False
        self.last_us = 0
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.socket.connect(path)
        except OSError as error:
            self.socket.close()
            raise clock_lost(error)

    def now_us(self):
        return self._ask(b'n\n')

    def instant_us(self):
        """The time now; while this connection holds, time stands, and no question is needed."""
        return self.last_us if self.held else self._ask(b'n\n')

    def sleep_until_us(self, until_us):
        return self._ask(b's %d\n' % until_us)

    def hold(self):
        self._answer(b'h\n')
        self.last_us = self._ask(b'n\n')
        self.held = True

    def close(self):
        """Also releases: a closed connection holds nothing."""
        self.socket.close()

    def _ask(self, line):
        self.last_us = int(self._answer(line))
        return self.last_us

    def _answer(self, line):
        try:
            self.socket.sendall(line)
            answer = self.socket.recv(64)
            while answer[-1:] != b'\n':
                more = self.socket.recv(64)
                if not more:
                    raise OSError(errno.ECONNRESET, 'closed')
                answer += more
        except OSError as error:
            raise clock_lost(error)
        return answer


def clock_lost(error):
    return ShardError('clock_lost', "the twin's clock does not answer: %s" % error, transient=True)


def wall_us():
    return int(time.time() * 1000000)


def insist(clock, write, reached):
    """
    Writes, and waits until it is `reached()`, asking every 20 ms of the device's clock; up to three times within 1 s,
    since a limit of devfreq may act only when it is written again. Returns whether it was reached.
    """
    for _ in range(WRITES):
        write()
        limit_us = clock.now_us() + SETTLE_LIMIT_US // WRITES
        now_us = 0
        while now_us < limit_us:
            now_us = clock.sleep_until_us(clock.now_us() + SETTLE_US)
            if reached():
                return True
    return False


# ---------------------------------------------------------------------------------------------------------- device tree


class Tree:
    """Files of the board below a root. Paths are the board's own ("/sys/...")."""

    def __init__(self, root):
        self.root = root
        marker = read_json(self.at('/etc/joulefleet-twin.json')) or {}
        self.simulated = marker.get('simulated') is True
        self.time_scale = marker.get('timeScale') if self.simulated else None
        self.clock_socket = marker.get('clockSocket')

    def open_clock(self):
        return TwinClock(self.clock_socket, self.time_scale) if self.simulated else MonotonicClock()

    def at(self, path):
        return os.path.join(self.root, path.lstrip('/'))

    def raw(self, path):
        try:
            with open(self.at(path), 'rb') as file:
                return file.read(LONGEST_FILE)
        except OSError:
            return None

    def text(self, path):
        """Content without blanks and NUL at its ends; None when it cannot be read."""
        data = self.raw(path)
        return None if data is None else data.decode('utf-8', 'replace').strip(' \t\r\n\0')

    def number(self, path):
        text = self.text(path)
        try:
            return int(text)
        except (TypeError, ValueError):
            return None

    def numbers(self, path):
        return [int(word) for word in (self.text(path) or '').split() if word.isdigit()]

    def names(self, path, pattern):
        """Names in a folder that match a pattern wholly, by their numbers where they have some."""
        try:
            found = [name for name in os.listdir(self.at(path)) if re.match(pattern + '$', name)]
        except OSError:
            return []
        return sorted(found, key=lambda name: [int(part) if part.isdigit() else 0 for part in re.split(r'(\d+)', name)])

    def has(self, path):
        return os.path.exists(self.at(path))

    def write(self, path, text):
        """Writes a knob as a shell's `echo` would; raises OSError as the kernel does."""
        descriptor = os.open(self.at(path), os.O_WRONLY | os.O_TRUNC)
        try:
            os.write(descriptor, ('%s\n' % text).encode('ascii'))
        except OSError as error:
            raise OSError(error.errno, error.strerror, path)
        finally:
            os.close(descriptor)

    def boot_id(self):
        return self.text('/proc/sys/kernel/random/boot_id')

    def folder_of(self, path):
        """The board's path of what a link below the root leads to; the path itself if that lies outside."""
        real = os.path.realpath(self.at(path))
        root = os.path.realpath(self.root).rstrip('/')
        return real[len(root):] if real.startswith(root + '/') else path


# -------------------------------------------------------------------------------------------------------- clock domains


class ClockDomain:
    """One cpufreq policy (kHz) or the GPU's devfreq (Hz): names of its knobs, and its table."""

    CPU_FILES = ('scaling_governor', 'scaling_min_freq', 'scaling_max_freq', 'scaling_cur_freq', 'scaling_setspeed')
    GPU_FILES = ('governor', 'min_freq', 'max_freq', 'cur_freq', 'userspace/set_freq')

    def __init__(self, tree, folder, policy):
        self.tree = tree
        self.folder = folder
        self.policy = policy
        is_cpu = policy is not None
        self.name = 'CPU policy %d' % policy if is_cpu else 'GPU'
        self.unit = 'kHz' if is_cpu else 'Hz'
        files = [folder + '/' + name for name in (self.CPU_FILES if is_cpu else self.GPU_FILES)]
        self.governor_path, self.min_path, self.max_path, self.cur_path, self.speed_path = files
        prefix = 'scaling_available_' if is_cpu else 'available_'
        self.table_path = folder + '/' + prefix + 'frequencies'
        self.table = sorted(set(tree.numbers(self.table_path)))
        self.governors = (tree.text(folder + '/' + prefix + 'governors') or '').split()

    def usable(self):
        return bool(self.table and self.governors and self.read()['min'] is not None)

    def read(self):
        tree = self.tree
        return {
            'governor': tree.text(self.governor_path),
            'min': tree.number(self.min_path),
            'max': tree.number(self.max_path),
            'cur': tree.number(self.cur_path),
        }

    def knobs(self):
        """Paths to snapshot, in the order in which they are put back."""
        paths = [self.governor_path, self.max_path, self.min_path]
        if self.tree.text(self.governor_path) == 'userspace':
            paths.append(self.speed_path)
        return paths

    def writable(self):
        paths = (self.governor_path, self.min_path, self.max_path)
        return all(os.access(self.tree.at(path), os.W_OK) for path in paths)

    def widen(self):
        """Whole table allowed: from there every limit can be set, max first, on 4.9 and on 5.x kernels alike."""
        self.tree.write(self.min_path, self.table[0])
        self.tree.write(self.max_path, self.table[-1])


CPUFREQ = '/sys/devices/system/cpu/cpufreq'
DEVFREQ = '/sys/class/devfreq'
GPU_NODES = ('gpu', 'gp10b', 'gv11b', 'ga10b', 'gb10b')
GPU_NAME = r'[0-9a-f]+\.(' + '|'.join(GPU_NODES) + ')'
GPU_PARENTS = ('/sys/devices', '/sys/devices/platform', '/sys/devices/platform/bus@0')


def find_cpu_domains(tree):
    folders = tree.names(CPUFREQ, r'policy\d+')
    domains = [ClockDomain(tree, '%s/%s' % (CPUFREQ, name), int(name[6:])) for name in folders]
    return [domain for domain in domains if domain.usable()]


def find_gpu_domain(tree):
    """By the name of its device-tree node, since neither number nor path is the same from one L4T to the next."""
    for folder in gpu_folders(tree):
        domain = ClockDomain(tree, folder, None)
        if domain.usable():
            return domain
    return None


def gpu_folders(tree):
    for name in tree.names(DEVFREQ, '.*'):
        folder = '%s/%s' % (DEVFREQ, name)
        if tree.text(folder + '/device/of_node/name') in GPU_NODES:
            yield tree.folder_of(folder)
    for parent in GPU_PARENTS:
        for device in tree.names(parent, GPU_NAME):
            devfreq = '%s/%s/devfreq' % (parent, device)
            for name in tree.names(devfreq, '.*'):
                yield '%s/%s' % (devfreq, name)


# ---------------------------------------------------------------------------------------------------------------- rails

IIO_DRIVER = '/sys/bus/i2c/drivers/ina3221x'
HWMON_FOLDERS = (
    ('/sys/bus/i2c/drivers/ina3221', r'\d+-[0-9a-f]{4}', 'hwmon'),
    ('/sys/bus/i2c/devices', r'\d+-[0-9a-f]{4}', 'hwmon'),
)
TOTAL_RAILS = ('POM_5V_IN', 'VDD_IN')
MOST_RAILS = 8
CHANNELS = (1, 2, 3)


class Rail:
    """One supply: the files that its power comes from."""

    def __init__(self, label, layout, chip, power=None, current=None, voltage=None):
        self.label = label
        self.total = label in TOTAL_RAILS
        self.layout = layout
        self.chip = chip
        self.power = power
        self.current = current
        self.voltage = voltage

    def paths(self):
        return [path for path in (self.power, self.current, self.voltage) if path]


def find_rails(tree):
    """Rails by label, the total first. A board with both layouts is read by hwmon, the newer kernel's."""
    rails = hwmon_rails(tree) or iio_rails(tree)
    return sorted(rails, key=lambda rail: not rail.total)[:MOST_RAILS]


def iio_rails(tree):
    rails = []
    for chip in tree.names(IIO_DRIVER, r'\d+-[0-9a-f]{4}'):
        for device in tree.names('%s/%s' % (IIO_DRIVER, chip), r'iio:device\d+'):
            folder = '%s/%s/%s' % (IIO_DRIVER, chip, device)
            for name in tree.names(folder, r'rail_name_\d'):
                power = '%s/in_power%s_input' % (folder, name[10:])
                if tree.has(power):
                    rails.append(Rail(tree.text(folder + '/' + name), 'iio', folder, power=power))
    return [rail for rail in rails if is_label(rail.label)]


def hwmon_rails(tree):
    rails = []
    for folder in hwmon_chips(tree):
        for channel in CHANNELS:
            label = tree.text('%s/in%d_label' % (folder, channel))
            current, voltage = '%s/curr%d_input' % (folder, channel), '%s/in%d_input' % (folder, channel)
            if is_label(label) and tree.has(current) and tree.has(voltage):
                rails.append(Rail(label, 'hwmon', folder, current=current, voltage=voltage))
    return rails


def hwmon_chips(tree):
    """Folders of INA3221 chips, each once although several paths lead there."""
    candidates = ['/sys/class/hwmon/' + name for name in tree.names('/sys/class/hwmon', r'hwmon\d+')]
    candidates = [folder for folder in candidates if tree.text(folder + '/name') == 'ina3221']
    for parent, pattern, child in HWMON_FOLDERS:
        for device in tree.names(parent, pattern):
            folder = '%s/%s/%s' % (parent, device, child)
            candidates += ['%s/%s' % (folder, name) for name in tree.names(folder, r'hwmon\d+')]
    chips = {}
    for folder in candidates:
        if tree.has(folder + '/in1_label'):
            chips.setdefault(os.path.realpath(tree.at(folder)), folder)
    return [tree.folder_of(chips[real]) for real in sorted(chips)]


def is_label(label):
    return bool(label) and label != 'NC' and not label.startswith('sum of')


# ---------------------------------------------------------------------------------------------------------------- facts

L4T_RELEASE = '/etc/nv_tegra_release'
JETPACKS = {
    '32.6.1': '4.6', '32.7.1': '4.6.1', '32.7.2': '4.6.2', '32.7.3': '4.6.3', '32.7.4': '4.6.4', '32.7.5': '4.6.5',
    '32.7.6': '4.6.6', '35.1.0': '5.0.2', '35.2.1': '5.1', '35.3.1': '5.1.1', '35.4.1': '5.1.2', '35.5.0': '5.1.3',
    '35.6.0': '5.1.4', '36.3.0': '6.0', '36.4.0': '6.1', '36.4.3': '6.2', '36.4.4': '6.2.1', '36.4.7': '6.2.1',
    '36.5.0': '6.2.2', '38.2.0': '7.0', '38.4.0': '7.1', '39.2.0': '7.2',
}
DEVICE_TREES = ('/proc/device-tree', '/sys/firmware/devicetree/base')
THERMAL_FOLDERS = ('/sys/class/thermal', '/sys/devices/virtual/thermal')
WORKLOADS = '/opt/joulefleet/workloads'


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
            'serial': self.device_tree('serial-number'),
            'l4t': l4t,
            'jetpack': self.jetpack(l4t),
            'kernel': self.kernel(),
            'python': '%d.%d.%d' % sys.version_info[:3],
            'cores': self.cores(),
            'memoryBytes': self.memory_bytes(),
            'diskFreeBytes': disk_free_bytes(os.path.expanduser('~')),
            'cpuPolicies': self.cpu_policies(),
            'gpu': self.gpu(),
            'rails': self.rails(),
            'powerMode': self.power_mode(),
            'thermalZones': self.thermal_zones(),
            'canSetClocks': self.can_set_clocks(),
            'workloads': self.workloads(),
            'simulated': tree.simulated,
            'timeScale': tree.time_scale,
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
        cpus = '/sys/devices/system/cpu'
        names = self.tree.names(cpus, r'cpu\d+')
        online = [name for name in names if self.tree.number('%s/%s/online' % (cpus, name)) != 0]
        if not online:
            self.lack('cores', cpus + '/cpuN')
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
        rails = find_rails(self.tree)
        if not any(rail.total for rail in rails):
            names = ' or '.join(TOTAL_RAILS)
            self.lack('rails', 'a label %s in %s/*/iio:device*/rail_name_N' % (names, IIO_DRIVER), HWMON_FOLDERS[0][0] +
                      '/*/hwmon/hwmonN/inN_label', '/sys/class/hwmon/hwmonN/inN_label')
        return [{'label': rail.label, 'total': rail.total, 'layout': rail.layout} for rail in rails]

    def power_mode(self):
        found = re.search(r'pmode:(\d+)', self.tree.text('/var/lib/nvpmodel/status') or '')
        if found is None:
            self.lack('powerMode', 'pmode in /var/lib/nvpmodel/status')
            return None
        number = int(found.group(1))
        modes = self.tree.text('/etc/nvpmodel.conf') or ''
        named = re.search(r'<\s*POWER_MODEL\s+ID=%d\s+NAME=(\S+)' % number, modes)
        return {'id': number, 'name': named.group(1) if named else None}

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
        names = self.tree.names(WORKLOADS, '.*')
        found = [name for name in names if os.access(self.tree.at('%s/%s' % (WORKLOADS, name)), os.X_OK)]
        if not found:
            self.lack('workloads', 'executables in ' + WORKLOADS)
        return found


def disk_free_bytes(path):
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize


def read_thermal_zones(tree):
    """Zones that measure: PMIC zones are constants, powered-down ones fail or read -256 C."""
    for folder in THERMAL_FOLDERS:
        zones = []
        for name in tree.names(folder, r'thermal_zone\d+'):
            kind = tree.text('%s/%s/type' % (folder, name))
            milli = tree.number('%s/%s/temp' % (folder, name))
            if kind and milli is not None and milli > -100000 and not kind.upper().startswith('PMIC'):
                zones.append({'type': kind, 'temperatureC': milli / 1000.0})
        if zones:
            return zones
    return []


def hottest_c(tree):
    return max([zone['temperatureC'] for zone in read_thermal_zones(tree)] or [None], key=lambda c: c or 0)


# ------------------------------------------------------------------------------------------------------------- snapshot

PWM_FAN = '/sys/devices/pwm-fan'
# The cgroup of the fan daemon of JetPack 5 and 6 (cgroup v1, v2), there while it runs.
FAN_SERVICES = [
    '/sys/fs/cgroup/%ssystem.slice/nvfancontrol.service' % version for version in ('systemd/', 'unified/', '')
]
SENSOR_KNOBS = ['in%d_enable' % channel for channel in CHANNELS] + ['samples', 'update_interval', 'running_mode']


class Device:
    """What of the tree is set and measured: found once for a shard."""

    def __init__(self, tree):
        self.tree = tree
        self.cpus = find_cpu_domains(tree)
        self.gpu = find_gpu_domain(tree)
        self.domains = self.cpus + ([self.gpu] if self.gpu else [])
        self.rails = find_rails(tree)
        self.chips = sorted(set(rail.chip for rail in self.rails))

    def knobs(self):
        """Paths of all that is put back at the end, in that order."""
        paths = [path for domain in self.domains for path in domain.knobs()]
        for chip in self.chips:
            paths += [path for path in ('%s/%s' % (chip, name) for name in SENSOR_KNOBS) if self.tree.has(path)]
        return paths + fan_knobs(self.tree)


def fan_knobs(tree):
    """
    Who controls the fan, and its speed where that is set by hand: a speed under control moves by itself, and putting
    back an old one would slow down the fan of a board that has become hot.
    """
    paths = [PWM_FAN + '/temp_control'] if tree.has(PWM_FAN + '/temp_control') else []
    if tree.has(PWM_FAN + '/target_pwm') and tree.number(PWM_FAN + '/temp_control') != 1:
        paths.append(PWM_FAN + '/target_pwm')
    for name in tree.names('/sys/class/hwmon', r'hwmon\d+'):
        folder = '/sys/class/hwmon/' + name
        if tree.text(folder + '/name') in ('pwmfan', 'pwm-fan') and tree.has(folder + '/pwm1'):
            paths += [folder + '/pwm1_enable'] if tree.has(folder + '/pwm1_enable') else []
            by_hand = tree.number(folder + '/pwm1_enable') in (None, 1) and not any(map(tree.has, FAN_SERVICES))
            paths += [folder + '/pwm1'] if by_hand else []
    return paths


def take_snapshot(device, clock, path):
    """Every knob as it stands, on disk before the first of them is written."""
    knobs = {knob: device.tree.text(knob) for knob in device.knobs()}
    unread = [knob for knob, text in knobs.items() if text is None]
    if unread:
        raise ShardError('snapshot_failed', 'cannot be read: ' + ', '.join(unread), transient=True)
    snapshot = {'takenAtUs': clock.now_us(), 'bootId': device.tree.boot_id(), 'knobs': knobs}
    try:
        write_json(path, snapshot, durable=True)
    except OSError as error:
        raise ShardError('snapshot_failed', '%s: %s' % (path, error.strerror), transient=True)
    return snapshot


def restore_snapshot(device, clock, snapshot):
    """Puts back what differs, verifies, and returns the differences that remain ("path: was x, is y")."""
    tree = device.tree
    knobs = wanted_knobs(tree, snapshot)
    refused = {}
    pending = {path for path in knobs if differs(tree, knobs, path)}

    def put_back():
        for domain in device.domains:
            if pending.intersection(domain_paths(domain)):
                attempt(refused, domain.min_path, domain.widen)
                clock.now_us()
                for path in domain_paths(domain):
                    if path in knobs:
                        attempt(refused, path, lambda path=path: tree.write(path, knobs[path]))
        for path in knobs:
            if path in pending and differs(tree, knobs, path):
                attempt(refused, path, lambda path=path: tree.write(path, knobs[path]))

    def verified():
        pending.difference_update([path for path in pending if not differs(tree, knobs, path)])
        return not pending

    if pending:
        insist(clock, put_back, verified)
    return [describe_difference(tree, path, knobs[path], refused.get(path)) for path in knobs if path in pending]


def wanted_knobs(tree, snapshot):
    """Knobs to put back. After a reboot a folder may have another number: the boot itself has reset what is gone."""
    rebooted = snapshot.get('bootId') != tree.boot_id()
    return {path: text for path, text in snapshot['knobs'].items() if not rebooted or tree.has(path)}


def domain_paths(domain):
    return (domain.governor_path, domain.speed_path, domain.max_path, domain.min_path)


def differs(tree, knobs, path):
    return path in knobs and tree.text(path) != knobs[path]


def attempt(refused, path, write):
    try:
        write()
    except OSError as error:
        refused[path] = error.strerror


def describe_difference(tree, path, was, refusal):
    found = tree.text(path)
    now = 'is ' + found if found is not None else 'is gone'
    return '%s: was %s, %s%s' % (path, was, now, ' (%s)' % refusal if refusal else '')


# ------------------------------------------------------------------------------------------------------ operating point

STEADY_GOVERNORS = ('performance', 'powersave', 'userspace')
CUR_TOLERANCE = 0.01


class Target:
    """What a clock domain is to show: pinned to one clock, or its whole table left to a governor."""

    def __init__(self, domain, clock, governor, default_governor):
        self.domain = domain
        self.pinned = clock if clock != 'dvfs' else None
        by_speed = governor == 'userspace'
        self.governor = (governor if by_speed or self.pinned is None else None) or default_governor
        self.min = self.pinned or domain.table[0]
        self.max = self.pinned or domain.table[-1]
        self.speed = self.pinned if by_speed else None

    def require_known(self):
        if self.governor not in self.domain.governors:
            raise AgentError(
                'governor_unknown',
                '%s has no governor %s' % (self.domain.name, self.governor),
                'operator',
                remedy='Governors it has: %s.' % ', '.join(self.domain.governors),
            )

    def reached(self):
        state = self.domain.read()
        as_set = (state['governor'], state['min'], state['max']) == (self.governor, self.min, self.max)
        if not as_set or self.pinned is None:
            return as_set
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


def apply_point(device, clock, point, defaults):
    """
    Sets every domain, widened before it is pinned, and reads it back once it had time to settle.
    Errors: `clock_refused`, `clock_not_applied` (device), `governor_unknown`, `no_gpu` (operator).
    """
    targets = targets_of(device, point, defaults)
    for target in targets:
        target.require_known()
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
            '; '.join(failed) or 'the clocks do not hold still',
            transient=True,
            remedy='Check the power mode (nvpmodel -q), throttling, and who else sets clocks on the device.',
        )


def targets_of(device, point, defaults):
    cpu_governor, gpu_governor = point['cpuGovernor'], point['gpuGovernor']
    targets = [Target(cpu, point['cpuKhz'], cpu_governor, defaults[cpu.governor_path]) for cpu in device.cpus]
    if device.gpu:
        targets.append(Target(device.gpu, point['gpuHz'], gpu_governor, defaults[device.gpu.governor_path]))
    if not device.cpus or (device.gpu is None and point['gpuHz'] != 'dvfs'):
        raise AgentError('clocks_missing', 'no frequency table of the %s' % ('GPU' if device.cpus else 'CPU'))
    return targets


def write_step(target, step):
    try:
        (target.domain.widen if step == 'widen' else target.pin)()
    except OSError as error:
        remedy = 'Log in as a user who may write it.' if error.errno in (errno.EACCES, errno.EPERM) else None
        what = '%s: writing %s' % (target.domain.name, os.path.basename(error.filename or 'a clock limit'))
        raise os_error('clock_refused', what, error, remedy=remedy)


def read_point(device):
    """Clocks as the device reports them; None while something cannot be read."""
    cpus = [(cpu.policy, cpu.read()) for cpu in device.cpus]
    gpu = device.gpu.read() if device.gpu else None
    states = [state for _, state in cpus] + ([gpu] if gpu else [])
    if any(value is None for state in states for value in state.values()):
        return None
    return {
        'cpu': [
            {'policy': policy, 'governor': s['governor'], 'minKhz': s['min'], 'maxKhz': s['max'], 'curKhz': s['cur']}
            for policy, s in cpus
        ],
        'gpu': gpu and {'governor': gpu['governor'], 'minHz': gpu['min'], 'maxHz': gpu['max'], 'curHz': gpu['cur']},
    }


def clocks_steady(targets):
    """Whether batches can be expected to take equally long: no governor moves a clock by the load."""
    return all(target.pinned is not None or target.governor in STEADY_GOVERNORS for target in targets)


# --------------------------------------------------------------------------------------------------------------- sensor

IIO_CONTINUOUS = 1
# The driver's default: means of 64 conversions of 1.1 ms, of shunt and bus, on three channels.
IIO_CONTINUOUS_US = 422400
IIO_SINGLE_SHOT_US = 1100
HWMON_SAMPLES = 16
# Three channels, each shunt and bus, 16 conversions of 1.1 ms: 105.6 ms.
HWMON_INTERVAL_MS = 106
HWMON_STOCK_US = 6600
LATENCY_READINGS = 9


class Sensor:
    """The power monitor set up for a shard, and what is stored with each trial about it."""

    def __init__(self, device, clock):
        if not any(rail.total for rail in device.rails):
            raise ShardError('rail_missing', 'no rail ' + ' or '.join(TOTAL_RAILS))
        self.tree = device.tree
        self.chips = device.chips
        self.rails = device.rails
        self.layout = device.rails[0].layout
        try:
            self._set_up(clock)
        except OSError as error:
            raise ShardError('sensor_not_set', 'writing %s: %s' % (error.filename, error.strerror))
        self.interval_ms = self._first('update_interval')
        self.averaging_us = self._averaging_us()

    def _set_up(self, clock):
        """
        Means without gaps rather than single conversions, whose place within a batch would be left to chance. A board
        of the iio layout that does not take the continuous mode is read as it is.
        """
        if self.layout == 'iio':
            mode = {'running_mode': IIO_CONTINUOUS}
            insist(clock, lambda: self._write(mode), lambda: self._holds(mode))
            return
        wanted = dict({'in%d_enable' % n: 1 for n in CHANNELS}, samples=HWMON_SAMPLES)
        if not insist(clock, lambda: self._write(wanted), lambda: self._holds(wanted)):
            raise ShardError('sensor_not_set', 'the power monitor does not take %s' % wanted)
        interval_ms = self._first('update_interval')
        if interval_ms is not None and not 0.8 < interval_ms / HWMON_INTERVAL_MS < 1.25:
            self._write({'update_interval': HWMON_INTERVAL_MS})
            clock.sleep_until_us(clock.now_us() + SETTLE_US)

    def _write(self, wanted):
        for chip in self.chips:
            for name, value in wanted.items():
                path = '%s/%s' % (chip, name)
                if self.tree.has(path) and self.tree.number(path) != value:
                    self.tree.write(path, value)

    def _holds(self, wanted):
        paths = [('%s/%s' % (chip, name), value) for chip in self.chips for name, value in wanted.items()]
        return all(self.tree.number(path) == value for path, value in paths if self.tree.has(path))

    def _first(self, name):
        return self.tree.number('%s/%s' % (self.chips[0], name))

    def _averaging_us(self):
        if self.layout == 'iio':
            return IIO_CONTINUOUS_US if self._first('running_mode') == IIO_CONTINUOUS else IIO_SINGLE_SHOT_US
        return self.interval_ms * 1000 if self.interval_ms else HWMON_STOCK_US

    def delay_us(self):
        """
        How far before a read the middle of its reading lies. Other than in single shots, what is read is the last
        completed cycle of length w: at the time t of the read somewhere in [t - 2w, t]. It stands for t - w, give or
        take w.
        """
        return 0 if self.averaging_us == IIO_SINGLE_SHOT_US else self.averaging_us

    def mode(self):
        """What a driver may change by itself, to be the same before and after a trial."""
        paths = ['%s/%s' % (chip, name) for chip in self.chips for name in SENSOR_KNOBS]
        return [self.tree.text(path) for path in paths if self.tree.has(path)]

    def describe(self, latency_us):
        return {
            'layout': self.layout,
            'averagingUs': self.averaging_us,
            'samples': self._first('samples'),
            'updateIntervalMs': self.interval_ms,
            'runningMode': self._first('running_mode'),
            'readLatencyUs': latency_us,
        }


class RailReader:
    """Reads all rails once, in mW, from descriptors kept open. Voltage hardly moves: it is read once a second."""

    VOLTAGE_EVERY_US = 1000000

    def __init__(self, tree, rails):
        self.layout = rails[0].layout
        self.opened = []
        try:
            self.values = [self._open(tree, rail.power or rail.current) for rail in rails]
            self.volts = [self._open(tree, rail.voltage) for rail in rails if rail.voltage]
        except OSError as error:
            self.close()
            raise os_error('rail_missing', error.filename, error, transient=True)
        self.volts_due_us = 0
        self.mv = []

    def _open(self, tree, path):
        descriptor = os.open(tree.at(path), os.O_RDONLY)
        self.opened.append(descriptor)
        return descriptor

    def read(self, now_us):
        pread = os.pread
        values = [int(pread(descriptor, 24, 0)) for descriptor in self.values]
        if self.layout == 'iio':
            return values
        if now_us >= self.volts_due_us:
            self.mv = [int(pread(descriptor, 24, 0)) for descriptor in self.volts]
            self.volts_due_us = now_us + self.VOLTAGE_EVERY_US
        return [(ma * mv + 500) // 1000 for ma, mv in zip(values, self.mv)]

    def latency_us(self):
        """Median real time of one read of all rails."""
        taken = []
        for _ in range(LATENCY_READINGS):
            start = time.monotonic()
            self.read(0)
            taken.append((time.monotonic() - start) * 1e6)
        return round(sorted(taken)[LATENCY_READINGS // 2], 1)

    def close(self):
        for descriptor in self.opened:
            os.close(descriptor)
        self.opened = []


# -------------------------------------------------------------------------------------------------------- sampling plan

GOLDEN = 0.618033988749895
SHORTEST_SHARE, LONGEST_SHARE = 0.7, 2.5
DITHER_SHARES = (0.6, 1.4)
UNSTEADY_CV = 0.03


def plan_period(batch_us, mean_us):
    """
    A sampling period in us whose samples fall evenly on all phases of a batch of `batch_us`, near `mean_us`: whole
    batches and the golden section, T (k + 0.618), or a batch cut by it, T / (n + 0.618); of those between 0.7 and 2.5
    times the mean the nearest.
    """
    batches = max(0, round(mean_us / batch_us - GOLDEN))
    parts = max(1, round(batch_us / mean_us - GOLDEN))
    periods = [batch_us * (k + GOLDEN) for k in range(max(0, batches - 1), batches + 3)]
    periods += [batch_us / (n + GOLDEN) for n in range(max(1, parts - 1), parts + 2)]
    fitting = [period for period in periods if SHORTEST_SHARE * mean_us <= period <= LONGEST_SHARE * mean_us]
    return min(fitting, key=lambda period: abs(period - mean_us))


def steady_batch_us(marks_us):
    """Mean time of a batch from the ends of warm-up batches; None while that is not known to 3 %. The first is cold."""
    times = [after - before for before, after in zip(marks_us, marks_us[1:])]
    if len(times) < 2:
        return None
    mean = sum(times) / len(times)
    variance = sum((t - mean) ** 2 for t in times) / (len(times) - 1)
    return mean if mean > 0 and variance ** 0.5 <= UNSTEADY_CV * mean else None


class FixedPeriod:
    """Instants on a grid; what was missed is left out."""

    def __init__(self, period_us):
        self.period_us = period_us

    def after(self, due_us, now_us):
        due_us += self.period_us
        if due_us <= now_us:
            due_us += self.period_us * ((now_us - due_us) // self.period_us + 1)
        return due_us


class Dither:
    """Instants with uniformly drawn distances, 0.6 to 1.4 times the mean."""

    period_us = None

    def __init__(self, mean_us, seed):
        import random

        self.uniform = random.Random(seed).uniform
        self.bounds = [share * mean_us for share in DITHER_SHARES]

    def after(self, due_us, now_us):
        return max(due_us, now_us - self.bounds[0]) + self.uniform(*self.bounds)


def first_schedule(sampling):
    mean_us = sampling['periodMs'] * 1000
    return FixedPeriod(mean_us) if sampling['mode'] == 'fixed' else Dither(mean_us, sampling['seed'])


def planned_schedule(sampling, first, batch_us):
    """The schedule for the inference window, and the mode that it is: batch-aware needs a steady batch."""
    if sampling['mode'] == 'batch-aware' and batch_us is not None:
        return FixedPeriod(plan_period(batch_us, sampling['periodMs'] * 1000)), 'batch-aware'
    return first, 'fixed' if sampling['mode'] == 'fixed' else 'dither'


# -------------------------------------------------------------------------------------------------------------- sampler

FOREVER_US = 1 << 62
FAILURES_IN_A_ROW = 20


class Sampler:
    """
    Reads the rails on a thread of its own until told when to stop. `schedule` may be replaced meanwhile. It holds a
    twin's clock (its own connection) all the time, and is never awake for longer than one reading.
    """

    def __init__(self, tree, rails, schedule, delay_us):
        from array import array
        import threading

        self.tree = tree
        self.schedule = schedule
        self.delay_us = delay_us
        self.stop_after_us = FOREVER_US
        self.reader = RailReader(tree, rails)
        self.times = array('q')
        self.columns = [array('q') for _ in rails]
        self.failures = 0
        self.error = None
        self.started = threading.Event()
        self.thread = threading.Thread(target=self._run, name='sampler', daemon=True)

    def start(self):
        self.thread.start()
        self.started.wait()

    def finish(self, stop_after_us):
        """Waits until samples up to `stop_after_us` are there; an error of the sampler is raised here."""
        self.stop_after_us = stop_after_us
        self.thread.join()
        if self.error is not None:
            raise self.error

    def stop(self):
        """Ends it at once, if it still runs."""
        self.stop_after_us = 0
        if self.thread.is_alive():
            self.thread.join()
        self.reader.close()

    def _run(self):
        clock = None
        try:
            clock = self.tree.open_clock()
            clock.hold()
            self._sample(clock)
        except OSError as error:
            self.error = os_error('rail_unreadable', 'reading the rails', error, transient=True)
        except Exception as error:
            self.error = error if isinstance(error, AgentError) else bug(error)
        finally:
            self.started.set()
            if clock is not None:
                clock.close()

    def _sample(self, clock):
        read, sleep_until_us, instant_us = self.reader.read, clock.sleep_until_us, clock.instant_us
        add_time, adders = self.times.append, [column.append for column in self.columns]
        delay_us = self.delay_us
        due_us = now_us = instant_us()
        failures = 0
        self.started.set()
        while now_us <= self.stop_after_us:
            due_us = self.schedule.after(due_us, now_us)
            now_us = sleep_until_us(due_us)
            before_us = instant_us()
            try:
                powers_mw = read(before_us)
            except (OSError, ValueError) as error:
                failures += 1
                self.failures += 1
                if failures >= FAILURES_IN_A_ROW:
                    raise OSError(getattr(error, 'errno', errno.EIO), str(error))
                continue
            failures = 0
            middle_us = (before_us + instant_us()) // 2 - delay_us
            add_time(middle_us if middle_us > 0 else 0)
            for add, power_mw in zip(adders, powers_mw):
                add(power_mw)


# ---------------------------------------------------------------------------------------------------------------- codec

CHUNK_SAMPLES = 4096


def encode_chunks(rails, times, columns):
    """Trace codec 1 (docs/agent-protocol.md): one dict for each 4096 samples, without the trial's name."""
    chunks = []
    for start in range(0, len(times), CHUNK_SAMPLES):
        part = slice(start, start + CHUNK_SAMPLES)
        t_us = times[part]
        chunks.append({
            'chunk': len(chunks),
            'codec': 1,
            'rails': rails,
            'samples': len(t_us),
            'firstTUs': t_us[0],
            'lastTUs': t_us[-1],
            'data': encode_columns(t_us, [column[part] for column in columns]),
        })
    return chunks


def encode_columns(times, columns):
    import base64
    import zlib

    packed = bytearray()
    append_varints(packed, differences(differences(times), 1))
    for column in columns:
        append_varints(packed, differences(column))
    return base64.b64encode(zlib.compress(bytes(packed), 6)).decode('ascii')


def differences(values, kept=0):
    """Each value behind `kept` less the one before it; what stands up to there is kept."""
    return [value - values[i - 1] if i > kept else value for i, value in enumerate(values)]


def append_varints(packed, values):
    """Zigzag, then LEB128: seven bits a byte, the lowest first."""
    append = packed.append
    for value in values:
        rest = value * 2 if value >= 0 else -2 * value - 1
        while rest >= 128:
            append(rest & 127 | 128)
            rest >>= 7
        append(rest)


# ---------------------------------------------------------------------------------------------------------------- spool


class Spool:
    """
    Records of one shard, in segments `<first>-<last>.jsonl` of sequence numbers (`.end.jsonl`: the last one). A segment
    is written under another name, fsynced and renamed: it is there wholly or not at all, and only then may any record
    of it be sent.
    """

    def __init__(self, folder):
        self.folder = folder
        self.next_seq = None

    def segments(self):
        """(first, last, path) of complete segments, in order."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        found = [re.match(r'(\d+)-(\d+)(\.end)?\.jsonl$', name) for name in names]
        return sorted((int(m.group(1)), int(m.group(2)), os.path.join(self.folder, m.group(0))) for m in found if m)

    def last_seq(self):
        return max([last for _, last, _ in self.segments()] + [self.acked_seq()])

    def acked_seq(self):
        return read_json(os.path.join(self.folder, 'acked')) or 0

    def ended(self):
        """Whether the shard's end is there; its segment's name says so."""
        return any(path.endswith('.end.jsonl') for _, _, path in self.segments())

    def open(self, after_seq):
        """
        Clears away what a killed executor left half written, and prepares to write behind `after_seq` and behind what
        is there. Returns the (trialId, attempt) of the trials that are there already.
        """
        for name in os.listdir(self.folder):
            if name.endswith('.part'):
                remove(os.path.join(self.folder, name))
        executed, sound = set(), True
        for segment in self.segments():
            records = read_segment(segment) if sound else None
            if records is None:
                sound = False
                remove(segment[2])
                continue
            bodies = [json.loads(record['body']) for record in records if record['kind'] == 'trial']
            executed.update((body['trialId'], body['attempt']) for body in bodies)
        fsync_directory(self.folder)
        self.next_seq = max(self.last_seq(), after_seq) + 1
        return executed

    def append(self, records):
        """Writes (kind, body) pairs as one segment, durably. Raises ShardError `spool_write_failed`."""
        first = self.next_seq
        lines = [record_line(first + i, kind, dump(body)) for i, (kind, body) in enumerate(records)]
        last = first + len(lines) - 1
        mark = '.end' if records[-1][0] == 'shard_end' else ''
        path = os.path.join(self.folder, '%010d-%010d%s.jsonl' % (first, last, mark))
        try:
            write_whole(path, ''.join(lines).encode('utf-8'), durable=True)
        except OSError as error:
            raise ShardError(
                'spool_write_failed',
                'writing %s: %s' % (path, error.strerror),
                transient=True,
                remedy='Make room below ~/.joulefleet on the device.',
            )
        self.next_seq = last + 1

    def ack(self, seq):
        """Forgets records up to `seq`; returns how many remain. The folder goes with the end of the shard."""
        if self.ended() and seq >= self.last_seq():
            self.discard()
            return 0
        seq = max(min(seq, self.last_seq()), self.acked_seq())
        if os.path.isdir(self.folder):
            write_json(os.path.join(self.folder, 'acked'), seq, durable=True)
        for _, last, path in self.segments():
            if last <= seq:
                remove(path)
        return sum(last - max(first - 1, seq) for first, last, _ in self.segments())

    def discard(self):
        """By way of another name, so that no half of a spool can be found."""
        import shutil

        gone = self.folder + '.gone'
        shutil.rmtree(gone, ignore_errors=True)
        os.rename(self.folder, gone)
        shutil.rmtree(gone, ignore_errors=True)


def record_line(seq, kind, body):
    import zlib

    crc = zlib.crc32(('%d|%s|%s' % (seq, kind, body)).encode('utf-8'))
    return dump({'seq': seq, 'kind': kind, 'crc': crc & 0xFFFFFFFF, 'body': body}) + '\n'


def read_segment(segment):
    """Records of a segment; None unless it holds all that its name promises, unharmed."""
    first, last, path = segment
    try:
        with open(path, 'rb') as file:
            lines = file.read().decode('utf-8').split('\n')
        records = [json.loads(line) for line in lines[:-1]]
        sound = lines[-1] == '' and [record['seq'] for record in records] == list(range(first, last + 1))
        for line, record in zip(lines, records):
            sound = sound and line + '\n' == record_line(record['seq'], record['kind'], record['body'])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return records if sound else None


# --------------------------------------------------------------------------------------------------------------- runner

STDERR_KEPT = 2048
LONGEST_EVENT = 65536
TERMINATE_S = 2.0
STALLED_S = 60.0
EVENT_NAMES = ('load_start', 'load_end', 'warmup_start', 'warmup_end', 'inference_start', 'inference_end')


class Cancel:
    """Set by SIGTERM; `descriptor` becomes readable then, so that a wait ends."""

    def __init__(self):
        self.requested = False
        self.descriptor, self.sink = os.pipe()
        os.set_blocking(self.sink, False)
        signal.signal(signal.SIGTERM, self._request)

    def _request(self, *_):
        if not self.requested:
            self.requested = True
            os.write(self.sink, b'.')


class Watch:
    """Waits for descriptors, within a trial's time on the device's clock, and until a cancel."""

    def __init__(self, clock, timeout_s, cancel):
        self.clock = clock
        self.timeout_s = timeout_s
        self.limit_us = clock.now_us() + timeout_s * 1000000
        self.cancel = cancel

    def wait(self, descriptors):
        """Those that are readable. Raises Cancelled; WorkloadFailed `timeout`; AgentError `clock_stalled` of a twin."""
        moved_us, moved_s = -1, time.monotonic()
        while True:
            now_us = self.clock.now_us()
            if now_us >= self.limit_us:
                raise self.timeout()
            if now_us != moved_us:
                moved_us, moved_s = now_us, time.monotonic()
            elif time.monotonic() - moved_s > STALLED_S:
                raise AgentError('clock_stalled', 'the clock stood still for %d s' % STALLED_S, transient=True)
            timeout_s = max(0.05, (self.limit_us - now_us) / 1e6 / self.clock.time_scale)
            if self.clock.can_stall:
                timeout_s = min(timeout_s, STALLED_S / 4)
            ready = select.select(list(descriptors) + [self.cancel.descriptor], [], [], timeout_s)[0]
            if self.cancel.requested:
                raise Cancelled()
            if ready:
                return ready

    def timeout(self):
        return WorkloadFailed('timeout', 'not done within the %g s given to a trial' % self.timeout_s)


class Runner:
    """The workload's process: its events, its end. It leads a process group, and no shell is involved."""

    def __init__(self, tree, workload):
        import subprocess

        argv = workload['command'] or [installed_workload(tree, workload['name'])]
        pipes = dict.fromkeys(('stdin', 'stdout', 'stderr'), subprocess.PIPE)
        home = os.path.expanduser('~')
        try:
            self.process = subprocess.Popen(argv, cwd=home, start_new_session=True, bufsize=0, **pipes)
        except OSError as error:
            raise os_error(
                'workload_missing',
                'starting %s' % argv[0],
                error,
                origin='operator',
                remedy='Put an executable there, or correct the command in the campaign.',
            )
        self.stdout, self.stderr = self.process.stdout.fileno(), self.process.stderr.fileno()
        self.open = {self.stdout, self.stderr}
        self.unread = b''
        self.stderr_tail = b''
        self.reported = None
        keys = ('batchSize', 'graphMode', 'inferences', 'warmupBatches', 'warmupMaxS')
        self.say(dict({key: workload[key] for key in keys}, workload=workload['name']))

    def say(self, message):
        try:
            write_all(self.process.stdin.fileno(), (dump(message) + '\n').encode('utf-8'))
        except OSError:
            """It is gone: what it leaves on stdout and its exit code tell why."""

    def next_event(self, watch):
        """The next event; None at the end of stdout. An `error` event is kept as the reason of a failure."""
        while True:
            line, newline, rest = self.unread.partition(b'\n')
            if newline:
                self.unread = rest
                event = parse_event(line)
                if event is not None and event['event'] == 'error':
                    self.reported = event
                elif event is not None:
                    return event
            elif self.stdout not in self.open:
                return None
            else:
                self._receive(watch.wait(self.open))

    def _receive(self, ready):
        for descriptor in ready:
            data = os.read(descriptor, 65536)
            if not data:
                self.open.discard(descriptor)
            elif descriptor == self.stdout:
                self.unread = (self.unread + data)[-LONGEST_EVENT:]
            else:
                self.stderr_tail = (self.stderr_tail + data)[-STDERR_KEPT:]

    def require_success(self, watch, missing=None):
        """To be called at the end of stdout: raises the workload's failure, if it is one."""
        while self.open:
            self._receive(watch.wait(self.open))
        code = self._exit_code(watch)
        if self.reported is not None:
            failure = str(self.reported.get('code', 'workload_failed'))[:64], str(self.reported.get('message', ''))
        elif code < 0:
            failure = 'workload_killed', 'ended by signal %d' % -code
        elif code > 0:
            failure = 'workload_failed', 'exit code %d' % code
        elif missing is not None:
            failure = 'workload_protocol', 'ended without %s' % missing
        else:
            return
        said = self.stderr_tail.decode('utf-8', 'replace').strip()
        raise WorkloadFailed(failure[0], failure[1] + (': ' + said if said else ''))

    def _exit_code(self, watch):
        while self.process.poll() is None:
            if select.select([watch.cancel.descriptor], [], [], 0.005)[0]:
                raise Cancelled()
            if watch.clock.now_us() >= watch.limit_us:
                raise watch.timeout()
        return self.process.returncode

    def end(self):
        """Ends the process and all that it left in its group."""
        if self.process.poll() is None:
            kill_group(self.process.pid, signal.SIGTERM)
            limit_s = time.monotonic() + TERMINATE_S
            while self.process.poll() is None and time.monotonic() < limit_s:
                time.sleep(0.01)
        kill_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


def installed_workload(tree, name):
    path = '%s/%s' % (WORKLOADS, name)
    if not re.match(r'[A-Za-z0-9][\w.+-]*$', name) or not tree.has(path):
        raise AgentError(
            'workload_missing',
            'no workload %s' % name,
            'operator',
            remedy='Install its runner as %s, or give a command in the campaign.' % path,
        )
    return tree.at(path)


def parse_event(line):
    """An event of a runner; None for anything else that it prints."""
    try:
        event = json.loads(line.decode('utf-8'))
    except ValueError:
        return None
    return event if isinstance(event, dict) and isinstance(event.get('event'), str) else None


def kill_group(group, number):
    try:
        os.killpg(group, number)
    except OSError:
        """Gone already."""


# ---------------------------------------------------------------------------------------------------------------- trial


class Rig:
    """What all trials of a shard share: the device, its sensor set up, its clock, its default governors."""

    def __init__(self, device, clock, defaults, cancel):
        self.device = device
        self.tree = device.tree
        self.clock = clock
        self.defaults = defaults
        self.cancel = cancel
        self.sensor = Sensor(device, clock)

    def anchor(self):
        return {'monotonicUs': self.clock.now_us(), 'wallUs': wall_us()}


class Trial:
    """One execution of one cell. `execute` returns its records; only what ends the whole shard is raised."""

    def __init__(self, rig, spec, report, note_runner):
        self.rig = rig
        self.spec = spec
        self.report = report
        self.note_runner = note_runner
        self.flags = []
        self.marks_us = []
        self.events = []
        self.samples = None
        self.body = {
            'trialId': spec['trialId'], 'attempt': spec['attempt'], 'outcome': 'fault', 'error': None, 'chunks': 0,
            'events': self.events, 'batches': None, 'before': None, 'after': None, 'sensor': None, 'sampling': None,
            'temperatureC': None, 'anchors': [], 'flags': self.flags, 'simulated': rig.tree.simulated,
        }

    def execute(self):
        body = self.body
        try:
            body['anchors'].append(self.rig.anchor())
            self._measure()
            body['anchors'].append(self.rig.anchor())
            body['outcome'] = 'measured'
        except ShardError:
            raise
        except Cancelled:
            body['outcome'] = 'cancelled'
        except AgentError as error:
            body['outcome'] = 'failed' if isinstance(error, WorkloadFailed) else 'fault'
            body['error'] = error.as_json()
        except OSError as error:
            body['error'] = os_error('device_io', error.filename or 'device', error, transient=True).as_json()
        except Exception as error:
            body['error'] = bug(error).as_json()
        return self._records()

    def _measure(self):
        rig, device = self.rig, self.rig.device
        self.report('applying')
        apply_point(device, rig.clock, self.spec['point'], rig.defaults)
        self.body['before'] = read_point(device)
        mode = rig.sensor.mode()
        sampler = Sampler(rig.tree, device.rails, first_schedule(self.spec['sampling']), rig.sensor.delay_us())
        try:
            self.body['sensor'] = rig.sensor.describe(sampler.reader.latency_us())
            sampler.start()
            self._run_workload(sampler)
            sampler.finish(self._tail_end_us())
        finally:
            sampler.stop()
        self.body['after'] = read_point(device)
        if rig.sensor.mode() != mode:
            self.flags.append('sensor_mode_moved')
        self._keep(sampler)

    def _run_workload(self, sampler):
        watch = Watch(self.rig.clock, self.spec['timeoutS'], self.rig.cancel)
        self.report('loading')
        runner = Runner(self.rig.tree, self.spec['workload'])
        try:
            self.note_runner(runner.process.pid)
            self._follow(runner, watch, 'load_end')
            self.report('warmup')
            self._follow(runner, watch, 'warmup_end')
            self._plan_sampling(sampler)
            start_c = hottest_c(self.rig.tree)
            self.report('measuring')
            self._infer(runner, watch)
            end_c = hottest_c(self.rig.tree)
            if start_c is not None and end_c is not None:
                self.body['temperatureC'] = {'start': start_c, 'end': end_c}
            self._follow(runner, watch, None)
        finally:
            runner.end()

    def _infer(self, runner, watch):
        """The measured window: nothing but the sampler runs in it, and no garbage collection."""
        import gc

        gc.disable()
        try:
            runner.say({'op': 'go'})
            self._follow(runner, watch, 'inference_end')
        finally:
            gc.enable()

    def _follow(self, runner, watch, until):
        """Takes events up to the one named; None: to the runner's end, which has to be a good one."""
        while True:
            event = runner.next_event(watch)
            if event is None:
                return runner.require_success(watch, until)
            self._take(event)
            if event['event'] == until:
                return None

    def _take(self, event):
        name, t_us = event['event'], event.get('tUs')
        if name == 'batches':
            found = {key: event.get(key) for key in ('count', 'meanUs', 'sdUs')}
            self.body['batches'] = found if all(isinstance(v, (int, float)) for v in found.values()) else None
        elif isinstance(t_us, int) and t_us >= 0:
            if name == 'batch':
                self.marks_us.append(t_us)
            elif name in EVENT_NAMES and name not in [event['name'] for event in self.events]:
                self.events.append({'name': name, 'tUs': t_us})

    def _plan_sampling(self, sampler):
        sampling = self.spec['sampling']
        targets = targets_of(self.rig.device, self.spec['point'], self.rig.defaults)
        batch_us = steady_batch_us(self.marks_us) if clocks_steady(targets) else None
        sampler.schedule, mode = planned_schedule(sampling, sampler.schedule, batch_us)
        self.body['sampling'] = {'mode': mode, 'periodUs': sampler.schedule.period_us}

    def _tail_end_us(self):
        """Samples go on behind the window until one stands for a time wholly outside it."""
        end_us = [event['tUs'] for event in self.events if event['name'] == 'inference_end'][0]
        return end_us + 2 * self.rig.sensor.averaging_us + int(self.spec['sampling']['periodMs'] * 1000)

    def _keep(self, sampler):
        lost = [path for rail in self.rig.device.rails for path in rail.paths() if not self.rig.tree.has(path)]
        if lost or not sampler.times:
            raise AgentError('rail_lost', 'gone during the trial: %s' % ', '.join(lost or ['all readings']))
        if sampler.failures:
            self.flags.append('readings_failed')
        self.samples = sampler

    def _records(self):
        self.report('spooling')
        chunks = []
        if self.samples is not None:
            labels = [rail.label for rail in self.rig.device.rails]
            chunks = encode_chunks(labels, self.samples.times, self.samples.columns)
        self.body['chunks'] = len(chunks)
        name = {'trialId': self.spec['trialId'], 'attempt': self.spec['attempt']}
        return [('trace', dict(name, **chunk)) for chunk in chunks] + [('trial', self.body)]


# ---------------------------------------------------------------------------------------------------------------- state

FENCE_KEPT_S = 3600.0
HEARD_EVERY_S = 0.2
LONGEST_LOG = 1024 * 1024
SHARD_ID = r'[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'


class State:
    """Files below ~/.joulefleet/state; docs/agent.md lists them."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(self.at('spool'), mode=0o700, exist_ok=True)
        self.snapshot_path = self.at('snapshot.json')
        self.control = Lock(self.at('control.lock'))
        self.heard_s = 0.0

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def clear_parts(self):
        """Files half written by processes that are gone."""
        for name in os.listdir(self.folder):
            found = re.match(r'.*\.(\d+)\.part$', name)
            if found and started_ticks(int(found.group(1))) is None:
                remove(self.at(name))

    def executor_lock(self):
        return Lock(self.at('executor.lock'))

    def spool(self, shard_id):
        if not isinstance(shard_id, str) or not re.match(SHARD_ID, shard_id):
            raise bad_request('shardId is to match %s' % SHARD_ID)
        return Spool(self.at('spool', shard_id))

    def shard_ids(self):
        return sorted(name for name in os.listdir(self.at('spool')) if re.match(SHARD_ID, name))

    def executing(self):
        """{shardId, pid} of the executor that lives, else None. To be called under `control`."""
        lock = self.executor_lock()
        if lock.take():
            lock.drop()
            return None
        return read_json(self.at('executor.json'))

    def hear(self):
        """A controller said something: the dead-man timer starts anew."""
        now_s = time.monotonic()
        if now_s - self.heard_s >= HEARD_EVERY_S:
            self.heard_s = now_s
            self.note('heard.json', now_s)

    def heard_at_s(self):
        """When, on this machine's monotonic clock, a controller was heard last."""
        return read_json(self.at('heard.json')) or 0.0

    def note(self, name, value):
        """Writes what is good to know and nothing hangs on: a full disk must not keep clocks from being restored."""
        try:
            write_json(self.at(name), value)
        except OSError as error:
            log('%s: %s' % (name, error.strerror))

    def fence_of(self, shard_id):
        return read_json(self.at('spool', shard_id, 'fence.json')) or 0

    def require_fence(self, shard_id, fence):
        """Refuses a fence older than the one under which the shard was started; keeps a newer one."""
        require(isinstance(fence, int) and fence > 0, 'fence is to be a positive number')
        known = self.fence_of(shard_id)
        if fence < known:
            raise stale_fence(fence, 'shard %s is held under %d' % (shard_id, known))
        if fence > known and os.path.isdir(self.at('spool', shard_id)):
            write_json(self.at('spool', shard_id, 'fence.json'), fence, durable=True)

    def require_newest_fence(self, fence, boot_id):
        """
        Refuses a start by a controller whose lease was given to another since. Forgotten after an hour without a start,
        and by a reboot: a controller that was set up anew counts from one again.
        """
        newest = read_json(self.at('fence.json')) or {}
        age_s = time.monotonic() - newest.get('startedS', 0.0)
        if newest.get('bootId') == boot_id and 0 <= age_s < FENCE_KEPT_S and fence < newest['fence']:
            raise stale_fence(fence, 'this device was started under %d %d s ago' % (newest['fence'], age_s))
        newest = {'fence': fence, 'bootId': boot_id, 'startedS': time.monotonic()}
        write_json(self.at('fence.json'), newest, durable=True)

    def progress(self):
        return read_json(self.at('progress.json'))


def stale_fence(fence, why):
    remedy = 'If the controller was set up anew: remove ~/.joulefleet/state/fence.json on the device.'
    return AgentError('stale_fence', 'fence %d is of the past: %s' % (fence, why), 'controller', remedy=remedy)


def bad_request(message):
    return AgentError('bad_request', message, 'controller')


def require(condition, message):
    if not condition:
        raise bad_request(message)


def recover(state, tree, clock):
    """
    Clears away what a killed executor left: its workload's process, and clocks that were not restored. Returns None
    when there was no snapshot, else the differences that remain; the snapshot goes when there are none.
    """
    end_leftover_runner(state)
    snapshot = read_json(state.snapshot_path)
    if snapshot is None:
        return None
    try:
        differences = restore_snapshot(Device(tree), clock, snapshot)
    except ShardError:
        differences = restore_snapshot(Device(tree), MonotonicClock(), snapshot)
    if not differences:
        remove(state.snapshot_path)
        fsync_directory(state.folder)
    state.note('restore.json', {'verified': not differences, 'differences': differences})
    return differences


def end_leftover_runner(state):
    runner = read_json(state.at('runner.json'))
    if runner and runner['startedTicks'] is not None and started_ticks(runner['pid']) == runner['startedTicks']:
        kill_group(runner['pid'], signal.SIGKILL)
    remove(state.at('runner.json'))


def started_ticks(pid):
    """When a process of this machine started, to know it from a later one of the same number; None if it is gone."""
    try:
        with open('/proc/%d/stat' % pid, 'rb') as file:
            return int(file.read().rpartition(b')')[2].split()[19])
    except (OSError, IndexError, ValueError):
        return None


# ------------------------------------------------------------------------------------------------------------- executor


class Executor:
    """Executes a shard to its end. `verdict`: (reason, error) with which to end it at once, after a restore."""

    def __init__(self, state, tree, shard, verdict):
        self.state = state
        self.tree = tree
        self.shard = shard
        self.verdict = verdict
        self.cancel = Cancel()
        self.spool = state.spool(shard['shardId'])
        self.executed = self.spool.open(shard['afterSeq'])
        self.clock = None
        self.born_s = time.monotonic()
        self.done = 0
        self.trial_id = None

    def run(self):
        reason, error = 'fault', None
        log('shard %s: %d trials' % (self.shard['shardId'], len(self.shard['trials'])))
        try:
            self.state.clear_parts()
            self.report('starting')
            self.clock = self.tree.open_clock()
            reason, error = self.verdict or (self._execute_all(), None)
        except AgentError as raised:
            error = raised
        except Exception as raised:
            error = bug(raised)
        self._end(reason, error)

    def _execute_all(self):
        rig = self._prepare()
        for spec in self.shard['trials']:
            self.trial_id = spec['trialId']
            if (spec['trialId'], spec['attempt']) not in self.executed:
                reason = self._reason_to_stop()
                if reason is not None:
                    return reason
                records = Trial(rig, spec, self.report, self._note_runner).execute()
                self.spool.append(records)
                if records[-1][1]['outcome'] == 'cancelled':
                    return self._reason_to_stop() or 'cancelled'
            self.done += 1
        return 'completed'

    def _prepare(self):
        if recover(self.state, self.tree, self.clock):
            raise ShardError('restore_unverified', 'what an earlier shard had set could not be put back')
        device = Device(self.tree)
        snapshot = take_snapshot(device, self.clock, self.state.snapshot_path)
        start = {'snapshot': snapshot['knobs'], 'monotonicUs': self.clock.now_us(), 'wallUs': wall_us()}
        self.spool.append([('shard_start', start)])
        return Rig(device, self.clock, snapshot['knobs'], self.cancel)

    def _reason_to_stop(self):
        if self.cancel.requested:
            return read_json(self.state.at('spool', self.shard['shardId'], 'cancelled_as.json')) or 'cancelled'
        silent_s = time.monotonic() - max(self.born_s, self.state.heard_at_s())
        return 'deadman' if silent_s > self.shard['deadmanS'] else None

    def _end(self, reason, error):
        self.trial_id = None
        self.report('restoring')
        try:
            differences = recover(self.state, self.tree, self.clock or MonotonicClock()) or []
        except Exception as raised:
            differences = ['restore failed: ' + bug(raised).message]
        body = {
            'reason': reason,
            'restored': {'verified': not differences, 'differences': differences},
            'error': error.as_json() if error else None,
        }
        self._append_end(body)
        log('shard %s: %s' % (self.shard['shardId'], dump(body)))
        self.report('ended')

    def _append_end(self, body):
        """Once more after a second: a full disk may have room again, and without this record nobody knows."""
        for pause_s in (1.0, 0.0):
            try:
                return self.spool.append([('shard_end', body)])
            except ShardError as error:
                log('%s: %s' % (error.code, error.message))
                time.sleep(pause_s)
        return None

    def report(self, phase):
        progress = {
            'shardId': self.shard['shardId'],
            'trialId': self.trial_id,
            'phase': phase,
            'done': self.done,
            'total': len(self.shard['trials']),
        }
        self.state.note('progress.json', progress)

    def _note_runner(self, pid):
        self.state.note('runner.json', {'pid': pid, 'startedTicks': started_ticks(pid)})


def launch(state, tree, shard, lock, verdict=None):
    """
    Forks the executor, detached: a session of its own, its output in a log file. It inherits `lock`, which is so held
    from before it exists until it is gone. Returns when it has taken over.
    """
    ready, ready_sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            if os.fork() == 0:
                run_detached(state, tree, shard, lock, verdict, ready_sink)
        finally:
            os._exit(0)
    os.close(ready_sink)
    os.waitpid(child, 0)
    started = select.select([ready], [], [], 10.0)[0] and os.read(ready, 1)
    os.close(ready)
    if not started:
        raise AgentError('executor_failed', 'the executor did not start: see ~/.joulefleet/state/executor.log')


def run_detached(state, tree, shard, lock, verdict, ready_sink):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    redirect_output(state.at('executor.log'))
    close_all_but((lock.descriptor, ready_sink))
    try:
        executor = Executor(state, tree, shard, verdict)
        write_json(state.at('executor.json'), {'shardId': shard['shardId'], 'pid': os.getpid()})
        os.write(ready_sink, b'.')
        os.close(ready_sink)
        executor.run()
    except BaseException as error:
        bug(error)


def redirect_output(log_path):
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    if os.path.exists(log_path) and os.path.getsize(log_path) > LONGEST_LOG:
        flags |= os.O_TRUNC
    log = os.open(log_path, flags, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, descriptor in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, descriptor)


def close_all_but(kept):
    """What `serve` had open, above all the SSH channel, which would stay open as long as we have it."""
    for descriptor in range(3, 256):
        if descriptor not in kept:
            try:
                os.close(descriptor)
            except OSError:
                """Was not open."""


# -------------------------------------------------------------------------------------------------------------- control

END_PATIENCE_S = 20.0
ENDED_PATIENCE_S = 5.0


class Control:
    """What a controller may ask for. Operations that change state are serialised among connections by a lock."""

    def __init__(self, state, tree):
        self.state = state
        self.tree = tree
        self.clock = None

    def open_clock(self):
        if self.clock is None:
            self.clock = self.tree.open_clock()
        return self.clock

    def hello(self, _):
        import hashlib

        with open(os.path.abspath(__file__), 'rb') as file:
            sha256 = hashlib.sha256(file.read()).hexdigest()
        told = {
            'protocol': PROTOCOL,
            'sha256': sha256,
            'python': '%d.%d.%d' % sys.version_info[:3],
            'pid': os.getpid(),
            'root': self.tree.root,
            'simulated': self.tree.simulated,
        }
        told.update(self.ping(None))
        return told

    def ping(self, _):
        return {'monotonicUs': self.open_clock().now_us(), 'wallUs': wall_us()}

    def facts(self, _):
        return FactReader(self.tree).read()

    def start(self, request):
        shard = request.get('shard')
        require_shard(shard)
        shard_id, fence = shard['shardId'], shard['fence']
        with self.state.control:
            spool = self.state.spool(shard_id)
            self.state.require_newest_fence(fence, self.tree.boot_id())
            self.state.require_fence(shard_id, fence)
            if spool.ended():
                return {'state': 'finished', 'lastSeq': spool.last_seq()}
            lock = self.state.executor_lock()
            if not lock.take():
                running = self.state.executing() or {}
                if running.get('shardId') == shard_id:
                    return {'state': 'adopted', 'lastSeq': spool.last_seq()}
                self._end_executor(lock, running, fence)
            try:
                return self._launch(spool, shard, lock)
            finally:
                lock.drop()

    def _launch(self, spool, shard, lock):
        os.makedirs(spool.folder, mode=0o700, exist_ok=True)
        remove(os.path.join(spool.folder, 'cancelled_as.json'))
        write_json(os.path.join(spool.folder, 'shard.json'), shard, durable=True)
        self.state.require_fence(shard['shardId'], shard['fence'])
        launch(self.state, self.tree, shard, lock)
        return {'state': 'started', 'lastSeq': max(spool.last_seq(), shard['afterSeq'])}

    def _end_executor(self, lock, running, fence):
        """Ends another shard's executor, gently, then not; what that leaves is restored by the next one."""
        shard_id, pid = running.get('shardId', ''), running.get('pid')
        if not self._has_ended(shard_id):
            known = self.state.fence_of(shard_id)
            if fence <= known:
                raise stale_fence(fence, 'shard %s executes under %d' % (shard_id, known))
            self._ask_to_end(self.state.spool(shard_id), pid, 'superseded')
        if not lock.take(END_PATIENCE_S):
            signal_process(pid, signal.SIGKILL)
            if not lock.take(2.0):
                raise AgentError('executor_stuck', 'process %s does not end' % pid, remedy='Reboot the device.')

    def _has_ended(self, shard_id):
        return shard_id not in self.state.shard_ids() or self.state.spool(shard_id).ended()

    def _ask_to_end(self, spool, pid, reason):
        """The reason is on disk first, for the executor and for who ends the shard should that one be killed."""
        write_json(os.path.join(spool.folder, 'cancelled_as.json'), reason, durable=True)
        signal_process(pid, signal.SIGTERM)

    def attach(self, request):
        require(isinstance(request.get('afterSeq'), int), 'afterSeq is to be a number')
        with self.state.control:
            return {'lastSeq': self._fenced_spool(request).last_seq()}

    def ack(self, request):
        require(isinstance(request.get('seq'), int), 'seq is to be a number')
        with self.state.control:
            return {'remaining': self._fenced_spool(request).ack(request['seq'])}

    def cancel(self, request):
        with self.state.control:
            spool = self._fenced_spool(request)
            if self._has_ended(request['shardId']):
                return {'state': 'finished'}
            running = self.state.executing()
            if running is None:
                self._finish_left(request['shardId'], ('cancelled', None))
            elif running['shardId'] != request['shardId']:
                raise AgentError('device_busy', 'shard %s is executing' % running['shardId'], transient=True)
            else:
                self._ask_to_end(spool, running['pid'], 'cancelled')
            return {'state': 'cancelling'}

    def abandoned(self, shard_id):
        """Whether the shard's executor was killed: it lives no more, and the shard's end is not there."""
        with self.state.control:
            return self.state.executing() is None and not self._has_ended(shard_id)

    def finish_abandoned(self, shard_id):
        """Restores, and ends the shard, so that whoever follows it hears of that."""
        with self.state.control:
            if self.state.executing() is None:
                reason = read_json(self.state.at('spool', shard_id, 'cancelled_as.json'))
                error = None if reason else AgentError('executor_died', 'the executor was killed', transient=True)
                self._finish_left(shard_id, (reason or 'fault', error))

    def _finish_left(self, shard_id, verdict):
        shard = read_json(self.state.at('spool', shard_id, 'shard.json'))
        lock = self.state.executor_lock()
        if shard is None or not lock.take(1.0):
            raise AgentError('executor_failed', 'shard %s cannot be ended' % shard_id, transient=True)
        try:
            launch(self.state, self.tree, shard, lock, verdict)
        finally:
            lock.drop()

    def _fenced_spool(self, request):
        spool = self.state.spool(request.get('shardId'))
        self.state.require_fence(request['shardId'], request.get('fence'))
        return spool

    def restore(self, _):
        with self.state.control:
            lock = self.state.executor_lock()
            running = self.state.executing() or {}
            if not lock.take(ENDED_PATIENCE_S if self._has_ended(running.get('shardId')) else 0.0):
                raise AgentError('executor_alive', 'shard %s is executing' % running.get('shardId'), transient=True)
            try:
                differences = recover(self.state, self.tree, self.open_clock())
            finally:
                lock.drop()
        return {'restored': differences is not None, 'verified': not differences, 'differences': differences or []}

    def status(self, _):
        state = self.state
        with state.control:
            running = state.executing()
        snapshot = read_json(state.snapshot_path)
        return {
            'executor': running and {
                'shardId': running['shardId'],
                'fence': state.fence_of(running['shardId']),
                'pid': running['pid'],
                'progress': without_shard(state.progress()),
            },
            'spools': [self._describe_spool(shard_id) for shard_id in state.shard_ids()],
            'snapshot': snapshot and {'takenAtUs': snapshot['takenAtUs']},
            'restore': read_json(state.at('restore.json')),
        }

    def _describe_spool(self, shard_id):
        spool = self.state.spool(shard_id)
        return {'shardId': shard_id, 'lastSeq': spool.last_seq(), 'ackedSeq': spool.acked_seq()}


def require_shard(shard):
    require(isinstance(shard, dict), 'start needs a shard')
    for name, least in (('fence', 1), ('afterSeq', 0)):
        known = isinstance(shard.get(name), int) and shard[name] >= least
        require(known, 'shard.%s is to be a whole number from %d' % (name, least))
    require(isinstance(shard.get('deadmanS'), (int, float)), 'shard.deadmanS is to be a number')
    trials = shard.get('trials')
    require(isinstance(trials, list) and trials, 'shard.trials is to have at least one trial')
    needed = {'trialId', 'attempt', 'workload', 'point', 'sampling', 'timeoutS'}
    for trial in trials:
        require(isinstance(trial, dict) and needed <= set(trial), 'a trial needs ' + ', '.join(sorted(needed)))


def without_shard(progress):
    return {key: value for key, value in (progress or {}).items() if key != 'shardId'} or None


def signal_process(pid, number):
    try:
        os.kill(pid, number)
    except (OSError, TypeError):
        """Gone already."""


# ---------------------------------------------------------------------------------------------------------------- serve

FOLLOW_S = 0.02
FOLLOW_MEASURING_S = 0.2
ABANDONED_AFTER_S = 3.0
RECORDS_AT_ONCE = 64


class Attachment:
    """A shard that is followed: how far its records were sent, and its last progress."""

    def __init__(self, spool, shard_id, after_seq):
        self.spool = spool
        self.shard_id = shard_id
        self.sent_seq = after_seq
        self.progress = None
        self.look_at_s = time.monotonic() + ABANDONED_AFTER_S
        self.dead_since_s = None

    def records(self):
        """JSON lines not sent yet, in order; only of complete segments."""
        for first, last, path in self.spool.segments():
            if last <= self.sent_seq:
                continue
            try:
                with open(path, 'rb') as file:
                    lines = file.read().split(b'\n')
            except OSError:
                continue  # acknowledged meanwhile
            for seq in range(max(first, self.sent_seq + 1), last + 1):
                self.sent_seq = seq
                yield lines[seq - first]


class Serve:
    """One connection of a controller: answers its lines in order and follows the shards it attached to."""

    OPERATIONS = ('hello', 'facts', 'start', 'attach', 'ack', 'cancel', 'status', 'restore', 'ping')

    def __init__(self, control, source, sink):
        self.control = control
        self.state = control.state
        self.source = source
        self.sink = sink
        self.unread = b''
        self.attachments = {}

    def run(self):
        """Until the end of stdin; an executor goes on."""
        while True:
            if select.select([self.source], [], [], self._pause_s())[0]:
                data = os.read(self.source, 65536)
                if not data:
                    return
                self._receive(data)
            for attachment in list(self.attachments.values()):
                self._follow(attachment)

    def _pause_s(self):
        if not self.attachments:
            return None
        if not self.control.tree.simulated and (self.state.progress() or {}).get('phase') == 'measuring':
            return FOLLOW_MEASURING_S
        return FOLLOW_S

    def _receive(self, data):
        self.state.hear()
        *lines, self.unread = (self.unread + data).split(b'\n')
        if len(self.unread) > LONGEST_REQUEST:
            raise SystemExit('a request longer than %d bytes' % LONGEST_REQUEST)
        for line in lines:
            self._answer(line)

    def _answer(self, line):
        try:
            request = json.loads(line.decode('utf-8'))
            number = request['id']
        except (ValueError, KeyError, TypeError):
            log('not a request: %r' % line[:200])
            return
        try:
            require(request.get('op') in self.OPERATIONS, 'no operation %r' % request.get('op'))
            result = getattr(self.control, request['op'])(request)
            self._send({'id': number, 'ok': True, 'result': result})
            if request['op'] == 'attach':
                spool = self.state.spool(request['shardId'])
                self.attachments[request['shardId']] = Attachment(spool, request['shardId'], request['afterSeq'])
        except AgentError as error:
            self._send({'id': number, 'ok': False, 'error': error.as_json()})
        except BrokenPipeError:
            raise
        except OSError as error:
            told = os_error('device_io', error.filename or request['op'], error, transient=True)
            self._send({'id': number, 'ok': False, 'error': told.as_json()})
        except Exception as error:
            self._send({'id': number, 'ok': False, 'error': bug(error).as_json()})

    def _follow(self, attachment):
        name = json.dumps(attachment.shard_id).encode('utf-8')
        for sent, record in enumerate(attachment.records()):
            write_all(self.sink, b'%s{"event":"record","shardId":%s,"record":%s}\n' % (LINE_MARK, name, record))
            if sent + 1 == RECORDS_AT_ONCE:
                break
        progress = self.state.progress()
        if progress and progress.get('shardId') == attachment.shard_id and progress != attachment.progress:
            attachment.progress = progress
            self._send({'event': 'progress', 'shardId': attachment.shard_id, 'progress': without_shard(progress)})
        self._watch_executor(attachment)

    def _watch_executor(self, attachment):
        """A killed executor would leave its followers waiting for ever. A controller has the first say."""
        now_s = time.monotonic()
        if now_s < attachment.look_at_s:
            return
        attachment.look_at_s = now_s + ABANDONED_AFTER_S / 3
        try:
            if not self.control.abandoned(attachment.shard_id):
                attachment.dead_since_s = None
            elif attachment.dead_since_s is None:
                attachment.dead_since_s = now_s
            elif now_s - attachment.dead_since_s >= ABANDONED_AFTER_S:
                self.control.finish_abandoned(attachment.shard_id)
        except AgentError as error:
            log('%s: %s' % (error.code, error.message))

    def _send(self, message):
        write_all(self.sink, LINE_MARK + dump(message).encode('utf-8') + b'\n')


def serve():
    """The protocol's stream leaves descriptor 1, so that a stray print lands on stderr."""
    os.umask(0o077)
    sink = os.dup(1)
    os.dup2(2, 1)
    tree = Tree(os.environ.get('JOULEFLEET_ROOT') or '/')
    state = State(os.path.join(os.path.expanduser('~'), '.joulefleet', 'state'))
    try:
        Serve(Control(state, tree), 0, sink).run()
    except BrokenPipeError:
        """The controller is gone; what it had started goes on."""


def main(arguments):
    if arguments != ['serve']:
        raise SystemExit('usage: agent.py serve')
    serve()


if __name__ == '__main__':
    main(sys.argv[1:])
