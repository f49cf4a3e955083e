"""Work in a process of its own: what a library does to its process, or hangs in, is gone with it."""

import json
import os
import select
import signal
import time

from .errors import AgentError, bug

READ = 1 << 16


def in_child(work, limit_s):
    """
    What `work()` returns, as JSON, from a forked process. Raises the AgentError that it raises; `machine_hangs` when it is not done in
    time.
    """
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(source)
            write_outcome(sink, work)
        finally:
            os._exit(0)
    os.close(sink)
    try:
        found = json.loads(read_all(source, limit_s).decode('utf-8') or 'null')
    finally:
        os.close(source)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if found is None:
        raise AgentError('machine_hangs', 'reading the machine took longer than %g s' % limit_s, transient=True, remedy='Look whether nvidia-smi answers on it.')
    if 'error' in found:
        raise AgentError(**found['error'])
    return found['result']


def write_outcome(sink, work):
    try:
        outcome = {'result': work()}
    except AgentError as error:
        outcome = {'error': error.as_json()}
    except Exception as error:
        outcome = {'error': bug(error).as_json()}
    data = json.dumps(outcome).encode('utf-8')
    while data:
        data = data[os.write(sink, data):]


def read_all(source, limit_s):
    """Up to the end of what is written; nothing of it when that does not come in time."""
    until_s, data = time.monotonic() + limit_s, b''
    while True:
        left_s = until_s - time.monotonic()
        if left_s <= 0 or not select.select([source], [], [], left_s)[0]:
            return b''
        more = os.read(source, READ)
        if not more:
            return data
        data += more
