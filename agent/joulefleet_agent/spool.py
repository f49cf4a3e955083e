"""Records on disk, until the controller has them in its database."""

import json
import os
import re

from .errors import ShardError
from .files import dump, fsync_directory, read_json, remove, write_json, write_whole


class Spool:
    """
    Records of one shard, in segments `<first>-<last>.jsonl` of sequence numbers (`.end.jsonl`: the last one). A segment
    is written under another name, fsynced and renamed: it is there wholly or not at all, and only then may any record
    of it be sent.
    """

    def __init__(self, folder):
        self.folder = folder
        self.next_seq = None

    def segments(self):
        """(first, last, path) of complete segments, in order."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        found = [re.match(r'(\d+)-(\d+)(\.end)?\.jsonl$', name) for name in names]
        return sorted((int(m.group(1)), int(m.group(2)), os.path.join(self.folder, m.group(0))) for m in found if m)

    def last_seq(self):
        return max([last for _, last, _ in self.segments()] + [self.acked_seq()])

    def acked_seq(self):
        return read_json(os.path.join(self.folder, 'acked')) or 0

    def ended(self):
        """Whether the shard's end is there; its segment's name says so."""
        return any(path.endswith('.end.jsonl') for _, _, path in self.segments())

    def request_pause(self):
        """For the executor, which looks between trials."""
        write_json(os.path.join(self.folder, 'pause.json'), True)

    def pause_requested(self):
        return read_json(os.path.join(self.folder, 'pause.json')) is True

    def forget_requests(self):
        """A shard that is started anew is neither cancelled nor paused."""
        for name in ('cancelled_as.json', 'pause.json'):
            remove(os.path.join(self.folder, name))

    def open(self, after_seq):
        """
        Clears away what a killed executor left half written, and prepares to write behind `after_seq` and behind what
        is there. Returns the (trialId, attempt) of the trials that are there already.
        """
        for name in os.listdir(self.folder):
            if name.endswith('.part'):
                remove(os.path.join(self.folder, name))
        executed, sound = set(), True
        for segment in self.segments():
            records = read_segment(segment) if sound else None
            if records is None:
                sound = False
                remove(segment[2])
                continue
            bodies = [json.loads(record['body']) for record in records if record['kind'] == 'trial']
            executed.update((body['trialId'], body['attempt']) for body in bodies)
        fsync_directory(self.folder)
        self.next_seq = max(self.last_seq(), after_seq) + 1
        return executed

    def append(self, records):
        """Writes (kind, body) pairs as one segment, durably. Raises ShardError `spool_write_failed`."""
        first = self.next_seq
        lines = [record_line(first + i, kind, dump(body)) for i, (kind, body) in enumerate(records)]
        last = first + len(lines) - 1
        mark = '.end' if records[-1][0] == 'shard_end' else ''
        path = os.path.join(self.folder, '%010d-%010d%s.jsonl' % (first, last, mark))
        try:
            write_whole(path, ''.join(lines).encode('utf-8'), durable=True)
        except OSError as error:
            raise ShardError(
                'spool_write_failed',
                'writing %s: %s' % (path, error.strerror),
                transient=True,
                remedy='Free space below ~/.joulefleet on the device.',
            )
        self.next_seq = last + 1

    def ack(self, seq):
        """Forgets records up to `seq`; returns how many remain. The folder goes with the end of the shard."""
        if self.ended() and seq >= self.last_seq():
            self.discard()
            return 0
        seq = max(min(seq, self.last_seq()), self.acked_seq())
        if os.path.isdir(self.folder):
            write_json(os.path.join(self.folder, 'acked'), seq, durable=True)
        for _, last, path in self.segments():
            if last <= seq:
                remove(path)
        return sum(last - max(first - 1, seq) for first, last, _ in self.segments())

    def discard(self):
        """By way of another name, so that no half of a spool can be found."""
        import shutil

        gone = self.folder + '.gone'
        shutil.rmtree(gone, ignore_errors=True)
        os.rename(self.folder, gone)
        shutil.rmtree(gone, ignore_errors=True)


def record_line(seq, kind, body):
    import zlib

    crc = zlib.crc32(('%d|%s|%s' % (seq, kind, body)).encode('utf-8'))
    return dump({'seq': seq, 'kind': kind, 'crc': crc & 0xFFFFFFFF, 'body': body}) + '\n'


def read_segment(segment):
    """Records of a segment; None unless it holds all that its name promises, unharmed."""
    first, last, path = segment
    try:
        with open(path, 'rb') as file:
            lines = file.read().decode('utf-8').split('\n')
        records = [json.loads(line) for line in lines[:-1]]
        sound = lines[-1] == '' and [record['seq'] for record in records] == list(range(first, last + 1))
        for line, record in zip(lines, records):
            sound = sound and line + '\n' == record_line(record['seq'], record['kind'], record['body'])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return records if sound else None
