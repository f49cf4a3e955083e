"""Temperatures of a board."""

THERMAL_FOLDERS = ('/sys/class/thermal', '/sys/devices/virtual/thermal')


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


def hottest_zone(tree):
    return max(read_thermal_zones(tree) or [None], key=lambda zone: zone and zone['temperatureC'])
