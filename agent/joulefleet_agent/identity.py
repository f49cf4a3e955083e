"""Which machine this is."""

import hashlib
import re

DEVICE_TREES = ('/proc/device-tree', '/sys/firmware/devicetree/base')
MACHINE_ID = '/etc/machine-id'
NVIDIA_GPUS = '/proc/driver/nvidia/gpus'
DMI = '/sys/class/dmi/id'


def serial_of(tree):
    """
    The serial number of the board; of a machine without a device tree a hash of its machine id, which is not to leave the machine as it
    is (machine-id(5)), else the UUID of its first NVIDIA GPU. None where there is nothing of these.
    """
    for folder in DEVICE_TREES:
        text = tree.text(folder + '/serial-number')
        if text:
            return text
    machine_id = tree.text(MACHINE_ID)
    if machine_id:
        return 'machine-id:' + hashlib.sha256(('joulefleet ' + machine_id).encode('utf-8')).hexdigest()[:32]
    return gpu_serial(tree)


def gpu_serial(tree):
    """By the driver's own file: it takes no library that a fork would break."""
    for address in tree.names(NVIDIA_GPUS, '.*'):
        found = re.search(r'GPU UUID:\s+(GPU-[0-9a-f-]+)', tree.text('%s/%s/information' % (NVIDIA_GPUS, address)) or '')
        if found:
            return found.group(1)
    return None


def is_jetson(tree):
    """Whether the SoC is a Tegra. Of other machines nothing but the clocks of the CPU is ever set."""
    return any('nvidia,tegra' in (tree.text(folder + '/compatible') or '') for folder in DEVICE_TREES)


def machine_of(tree):
    """Maker and product by the firmware (DMI); None where it does not say."""
    vendor, product = (tree.text('%s/%s' % (DMI, name)) for name in ('sys_vendor', 'product_name'))
    return {'vendor': vendor or None, 'product': product or None} if vendor or product else None
