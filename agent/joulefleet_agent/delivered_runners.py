"""What the runners that the controller brought can do on this board: they are asked, in a process of their own."""

import json
import subprocess

from .errors import AgentError
from .privilege import workload_process
from .workloads import DELIVERED, delivered_path, python_of

LIST_LIMIT_S = 10
# Each library is imported once, and PyTorch alone takes half a minute from an SD card.
PROBE_LIMIT_S = 150
MAX_ANSWER = 256 * 1024


def runnable_names(tree):
    """Models whose libraries are installed, by a look at what there is and not by importing it; none on a twin."""
    if tree.runners is None or tree.simulated:
        return []
    try:
        told = ask(tree, 'list', LIST_LIMIT_S)
    except AgentError:
        return []
    return [name for name in DELIVERED if name in told]


def probe(tree):
    """What `python3 ARCHIVE probe` tells (docs/workloads.md). Raises AgentError `runners_missing`, `probe_failed`."""
    return ask(tree, 'probe', PROBE_LIMIT_S)


def ask(tree, question, limit_s):
    archive = tree.runners and delivered_path(tree.runners)
    if not archive:
        raise AgentError('runners_missing', 'the runners have not been brought to this board', transient=True)
    pipes = {'stdin': subprocess.DEVNULL, 'stdout': subprocess.PIPE, 'stderr': subprocess.DEVNULL}
    try:
        child = subprocess.Popen([python_of(tree), archive, question], start_new_session=True, **dict(pipes, **workload_process()))
    except OSError as error:
        raise AgentError('probe_failed', 'starting %s: %s' % (python_of(tree), error.strerror))
    try:
        said = child.communicate(timeout=limit_s)[0]
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise AgentError('probe_failed', 'no answer within %d s' % limit_s, transient=True)
    try:
        return json.loads(said[-MAX_ANSWER:].decode('utf-8'))
    except ValueError:
        raise AgentError('probe_failed', 'the answer to %s is no JSON; exit code %s' % (question, child.returncode))
