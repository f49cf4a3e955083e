"""The agent's log."""

import sys
import time


def log(message):
    """To stderr: over SSH the controller keeps its end, of an executor it is ~/.joulefleet/state/executor.log."""
    try:
        sys.stderr.write('%s %s\n' % (time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()), message))
        sys.stderr.flush()
    except OSError:
        """A full disk: nothing hangs on the log."""
