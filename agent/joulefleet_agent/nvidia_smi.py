"""nvidia-smi as a source: where NVML cannot be loaded into the agent's Python."""

import shutil

from .errors import AgentError
from .line_source import LineSource

INTERVAL_MS = 100


def parse_smi(line):
    """{rail: mW} of "0, 71.53": the GPU's number and W."""
    index, _, watts = line.partition(',')
    try:
        return {'nvidia-smi.gpu%d' % int(index): int(round(1000 * float(watts)))}
    except ValueError:
        return None


def find_nvidia_smi(_tree):
    """The source, of the first GPU; None where the program is not there or does not tell power."""
    program = shutil.which('nvidia-smi')
    if program is None:
        return None
    query = ['--id=0', '--query-gpu=index,power.draw', '--format=csv,noheader,nounits', '--loop-ms=%d' % INTERVAL_MS]
    try:
        return LineSource('nvidia-smi', [program] + query, parse_smi, INTERVAL_MS * 1000, 10)
    except AgentError:
        return None
