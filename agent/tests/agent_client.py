"""A controller's side of the protocol, for tests: a `serve` process, requests, and the records that come."""

import gc
import json
import os
import select
import subprocess
import sys
import time
import traceback
import zlib

from agent_archive import archived_agent
from joulefleet_agent.main import main


class Refused(Exception):
    def __init__(self, error):
        Exception.__init__(self, '%s: %s' % (error['code'], error['message']))
        self.error = error
        self.code = error['code']


class AgentClient:
    """
    `serve` in a process of its own, in a home, with a root. `forked`: it goes on from this process, whose modules are loaded,
    instead of starting a Python as SSH does, which takes more CPU than most tests. `setup` runs in its process before it starts.
    """

    def __init__(self, home, root, setup=None, environment=None, forked=False):
        self.stderr = open(os.path.join(home, 'serve.stderr'), 'ab')
        environment = dict(os.environ, HOME=home, JOULEFLEET_ROOT=root, **(environment or {}))
        environment.pop('SUDO_UID', None)
        program = archived_agent()

        def serve_here():
            serve_in_fork(program, environment, setup)

        self.process = subprocess.Popen(
            [sys.executable, program, 'serve'],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            env=environment,
            cwd=home,
            preexec_fn=serve_here if forked else setup,
            # A Python that goes on has its own way with SIGPIPE and SIGXFSZ.
            restore_signals=not forked,
        )
        self.unread = b''
        self.noise = []
        self.records = []
        self.progress = []
        self.live = []
        self.number = 0

    def request(self, op, **fields):
        """The result of an operation; raises Refused with its error."""
        self.number += 1
        self.send(json.dumps(dict(fields, id=self.number, op=op)))
        reply = self.read_until(lambda message: message.get('id') == self.number)
        if not reply['ok']:
            raise Refused(reply['error'])
        return reply['result']

    def send(self, line):
        self.process.stdin.write(line.encode('utf-8') + b'\n')
        self.process.stdin.flush()

    def read_until(self, wanted, timeout_s=30.0):
        """Takes messages until the expected one, and returns that. Records and progress are kept as they pass."""
        limit_s = time.monotonic() + timeout_s
        while True:
            line, newline, rest = self.unread.partition(b'\n')
            if newline:
                self.unread = rest
                message = self.take(line)
                if message is not None and wanted(message):
                    return message
            else:
                self.receive(limit_s - time.monotonic())

    def receive(self, timeout_s):
        if timeout_s <= 0 or not select.select([self.process.stdout], [], [], timeout_s)[0]:
            raise AssertionError('nothing came; last progress %s' % self.progress[-1:])
        data = os.read(self.process.stdout.fileno(), 1 << 20)
        if not data:
            raise EOFError('the agent ended')
        self.unread += data

    def take(self, line):
        if not line.startswith(b'@jf '):
            self.noise.append(line)
            return None
        assert len(line) <= 256 * 1024, len(line)
        message = json.loads(line[4:].decode('utf-8'))
        if message.get('event') == 'record':
            record = message['record']
            signed = '%d|%s|%s' % (record['seq'], record['kind'], record['body'])
            assert record['crc'] == zlib.crc32(signed.encode('utf-8')), record
            self.records.append(dict(record, body=json.loads(record['body'])))
        elif message.get('event') == 'progress':
            self.progress.append(message['progress'])
        elif message.get('event') == 'live':
            self.live.append(message['live'])
        return message

    def follow(self, shard, after_seq=0):
        """Starts a shard, attaches, and takes records to its end."""
        started = self.request('start', shard=shard)
        self.request('attach', shardId=shard['shardId'], fence=shard['fence'], afterSeq=after_seq)
        self.to_end()
        return started

    def to_end(self, timeout_s=30.0):
        self.read_until(lambda m: m.get('event') == 'record' and m['record']['kind'] == 'shard_end', timeout_s)
        return self.records[-1]['body']

    def to_phase(self, phase, trial_id=None, timeout_s=30.0):
        def wanted(message):
            progress = message.get('progress', {})
            return progress.get('phase') == phase and trial_id in (None, progress.get('trialId'))

        self.read_until(wanted, timeout_s)

    def of_kind(self, kind):
        return [record['body'] for record in self.records if record['kind'] == kind]

    def close(self):
        """Ends stdin, as a controller that goes away does."""
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(10)


def serve_in_fork(program, environment, setup):
    """
    Becomes `serve` between fork and exec, and never gets to the exec. Descriptors and files of the tests are not its own: the
    former are closed, and no object of theirs may close one of that number later.
    """
    code = 1
    try:
        os.closerange(3, 1024)
        getattr(gc, 'freeze', gc.disable)()
        sys.stdout, sys.stderr = (open(descriptor, 'w', closefd=False) for descriptor in (1, 2))
        os.environ.clear()
        os.environ.update(environment)
        if setup:
            setup()
        main(program, ['serve'])
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
