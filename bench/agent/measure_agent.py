"""Prints what one start of the agent takes, as JSON: {startS, serveMb, executorMb}."""

import json
import os
import sys
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'agent', 'tests'))

from agent_archive import archived_agent  # noqa: E402
from agent_client import AgentClient  # noqa: E402
from fake_board import FakeBoard, shard, trial  # noqa: E402
from joulefleet_agent.files import read_json  # noqa: E402

# What is loaded and warmed up is the workload's: here it does neither.
WORK = 'time.sleep(1.0)'


def peak_mb(pid):
    """Most memory that a process had resident, in MB."""
    with open('/proc/%d/status' % pid) as file:
        (line,) = [line for line in file if line.startswith('VmHWM')]
    return int(line.split()[1]) * 1024 / 1e6


def main():
    board = FakeBoard()
    try:
        board.runner(work=WORK)
        client = AgentClient(board.home, board.root)
        client.request('hello')
        work = shard(trial('t1', warmupBatches=0))
        started_s = time.monotonic()
        client.request('start', shard=work)
        client.request('attach', shardId=work['shardId'], fence=work['fence'], afterSeq=0)
        client.to_phase('measuring')
        taken_s = time.monotonic() - started_s
        executor = read_json(os.path.join(board.home, '.joulefleet', 'state', 'executor.json'))
        found = {
            'startS': taken_s,
            'serveMb': peak_mb(client.process.pid),
            'executorMb': peak_mb(executor['pid']),
        }
        client.to_end()
        (result,) = client.of_kind('trial')
        if result['outcome'] != 'measured':
            raise SystemExit('not measured: %s' % json.dumps(result['error']))
        client.close()
        print(json.dumps(found))
    finally:
        board.remove()


if __name__ == '__main__':
    main()
