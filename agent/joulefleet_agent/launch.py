"""Detaching an executor."""

import os
import select
import signal

from .errors import AgentError, bug
from .executor import Executor
from .files import write_json

MAX_LOG = 1024 * 1024


def launch(state, tree, shard, lock, verdict=None):
    """
    Forks the executor, detached: a session of its own, its output in a log file. It inherits `lock`, which is so held
    from before it exists until it is gone. Returns when it has taken over.
    """
    ready, ready_sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            if os.fork() == 0:
                run_detached(state, tree, shard, lock, verdict, ready_sink)
        finally:
            os._exit(0)
    os.close(ready_sink)
    os.waitpid(child, 0)
    started = select.select([ready], [], [], 10.0)[0] and os.read(ready, 1)
    os.close(ready)
    if not started:
        raise AgentError('executor_failed', 'the executor did not start: see ~/.joulefleet/state/executor.log')


def run_detached(state, tree, shard, lock, verdict, ready_sink):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    redirect_output(state.at('executor.log'))
    close_all_but(lock.descriptors() + [ready_sink])
    try:
        executor = Executor(state, tree, shard, verdict)
        write_json(state.at('executor.json'), {'shardId': shard['shardId'], 'pid': os.getpid()})
        os.write(ready_sink, b'.')
        os.close(ready_sink)
        executor.run()
    except BaseException as error:
        bug(error)


def redirect_output(log_path):
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    if os.path.exists(log_path) and os.path.getsize(log_path) > MAX_LOG:
        flags |= os.O_TRUNC
    log = os.open(log_path, flags, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, descriptor in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, descriptor)


def close_all_but(kept):
    """What `serve` had open, above all the SSH channel, which would stay open as long as we have it."""
    for descriptor in range(3, 256):
        if descriptor not in kept:
            try:
                os.close(descriptor)
            except OSError:
                """Was not open."""
