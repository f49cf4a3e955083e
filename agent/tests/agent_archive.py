"""The agent as a device has it: one archive, packed as the controller does (libs/remote/src/pack-agent.ts)."""

import atexit
import functools
import os
import shutil
import tempfile
import zipfile

from agent_path import AGENT_FOLDER, PACKAGE, module_names


@functools.lru_cache(maxsize=None)
def archived_agent():
    """Path of the archive, packed once; it goes with this process."""
    folder = tempfile.mkdtemp(prefix='jf-agent-archive-')
    atexit.register(shutil.rmtree, folder)
    path = os.path.join(folder, 'agent.pyz')
    with zipfile.ZipFile(path, 'w') as archive:
        for name in ['__main__.py'] + ['%s/%s.py' % (PACKAGE, module) for module in module_names()]:
            archive.write(os.path.join(AGENT_FOLDER, name), name)
    return path
