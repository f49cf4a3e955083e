"""The supplies that a board's INA3221 chips measure, in both layouts of its driver."""

import os

IIO_DRIVER = '/sys/bus/i2c/drivers/ina3221x'
HWMON_FOLDERS = (
    ('/sys/bus/i2c/drivers/ina3221', r'\d+-[0-9a-f]{4}', 'hwmon'),
    ('/sys/bus/i2c/devices', r'\d+-[0-9a-f]{4}', 'hwmon'),
)
TOTAL_RAILS = ('POM_5V_IN', 'VDD_IN')
MAX_RAILS = 8
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


def find_rails(tree):
    """
    Rails of the chip that measures the total, on whatever channel, the total first; those of the first chip where none
    does. What chips of a carrier measure at other addresses is not the module's: see `other_rails`.
    """
    found = all_rails(tree)
    total = next((rail for rail in found if rail.total), found[0] if found else None)
    labels, rails = set(), []
    for rail in sorted((rail for rail in found if rail.chip == total.chip), key=lambda rail: rail is not total):
        if rail.label not in labels:
            labels.add(rail.label)
            rails.append(rail)
    return rails[:MAX_RAILS]


def other_rails(tree):
    """Rails of other chips: told, and neither read nor set up."""
    chips = set(rail.chip for rail in find_rails(tree))
    return [rail for rail in all_rails(tree) if rail.chip not in chips]


def all_rails(tree):
    """By hwmon, the newer kernel's layout, and by iio; a chip that shows both ways is taken by the first."""
    return hwmon_rails(tree) + iio_rails(tree)


def iio_rails(tree):
    rails = []
    for chip in tree.names(IIO_DRIVER, r'\d+-[0-9a-f]{4}'):
        for device in tree.names('%s/%s' % (IIO_DRIVER, chip), r'iio:device\d+'):
            folder = '%s/%s/%s' % (IIO_DRIVER, chip, device)
            for name in tree.names(folder, r'rail_name_\d'):
                power = '%s/in_power%s_input' % (folder, name[10:])
                if tree.has(power):
                    supply = '%s/in_voltage%s_input' % (folder, name[10:])
                    rails.append(Rail(tree.text(folder + '/' + name), 'iio', folder, power=power, supply=supply))
    return [rail for rail in rails if is_label(rail.label)]


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
        if any(tree.has('%s/in%d_label' % (folder, channel)) for channel in CHANNELS):
            chips.setdefault(os.path.realpath(tree.at(folder)), folder)
    return [tree.folder_of(chips[real]) for real in sorted(chips)]


def is_label(label):
    return bool(label) and label != 'NC' and not label.startswith('sum of')
