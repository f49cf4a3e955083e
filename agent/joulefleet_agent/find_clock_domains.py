"""Where a board's clocks are."""

from .clock_domain import ClockDomain

CPUFREQ = '/sys/devices/system/cpu/cpufreq'
DEVFREQ = '/sys/class/devfreq'
GPU_NODES = ('gpu', 'gp10b', 'gv11b', 'ga10b', 'gb10b')
GPU_NAME = r'[0-9a-f]+\.(' + '|'.join(GPU_NODES) + ')'
MEMORY_NODES = ('emc', 'external-memory-controller')
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


def find_memory_counter(tree):
    """Path of devfreq's counts of the memory clock (EMC); None on the boards whose memory clock is not devfreq's."""
    for name in tree.names(DEVFREQ, '.*'):
        folder = '%s/%s' % (DEVFREQ, name)
        if tree.text(folder + '/device/of_node/name') in MEMORY_NODES and tree.has(folder + '/trans_stat'):
            return folder + '/trans_stat'
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
