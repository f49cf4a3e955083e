"""Reading the rails of all sources."""

import errno
import time

from .errors import os_error

LATENCY_READINGS = 9


class SourcesReader:
    """`read(now_us)`: the power of all rails in mW, source by source. Raises AgentError `rail_missing`, `meter_failed`."""

    def __init__(self, sources):
        self.readers = []
        self.rails = [rail for source in sources for rail in source.rails]
        try:
            for source in sources:
                self.readers.append(source.open(source.rails))
        except Exception:
            self.close()
            raise
        # Most machines have one source: nothing then stands between it and the sampler.
        self.read = self.readers[0].read if len(self.readers) == 1 else self._read_all

    def _read_all(self, now_us):
        return [power_mw for reader in self.readers for power_mw in reader.read(now_us)]

    def latency_us(self):
        """Median real time of one read of all rails, of those that succeed. Raises AgentError `rail_unreadable` where none does."""
        taken, failure = [], None
        for _ in range(LATENCY_READINGS):
            start = time.monotonic()
            try:
                self.read(0)
            except (OSError, ValueError) as error:
                failure = as_os_error(error)
                continue
            taken.append((time.monotonic() - start) * 1e6)
        if not taken:
            raise os_error('rail_unreadable', 'reading the rails', failure, transient=True)
        return round(sorted(taken)[len(taken) // 2], 1)

    def close(self):
        for reader in self.readers:
            reader.close()


def as_os_error(error):
    """A reading that is no number is a fault of the device, as one that fails is."""
    return error if isinstance(error, OSError) and error.strerror else OSError(getattr(error, 'errno', None) or errno.EIO, str(error))
