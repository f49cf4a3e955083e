"""The power mode of a board (nvpmodel): read, and put back when it was changed."""

import re

STATUS = '/var/lib/nvpmodel/status'
MODES = '/etc/nvpmodel.conf'
NVPMODEL = '/usr/sbin/nvpmodel'
PATIENCE_S = 30.0


def power_mode_id(tree):
    found = re.search(r'pmode:(\d+)', tree.text(STATUS) or '')
    return int(found.group(1)) if found else None


def power_mode(tree):
    """The active mode, its name, and what it stands for by the board's own file; None when none is active."""
    number = power_mode_id(tree)
    if number is None:
        return None
    block = re.search(r'<\s*POWER_MODEL\s+ID=%d\s+NAME=(\S+?)\s*>([^<]*)' % number, tree.text(MODES) or '')
    if block is None:
        return {'id': number, 'name': None, 'meaning': None}
    return {'id': number, 'name': block.group(1), 'meaning': meaning_of(block.group(2))}


def meaning_of(block):
    """Limits of a mode; null: none (-1 in the file, and 0 as the lower limit of a clock). CPU in kHz, GPU in Hz."""
    online = re.findall(r'^CPU_ONLINE\s+CORE_\d+\s+(\d)', block, re.MULTILINE)
    cpu_min = [int(khz) for khz in re.findall(r'^CPU_\w+\s+MIN_FREQ\s+(-?\d+)', block, re.MULTILINE)]
    cpu_max = [int(khz) for khz in re.findall(r'^CPU_\w+\s+MAX_FREQ\s+(-?\d+)', block, re.MULTILINE)]
    gpu_max = [int(hz) for hz in re.findall(r'^GPU\s+MAX_FREQ\s+(-?\d+)', block, re.MULTILINE)]
    return {
        'cores': online.count('1') or None,
        'cpuMinKhz': limit(cpu_min, min),
        'cpuMaxKhz': limit(cpu_max, max),
        'gpuMaxHz': limit(gpu_max, max),
    }


def limit(values, widest):
    return widest(values) if values and min(values) > 0 else None


def restore_power_mode(tree, wanted):
    """Sets the mode that was, if another is active. Returns the difference that remains, None when there is none."""
    if wanted is None or power_mode_id(tree) == wanted:
        return None
    refusal = set_power_mode(tree, wanted)
    found = power_mode_id(tree)
    if found == wanted:
        return None
    return 'power mode: was %d, is %s%s' % (wanted, found, ' (%s)' % refusal if refusal else '')


def set_power_mode(tree, number):
    """
    Returns why it was not set, if that is known. Where a mode needs a reboot, nvpmodel asks whether to: the answer is
    no, since whoever reboots a device restores it first.
    """
    import subprocess

    answers = {'input': b'no\n', 'stdout': subprocess.PIPE, 'stderr': subprocess.STDOUT, 'timeout': PATIENCE_S}
    try:
        done = subprocess.run([tree.at(NVPMODEL), '-m', str(number)], **answers)
    except OSError as error:
        return '%s: %s' % (NVPMODEL, error.strerror)
    except subprocess.TimeoutExpired:
        return 'nvpmodel did not end within %d s' % PATIENCE_S
    return done.stdout.decode('utf-8', 'replace').strip()[-300:] or 'nvpmodel ended with %d' % done.returncode
