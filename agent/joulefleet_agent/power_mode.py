"""The power modes of a board (nvpmodel): read, set, and put back."""

import re
import signal

from .processes import kill_group

STATUS = '/var/lib/nvpmodel/status'
MODES = '/etc/nvpmodel.conf'
NVPMODEL = '/usr/sbin/nvpmodel'
PATIENCE_S = 30.0
# What a mode may change without a reboot.
CHANGED_AT_ONCE = r'CPU_ONLINE\s|\S+\s+(MIN|MAX)_FREQ\s'
REASON_KEPT = 200


def power_mode_id(tree):
    found = re.search(r'pmode:(\d+)', tree.text(STATUS) or '')
    return int(found.group(1)) if found else None


def read_modes(tree):
    """[(id, name, text)] of the board's own file, in its order."""
    blocks = re.findall(r'<\s*POWER_MODEL\s+ID=(\d+)\s+NAME=(\S{1,64}?)\s*>([^<]*)', tree.text(MODES) or '')
    return [(int(number), name, text) for number, name, text in blocks]


def power_mode(tree):
    """The active mode, its name, and what it stands for by the board's own file; None when none is active."""
    number = power_mode_id(tree)
    if number is None:
        return None
    for known, name, block in read_modes(tree):
        if known == number:
            return {'id': number, 'name': name, 'meaning': meaning_of(block)}
    return {'id': number, 'name': None, 'meaning': None}


def power_modes(tree):
    """Every mode of the board's own file; `reason`: why it cannot be set while the board runs, None: it can."""
    active = power_mode_id(tree)
    modes = read_modes(tree)
    own = next((fixed_lines(block) for number, _, block in modes if number == active), None)
    return [
        {'id': number, 'name': name, 'meaning': meaning_of(block), 'reason': reason_against(fixed_lines(block), own)}
        for number, name, block in modes
    ]


def fixed_lines(block):
    """What only a boot changes, such as the parts of the GPU that are gated."""
    lines = [' '.join(line.split()) for line in block.split('\n')]
    return sorted(line for line in lines if line and line[0] != '#' and not re.match(CHANGED_AT_ONCE, line))


def reason_against(lines, own):
    if own is None:
        return 'the active power mode is not in %s' % MODES
    if lines == own:
        return None
    differences = [line for line in lines if line not in own] or [line for line in own if line not in lines] or lines
    return ('it needs a reboot (%s)' % ', '.join(differences))[:REASON_KEPT]


def meaning_of(block):
    """Limits of a mode; null: none (-1 in the file; 0 as the lower limit of a clock and of the memory's). CPU in kHz, others in Hz."""
    online = re.findall(r'^CPU_ONLINE\s+CORE_\d+\s+(\d)', block, re.MULTILINE)
    cpu_min = [int(khz) for khz in re.findall(r'^CPU_\w+\s+MIN_FREQ\s+(-?\d+)', block, re.MULTILINE)]
    cpu_max = [int(khz) for khz in re.findall(r'^CPU_\w+\s+MAX_FREQ\s+(-?\d+)', block, re.MULTILINE)]
    gpu_max, emc_max = (
        [int(hz) for hz in re.findall(r'^%s\s+MAX_FREQ\s+(-?\d+)' % name, block, re.MULTILINE)] for name in ('GPU', 'EMC')
    )
    return {
        'cores': online.count('1') or None,
        'cpuMinKhz': limit(cpu_min, min),
        'cpuMaxKhz': limit(cpu_max, max),
        'gpuMaxHz': limit(gpu_max, max),
        'emcMaxHz': limit(emc_max, max),
    }


def limit(values, widest):
    return widest(values) if values and min(values) > 0 else None


def restore_power_mode(tree, wanted, moved=False):
    """
    Sets the mode that was, if another is active, or if one was set (`moved`), maybe by halves. Returns the difference that
    remains, None when there is none.
    """
    if wanted is None or (power_mode_id(tree) == wanted and not moved):
        return None
    refusal = set_power_mode(tree, wanted)
    found = power_mode_id(tree)
    if found == wanted:
        return None
    return 'power mode: was %d, is %s%s' % (wanted, found, ' (%s)' % refusal if refusal else '')


def set_power_mode(tree, number, note=None):
    """
    Returns why it was not set, if that is known. Where a mode needs a reboot, nvpmodel asks whether to: the answer is
    no, since whoever reboots a device restores it first. `note` is called with the number of its process.
    """
    import subprocess

    pipes = {'stdin': subprocess.PIPE, 'stdout': subprocess.PIPE, 'stderr': subprocess.STDOUT}
    try:
        process = subprocess.Popen([tree.at(NVPMODEL), '-m', str(number)], start_new_session=True, **pipes)
    except OSError as error:
        return '%s: %s' % (NVPMODEL, error.strerror)
    with process:
        if note is not None:
            note(process.pid)
        try:
            said = process.communicate(b'no\n', PATIENCE_S)[0]
        except subprocess.TimeoutExpired:
            kill_group(process.pid, signal.SIGKILL)
            return 'nvpmodel did not end within %d s' % PATIENCE_S
    return said.decode('utf-8', 'replace').strip()[-300:] or 'nvpmodel ended with %d' % process.returncode
