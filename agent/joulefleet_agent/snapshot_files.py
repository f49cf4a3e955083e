"""The snapshot on disk, twice: what was there before a change must not be lost with one file."""

import os
import re
import zlib

from .files import dump, fsync_directory, read_json, remove, write_json

BOOT_ID = r'[0-9A-Za-z-]{1,64}\Z'


class SnapshotFiles:
    """
    `snapshot.json`, and the same again as `snapshot.<boot id>.json`, whose name alone says that knobs were changed under that
    boot. The second is written first and removed first: one that stands alone means that the other was lost.
    """

    def __init__(self, path):
        self.path = path
        self.folder, name = os.path.split(path)
        self.stem = name[:-len('.json')]

    def write(self, snapshot):
        """Both, durably. Raises OSError."""
        content = dict(snapshot, crc=crc_of(snapshot))
        write_json(self._second(snapshot['bootId']), content, durable=True)
        write_json(self.path, content, durable=True)

    def exist(self):
        return os.path.exists(self.path) or bool(self._seconds())

    def read(self):
        """The snapshot of whichever file is sound, `snapshot.json` first; None when none is."""
        for path in [self.path] + self._seconds():
            content = read_json(path)
            if isinstance(content, dict) and isinstance(content.get('knobs'), dict):
                snapshot = {key: value for key, value in content.items() if key != 'crc'}
                # One without a sum was written by an agent before 0.2.
                if content.get('crc', crc_of(snapshot)) == crc_of(snapshot):
                    return snapshot
        return None

    def of_boot(self, boot_id):
        """Whether a file's name says that knobs were changed under this boot; a bare snapshot.json may be of any."""
        return not self._seconds() or self._second(boot_id) in self._seconds()

    def remove(self):
        """Raises OSError with the file's name."""
        for path in self._seconds() + [self.path]:
            remove(path)
        fsync_directory(self.folder)

    def _second(self, boot_id):
        name = boot_id if re.match(BOOT_ID, boot_id or '') else 'unknown'
        return os.path.join(self.folder, '%s.%s.json' % (self.stem, name))

    def _seconds(self):
        pattern = re.escape(self.stem) + r'\.[0-9A-Za-z-]{1,64}\.json\Z'
        return sorted(os.path.join(self.folder, name) for name in os.listdir(self.folder) if re.match(pattern, name))


def crc_of(snapshot):
    return zlib.crc32(dump(sorted(snapshot.items())).encode('utf-8')) & 0xFFFFFFFF
