#!/usr/bin/env python3
"""
Records a machine that no controller can reach: what its agent says of it, and shards that it executes.

    python3 record_machine.py --agent agent.pyz [--workloads workloads.pyz] --out DIR [SHARD.json ...] [--limit-s 540] [--shard-s 0]

DIR/machine.json then has its facts and its pre-flight, and DIR/shards one file for each shard, with the records as they lay in the spool.
`RecordedTwin` (apps/twin/src/recorded) answers a controller with them. A shard is a `start` request's, as such a twin leaves
it in DIR/wanted. A shard that has been recorded already is left out; one that is not over within the limit is cancelled, and what it measured is kept.
Without --workloads the machine needs runners of its own.
"""

import argparse
import gzip
import hashlib
import json
import os
import subprocess
import sys
import time

MARK = '@jf '


class Agent:
    """The agent's `serve` over pipes."""

    def __init__(self, path):
        self.process = subprocess.Popen([sys.executable, path, 'serve'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0
        self.events = []

    def ask(self, op, **fields):
        """The result of an operation; events that come meanwhile are kept."""
        self.number += 1
        self._send(dict(fields, id=self.number, op=op))
        while True:
            message = self._receive()
            if message.get('id') != self.number:
                self.events.append(message)
            elif message['ok']:
                return message['result']
            else:
                raise SystemExit('%s: %s' % (op, json.dumps(message['error'])))

    def tell(self, op, **fields):
        """Sends an operation whose result does not matter."""
        self.number += 1
        self._send(dict(fields, id=self.number, op=op))

    def next_event(self):
        return self.events.pop(0) if self.events else self._receive()

    def _send(self, request):
        self.process.stdin.write((json.dumps(request) + '\n').encode('utf-8'))
        self.process.stdin.flush()

    def _receive(self):
        while True:
            line = self.process.stdout.readline().decode('utf-8', 'replace')
            if not line:
                raise SystemExit('the agent ended')
            if line.startswith(MARK):
                return json.loads(line[len(MARK):])


def record_shard(agent, shard, until_s):
    """The shard's records, in order."""
    name = {'shardId': shard['shardId'], 'fence': shard['fence']}
    agent.ask('start', shard=shard)
    agent.ask('attach', afterSeq=0, **name)
    records, said, cancelled = [], None, False
    while not records or records[-1]['kind'] != 'shard_end':
        event = agent.next_event()
        if event.get('event') == 'record':
            records.append(event['record'])
            agent.tell('ack', seq=event['record']['seq'], **name)
        progress = event.get('progress')
        if progress and progress['done'] != said:
            said = progress['done']
            print('%s: %d of %d trials' % (shard['shardId'], said, progress['total']), flush=True)
        if time.monotonic() > until_s and not cancelled:
            cancelled = True
            agent.tell('cancel', **name)
    print('%s: %s' % (shard['shardId'], records[-1]['body']), flush=True)
    return records


def deliver(path):
    """Puts the runners where the agent looks for them; their hash, or None without any."""
    if path is None:
        return None
    with open(path, 'rb') as source:
        data = source.read()
    found = hashlib.sha256(data).hexdigest()
    folder = os.path.join(os.path.expanduser('~'), '.joulefleet')
    os.makedirs(folder, mode=0o700, exist_ok=True)
    with open(os.path.join(folder, 'workloads-%s.pyz' % found[:16]), 'wb') as sink:
        sink.write(data)
    return found


def write(path, value):
    data = (json.dumps(value, sort_keys=True) + '\n').encode('utf-8')
    with open(path + '.part', 'wb') as sink:
        sink.write(gzip.compress(data) if path.endswith('.gz') else data)
    os.rename(path + '.part', path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--agent', required=True)
    parser.add_argument('--workloads')
    parser.add_argument('--out', required=True)
    parser.add_argument('--limit-s', type=float, default=540.0)
    parser.add_argument('--shard-s', type=float, default=0.0, help='no shard begins with less time left')
    parser.add_argument('shards', nargs='*')
    arguments = parser.parse_args()
    until_s = time.monotonic() + arguments.limit_s
    folder = os.path.join(arguments.out, 'shards')
    os.makedirs(folder, exist_ok=True)
    agent = Agent(arguments.agent)
    print(json.dumps(agent.ask('hello', runners=deliver(arguments.workloads))), flush=True)
    machine = os.path.join(arguments.out, 'machine.json')
    if not os.path.exists(machine):
        write(machine, {'facts': agent.ask('facts'), 'preflight': agent.ask('preflight')})
    for path in arguments.shards:
        target = os.path.join(folder, os.path.basename(path) + '.gz')
        if os.path.exists(target) or time.monotonic() + arguments.shard_s > until_s:
            continue
        with open(path) as source:
            shard = dict(json.load(source), afterSeq=0)
        write(target, {'shard': shard, 'records': record_shard(agent, shard, until_s)})


if __name__ == '__main__':
    main()
