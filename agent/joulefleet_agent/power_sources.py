"""
Which sources of power a machine has, and which rail is its total.

Without a word of the machine's admin: the INA3221 of a Jetson; else NVML or nvidia-smi with RAPL beside it; else RAPL, a discharging
battery, or hwmon. `/etc/joulefleet/power.json` chooses otherwise: {"sources": ["ina3221", "command"], "command": ["/opt/meter", "-q"],
"total": "wall"}; all of them are then read in each trial, on one clock.
"""

import importlib
import json

from .errors import AgentError
from .ina3221_source import find_ina3221
from .rails import MAX_RAILS

CONFIG = '/etc/joulefleet/power.json'
COMMAND_REFRESH_US = 1000000
KEYS = ('sources', 'command', 'total')
# Module and function of each source: a board needs one of them, and an archive is compiled each time.
FINDERS = {
    'ina3221': ('ina3221_source', 'find_ina3221'),
    'nvml': ('nvml_source', 'find_nvml'),
    'nvidia-smi': ('nvidia_smi', 'find_nvidia_smi'),
    'rapl': ('rapl_source', 'find_rapl'),
    'power-supply': ('file_power_source', 'find_batteries'),
    'hwmon-power': ('file_power_source', 'find_hwmon_power'),
    'tegrastats': ('tegrastats', 'tegrastats_source'),
}


def find_sources(tree):
    """Sources whose rails are read, that of the total rail first, with one rail marked as the total. Raises AgentError `power_config`."""
    config = read_config(tree)
    sources = chosen(tree, config) if config else usual(tree)
    return with_total_first(sources, config.get('total') if config else None)


def usual(tree):
    ina3221 = find_ina3221(tree)
    # A simulated board has no parts but its own; the rails of the machine that simulates it are none of them.
    if ina3221 or tree.simulated:
        return [ina3221] if ina3221 else []
    gpu = find('nvml', tree) or find('nvidia-smi', tree)
    found = [source for source in (gpu, find('rapl', tree)) if source]
    return found or [source for source in (find('power-supply', tree) or find('hwmon-power', tree),) if source]


def find(name, tree):
    """The source of that name; None where the machine has none."""
    module, function = FINDERS[name]
    return getattr(importlib.import_module('.' + module, __package__), function)(tree)


def chosen(tree, config):
    sources = []
    for name in config['sources']:
        source = meter(config) if name == 'command' else find(name, tree)
        if source is None:
            raise refused('there is no %s on this machine' % name)
        sources.append(source)
    return sources


def meter(config):
    from .line_source import LineSource, milliwatts

    return LineSource('command', config['command'], milliwatts, COMMAND_REFRESH_US)


def with_total_first(sources, wanted):
    rails = [rail for source in sources for rail in source.rails]
    if wanted is not None and not any(rail.label == wanted for rail in rails):
        raise refused('total names %s; rails are %s' % (wanted, ', '.join(rail.label for rail in rails) or 'none'))
    for source in sources:
        for rail in source.rails:
            # Of an INA3221 the rails say by themselves which is the module's input.
            rail.total = rail.label == wanted if wanted else source is sources[0] and is_own_total(source, rail)
    ordered = sorted(sources, key=lambda source: not any(rail.total for rail in source.rails))
    for source in ordered:
        source.rails = sorted(source.rails, key=lambda rail: not rail.total)
    count = 0
    for source in ordered:
        source.rails = source.rails[:MAX_RAILS - count]
        count += len(source.rails)
    return [source for source in ordered if source.rails]


def is_own_total(source, rail):
    if source.layout in ('iio', 'hwmon'):
        return rail.total
    names = [each.label for each in source.rails]
    best = 'rapl.packages' if 'rapl.packages' in names and 'rapl.psys' not in names else names[0]
    return rail.label == best


def read_config(tree):
    """What the machine's admin wrote; None without a file."""
    text = tree.text(CONFIG)
    if text is None:
        return None
    try:
        config = json.loads(text)
    except ValueError as error:
        raise refused('is no JSON: %s' % error)
    if not isinstance(config, dict) or set(config) - set(KEYS):
        raise refused('expected an object with %s' % ', '.join(KEYS))
    names = config.get('sources')
    known = sorted(FINDERS) + ['command']
    if not isinstance(names, list) or not names or any(name not in known for name in names) or len(set(names)) < len(names):
        raise refused('sources: expected a list of %s' % ', '.join(known))
    command = config.get('command')
    if 'command' in names and not (isinstance(command, list) and command and all(isinstance(word, str) for word in command)):
        raise refused('command: expected a list of words, the program first')
    if not isinstance(config.get('total', ''), str):
        raise refused('total: expected the name of a rail')
    return config


def refused(what):
    return AgentError('power_config', '%s: %s' % (CONFIG, what), 'operator', remedy='Correct the file on the device.')
