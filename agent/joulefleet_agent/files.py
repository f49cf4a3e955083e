"""Files of the agent's own: written whole and, where it matters, durably."""

import errno
import json
import os
import sys

from .text import clean_json

MAX_READ = 64 * 1024


def fsync_directory(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path, data, durable):
    """Replaces a file by rename, so that a reader sees the old or the new content. Durable: it outlives a power cut."""
    part = '%s.%d.part' % (path, os.getpid())
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(descriptor, data)
        if durable:
            os.fsync(descriptor)
    except OSError:
        remove(part)
        raise
    finally:
        os.close(descriptor)
    os.rename(part, path)
    if durable:
        fsync_directory(os.path.dirname(path))


def write_all(descriptor, data):
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view):]


def read_file(path, limit=sys.maxsize):
    """Not by a file object, which would take twice the calls of the kernel: a trial reads two hundred small files."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        data = more = os.read(descriptor, MAX_READ)
        while more and len(data) < limit:
            more = os.read(descriptor, MAX_READ)
            data += more
        return data[:limit]
    finally:
        os.close(descriptor)


def read_json(path):
    """Content of a JSON file; None when it is missing or damaged."""
    try:
        return json.loads(read_file(path).decode('utf-8'))
    except (OSError, ValueError):
        return None


def write_json(path, value, durable=False):
    write_whole(path, dump(value).encode('utf-8'), durable)


def dump(value):
    """As JSON: every text clean, no number but those of JSON, whatever came in from outside."""
    return json.dumps(clean_json(value), separators=(',', ':'), allow_nan=False)


def remove(path):
    try:
        os.unlink(path)
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise
