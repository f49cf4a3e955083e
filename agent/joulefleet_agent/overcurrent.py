"""How often a board throttled itself for its supply: counters of soctherm's over-current events."""

PARENTS = ('/sys/class/hwmon', '/sys/devices/platform/soctherm-oc-event/hwmon')


def read_overcurrent(tree):
    """Counters by name (`oc1`), from the first folder that has any; empty where the board has none."""
    for parent in PARENTS:
        for hwmon in tree.names(parent, r'hwmon\d+'):
            folder = '%s/%s' % (parent, hwmon)
            counts = {name[:-len('_event_cnt')]: tree.number('%s/%s' % (folder, name))
                      for name in tree.names(folder, r'oc\d+_event_cnt')}
            counts = {name: count for name, count in counts.items() if count is not None}
            if counts:
                return counts
    return {}
