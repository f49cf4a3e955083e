"""Puts the agent's package on Python's path: to be imported before `joulefleet_agent` is."""

import os
import sys

AGENT_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGE = 'joulefleet_agent'


def module_names():
    names = os.listdir(os.path.join(AGENT_FOLDER, PACKAGE))
    return sorted(name[:-3] for name in names if name.endswith('.py'))


def module_source(name):
    with open(os.path.join(AGENT_FOLDER, PACKAGE, name + '.py'), encoding='utf-8') as file:
        return file.read()


if AGENT_FOLDER not in sys.path:
    sys.path.insert(0, AGENT_FOLDER)
