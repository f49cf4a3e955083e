"""
NVIDIA's tegrastats: what it prints, and it as a source. It reads the board's own INA3221, so that it is no second opinion
of the sensor, but of when and how it is read (docs/measurement.md).
"""

import re

from .line_source import LineSource
from .rails import TOTAL_RAILS

PROGRAM = '/usr/bin/tegrastats'
INTERVAL_MS = 100
# "VDD_IN 2763mW/2846mW", "POM_5V_IN 1022/1022" (R32), three values from R39 on: the first is the reading, the others are means since the start.
# Memory, in MB and kB, carries its unit behind the second number.
POWER = re.compile(r'\b([A-Z][A-Z0-9_]*) (\d+)(?:mW)?/\d+(?:mW)?(?:/\d+(?:mW)?)?(?= |$)')
STEP_MW = 40


def parse_tegrastats(line):
    """{rail: mW} of a line; None for a line that is cut off before its total rail, or that is none of tegrastats'."""
    found = {label: int(mw) for label, mw in POWER.findall(line.strip()) if label not in ('RAM', 'SWAP', 'IRAM')}
    return found if any(label in found for label in TOTAL_RAILS) else None


def tegrastats_source(tree):
    """Raises AgentError `meter_failed`."""
    argv = [tree.at(PROGRAM), '--interval', str(INTERVAL_MS)]
    return LineSource('tegrastats', argv, prefixed, INTERVAL_MS * 1000, STEP_MW)


def prefixed(line):
    """Beside the same rails of the INA3221 they need names of their own."""
    found = parse_tegrastats(line)
    return found and {'tegrastats.' + label: mw for label, mw in found.items()}
