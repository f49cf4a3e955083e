"""The supplies that a board's INA3221 chips measure, in both layouts of its driver."""

import os
import struct

IIO_DRIVER = '/sys/bus/i2c/drivers/ina3221x'
HWMON_FOLDERS = (
    ('/sys/bus/i2c/drivers/ina3221', r'\d+-[0-9a-f]{4}', 'hwmon'),
    ('/sys/bus/i2c/devices', r'\d+-[0-9a-f]{4}', 'hwmon'),
)
TOTAL_RAILS = ('POM_5V_IN', 'VDD_IN')
PART_RAILS = ('POM_5V_GPU', 'POM_5V_CPU', 'VDD_CPU_GPU_CV', 'VDD_SOC')
# Which of the two is the module's input, by SoC: another chip may use the other's label.
TOTAL_OF = {'nvidia,tegra210': 'POM_5V_IN', 'nvidia,tegra194': 'VDD_IN', 'nvidia,tegra234': 'VDD_IN'}
MAX_RAILS = 8
MAX_SUPPLY_MV = 100000
MAX_SHUNT_MICRO_OHM = 1000000
CHANNELS = (1, 2, 3)
SENSOR_KNOBS = ['in%d_enable' % channel for channel in CHANNELS] + ['samples', 'update_interval', 'running_mode']


class Rail:
    """One supply: the files that its power comes from."""

    def __init__(self, label, layout, chip, power=None, current=None, voltage=None, supply=None, shunt=None):
        self.label = label
        self.total = label in TOTAL_RAILS
        self.layout = layout
        self.chip = chip
        self.power = power
        self.current = current
        self.voltage = voltage
        # What the uncertainty follows, where the driver tells it: the supply in mV, the shunt in microohm.
        self.supply = supply or voltage
        self.shunt = shunt

    def paths(self):
        return [path for path in (self.power, self.current, self.voltage) if path]

    def supply_mv(self, tree):
        return within(tree.number(self.supply), MAX_SUPPLY_MV) if self.supply else None

    def shunt_micro_ohm(self, tree):
        """By hwmon a file of its own; the older driver keeps what the device tree says, as a cell of a channel's node."""
        if self.layout == 'hwmon':
            return within(tree.number(self.shunt), MAX_SHUNT_MICRO_OHM)
        chip, channel = self.shunt
        for node in tree.names(chip + '/of_node', r'channel@\d+'):
            folder = '%s/of_node/%s' % (chip, node)
            if cell(tree, folder + '/reg') == channel:
                return within(1000 * (cell(tree, folder + '/ti,shunt-resistor-mohm') or 0), MAX_SHUNT_MICRO_OHM)
        return None


def within(number, most):
    """A figure that no board has says nothing."""
    return number if number and 0 < number <= most else None


def cell(tree, path):
    """A number of the device tree: 32 bits, the highest first."""
    data = tree.raw(path)
    return struct.unpack('>I', data)[0] if data is not None and len(data) == 4 else None


def find_rails(tree):
    """
    Rails of the chip that measures the total, on whatever channel, the total first; those of the first chip where none
    does. What chips of a carrier measure at other addresses is not the module's: see `other_rails`.
    """
    found = all_rails(tree)
    total = total_rail(tree, found)
    labels, rails = set(), []
    for rail in sorted((rail for rail in found if rail.chip == total.chip), key=lambda rail: rail is not total):
        rail.total = rail is total and rail.label in TOTAL_RAILS
        if rail.label not in labels:
            labels.add(rail.label)
            rails.append(rail)
    return rails[:MAX_RAILS]


def total_rail(tree, found):
    """The SoC's own label first; of several chips with it the one that measures the module's parts too; else the first rail."""
    compatible = (tree.text('/proc/device-tree/compatible') or '').split('\0')
    own = next((TOTAL_OF[word] for word in compatible if word in TOTAL_OF), None)

    def rank(rail):
        parts = sum(1 for other in found if other.chip == rail.chip and other.label in PART_RAILS)
        return (rail.label == own, rail.total, parts)

    return max(found, key=rank) if any(rail.total for rail in found) else found[0] if found else None


def unlabelled_channels(tree):
    """Channels of any chip that measure something without a name: told, and neither read nor held against the board."""
    found = []
    for folder in hwmon_chips(tree):
        found += [('in%d' % n, folder) for n in CHANNELS
                  if tree.has('%s/curr%d_input' % (folder, n)) and not tree.text('%s/in%d_label' % (folder, n))]
    for folder in iio_chips(tree):
        found += [('in_power%d' % n, folder) for n in (0, 1, 2)
                  if tree.has('%s/in_power%d_input' % (folder, n)) and not tree.text('%s/rail_name_%d' % (folder, n))]
    return [{'channel': channel, 'chip': chip} for channel, chip in found]


def other_rails(tree):
    """Rails of other chips: told, and neither read nor set up."""
    chips = set(rail.chip for rail in find_rails(tree))
    return [rail for rail in all_rails(tree) if rail.chip not in chips]


def all_rails(tree):
    """By hwmon, the newer kernel's layout, and by iio; a chip that shows both ways is taken by the first."""
    return hwmon_rails(tree) + iio_rails(tree)


def iio_rails(tree):
    rails = []
    for folder in iio_chips(tree):
        for name in tree.names(folder, r'rail_name_\d'):
            power = '%s/in_power%s_input' % (folder, name[10:])
            if tree.has(power):
                supply, shunt = '%s/in_voltage%s_input' % (folder, name[10:]), (os.path.dirname(folder), int(name[10:]))
                label = tree.text(folder + '/' + name)
                rails.append(Rail(label, 'iio', folder, power=power, supply=supply, shunt=shunt))
    return [rail for rail in rails if is_label(rail.label)]


def iio_chips(tree):
    return ['%s/%s/%s' % (IIO_DRIVER, chip, device)
            for chip in tree.names(IIO_DRIVER, r'\d+-[0-9a-f]{4}')
            for device in tree.names('%s/%s' % (IIO_DRIVER, chip), r'iio:device\d+')]


def hwmon_rails(tree):
    rails = []
    for folder in hwmon_chips(tree):
        for channel in CHANNELS:
            label = tree.text('%s/in%d_label' % (folder, channel))
            current, voltage = '%s/curr%d_input' % (folder, channel), '%s/in%d_input' % (folder, channel)
            if is_label(label) and tree.has(current) and tree.has(voltage):
                shunt = '%s/shunt%d_resistor' % (folder, channel)
                rails.append(Rail(label, 'hwmon', folder, current=current, voltage=voltage, shunt=shunt))
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
        measures = 'curr%d_input' if tree.text(folder + '/name') == 'ina3221' else 'in%d_label'
        if any(tree.has('%s/%s' % (folder, measures % channel)) for channel in CHANNELS):
            chips.setdefault(os.path.realpath(tree.at(folder)), folder)
    return [tree.folder_of(chips[real]) for real in sorted(chips)]


def is_label(label):
    return bool(label) and label != 'NC' and not label.startswith('sum of')
