"""The workloads that are installed on a board."""

import re

from .errors import AgentError

WORKLOADS = '/opt/joulefleet/workloads'


def installed_workload(tree, name):
    path = '%s/%s' % (WORKLOADS, name)
    if not re.match(r'[A-Za-z0-9][\w.+-]*\Z', name) or not tree.has(path):
        raise AgentError(
            'workload_missing',
            'workload %s is not installed' % name,
            'operator',
            remedy='Install its runner as %s, or give a command in the campaign.' % path,
        )
    return tree.at(path)
