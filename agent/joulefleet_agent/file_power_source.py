"""Power that the kernel has in files: hwmon's `power*` and batteries."""

import os

from .errors import os_error
from .power_source import OpenFiles, PowerSource, SourceRail

HWMON = '/sys/class/hwmon'
POWER_SUPPLY = '/sys/class/power_supply'


class FilePowerSource(PowerSource):
    """Rails of one file each in uW, or of two in uA and uV."""

    def __init__(self, tree, layout, files):
        self.tree = tree
        self.layout = layout
        self.rails = [FileRail(label, layout, paths) for label, paths in files]

    def open(self, rails):
        return FilePowerReader(self.tree, [rail.files for rail in rails])


class FileRail(SourceRail):
    def __init__(self, label, layout, files):
        SourceRail.__init__(self, label, layout)
        self.files = files

    def paths(self):
        return list(self.files)


class FilePowerReader:
    """From descriptors kept open."""

    def __init__(self, tree, files):
        self.files = OpenFiles(tree)
        try:
            self.rails = [[self.files.open(path) for path in paths] for paths in files]
        except OSError as error:
            self.close()
            raise os_error('rail_missing', error.filename, error, transient=True)

    def read(self, _):
        found = []
        for files in self.rails:
            values = [int(os.pread(descriptor, 24, 0)) for descriptor in files]
            found.append(values[0] // 1000 if len(values) == 1 else abs(values[0]) * values[1] // 1000000000)
        return found

    def close(self):
        self.files.close()


def find_hwmon_power(tree):
    """`powerN_input`, else `powerN_average`, of every chip: https://docs.kernel.org/hwmon/sysfs-interface.html"""
    found = []
    for chip in tree.names(HWMON, r'hwmon\d+'):
        folder = '%s/%s' % (HWMON, chip)
        for number in range(1, 9):
            names = ['%s/power%d_%s' % (folder, number, what) for what in ('input', 'average')]
            path = next((name for name in names if tree.number(name) is not None), None)
            if path:
                label = tree.text('%s/power%d_label' % (folder, number)) or 'power%d' % number
                found.append(('%s.%s' % (tree.text(folder + '/name') or chip, label), (path,)))
    return FilePowerSource(tree, 'hwmon-power', found) if found else None


def find_batteries(tree):
    """What batteries give while they discharge: https://docs.kernel.org/power/power_supply_class.html"""
    found = []
    for name in tree.names(POWER_SUPPLY, '.*'):
        folder = '%s/%s' % (POWER_SUPPLY, name)
        if tree.text(folder + '/type') != 'Battery' or tree.text(folder + '/status') != 'Discharging':
            continue
        if tree.number(folder + '/power_now') is not None:
            found.append((name, (folder + '/power_now',)))
        elif None not in (tree.number(folder + '/current_now'), tree.number(folder + '/voltage_now')):
            found.append((name, (folder + '/current_now', folder + '/voltage_now')))
    return FilePowerSource(tree, 'power-supply', found) if found else None
