"""Puts the delivered runners on Python's path: to be imported before `joulefleet_workloads` is. Packs them as the controller does."""

import hashlib
import io
import os
import sys
import zipfile

from agent_path import AGENT_FOLDER

WORKLOADS_FOLDER = os.path.join(AGENT_FOLDER, 'workloads')
PACKAGE = 'joulefleet_workloads'

if WORKLOADS_FOLDER not in sys.path:
    sys.path.insert(0, WORKLOADS_FOLDER)


def packed_workloads():
    """(content, SHA-256) of the archive (libs/remote/src/pack-agent.ts)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w') as archive:
        archive.write(os.path.join(WORKLOADS_FOLDER, '__main__.py'), '__main__.py')
        for folder, _, names in os.walk(os.path.join(WORKLOADS_FOLDER, PACKAGE)):
            for name in sorted(names):
                if name.endswith(('.py', '.cpp', '.txt')):
                    path = os.path.join(folder, name)
                    archive.write(path, os.path.relpath(path, WORKLOADS_FOLDER))
    content = data.getvalue()
    return content, hashlib.sha256(content).hexdigest()


def bring(home):
    """Lays the archive where the controller uploads it; its hash."""
    content, sha256 = packed_workloads()
    folder = os.path.join(home, '.joulefleet')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'workloads-%s.pyz' % sha256[:16]), 'wb') as file:
        file.write(content)
    return sha256
