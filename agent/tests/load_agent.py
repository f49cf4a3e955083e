"""The agent as a module, whatever its file is called on a device."""

import importlib.util
import os

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'agent.py')
_spec = importlib.util.spec_from_file_location('joulefleet_agent', PATH)
agent = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(agent)
