"""The kernel's own counts of how long a clock was at each of its levels."""

import os
import re

# cpufreq shows ticks of user space, devfreq ms that it adds up in ticks of the kernel: no kernel has fewer than 100 a second.
TICK_MS = 10
LEVEL_LINE = re.compile(r'\*?\s*(\d+)\s*:(?:\s*\d+)*\s+(\d+)$')


def read_counter(tree, domain):
    """ms by level of a clock domain; None where its kernel does not count."""
    if domain.policy is None:
        return parse_trans_stat(tree.text(domain.folder + '/trans_stat') or '')
    return parse_time_in_state(tree.text(domain.folder + '/stats/time_in_state') or '')


def parse_time_in_state(text):
    """ms by kHz; None for a file without: it is empty where a governor sets clocks past the counters (fast switch)."""
    tick_ms = 1000.0 / os.sysconf('SC_CLK_TCK')
    lines = [line.split() for line in text.splitlines()]
    found = [words for words in lines if len(words) == 2 and all(word.isdigit() for word in words)]
    return {int(level): int(ticks) * tick_ms for level, ticks in found} or None


def parse_trans_stat(text):
    """ms by Hz: the last column of a table of transitions. None for a file without, such as `Not Supported.`"""
    found = [LEVEL_LINE.match(line.strip()) for line in text.splitlines()]
    return {int(match.group(1)): float(match.group(2)) for match in found if match} or None
