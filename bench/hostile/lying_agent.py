#!/usr/bin/env python3
"""
Stands in for the agent on a board that lies: starts the real one, whose file lies beside it, and changes what that says, in the way
that the file `lie` names.
"""
import json
import os
import subprocess
import sys
import threading
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
REAL = os.path.join(HERE, 'real-' + os.path.basename(__file__))
MARK = b'@jf '
with open(os.path.join(HERE, 'lie')) as file:
    LIE = file.read().strip()


def say(line):
    sys.stdout.buffer.write(line + b'\n')
    sys.stdout.buffer.flush()


def flood(stream, text):
    while True:
        stream.buffer.write(text)


def sealed(record, body):
    text = body if isinstance(body, str) else json.dumps(body)
    crc = zlib.crc32(('%d|%s|%s' % (record['seq'], record['kind'], text)).encode('utf-8', 'surrogatepass')) & 0xFFFFFFFF
    return dict(record, body=text, crc=crc)


def lie_of_a_record(record):
    """The records to tell instead."""
    body = json.loads(record['body'])
    kind = record['kind']
    if LIE == 'wrong_crc':
        return [dict(record, crc=record['crc'] ^ 1)]
    if LIE == 'not_json' and kind == 'trial':
        return [sealed(record, '{"trialId')]
    if LIE == 'nothing_measured' and kind in ('trace', 'trial'):
        return [sealed(dict(record, kind='shard_start'), {'snapshot': {}, 'monotonicUs': 1, 'wallUs': 1})]
    if kind == 'trial':
        changes = {
            'nul': {'outcome': 'failed', 'error': {'code': 'x', 'message': 'a\0b', 'origin': 'operator', 'transient': False}},
            'surrogate': {'outcome': 'failed', 'error': {'code': 'x', 'message': '\ud83d', 'origin': 'operator', 'transient': False}},
            'bug': {'outcome': 'fault', 'error': {'code': 'agent_bug', 'message': 'x', 'origin': 'bug', 'transient': True}},
            'cancelled': {'outcome': 'cancelled'},
            'huge_count': {'batches': {'count': 2 ** 50, 'meanUs': 1, 'sdUs': 0}},
            'huge_chunks': {'chunks': 2 ** 40},
            'other_attempt': {'attempt': body.get('attempt', 1) + 5},
            'other_trial': {'trialId': '00000000-0000-4000-8000-00000000000a'},
            'no_clocks': {'before': None, 'after': None},
            'odd_events': {'events': [{'name': 'inference_end', 'tUs': 2 ** 53 - 1}] * 60},
        }
        body.update(changes.get(LIE, {}))
        return [sealed(record, body)]
    if kind == 'trace' and LIE == 'bad_trace':
        return [sealed(record, dict(body, samples=4096, data='AAAA'))]
    if kind == 'shard_end' and LIE == 'restored_lie':
        return [sealed(record, dict(body, restored={'verified': False, 'differences': ['x\0' * 99]}))]
    return [record]


def endless_records(record):
    seq = record['seq']
    while True:
        seq += 1
        body = {'snapshot': {}, 'monotonicUs': 1, 'wallUs': 1}
        told = sealed({'seq': seq, 'kind': 'shard_start'}, body)
        say(MARK + json.dumps({'event': 'record', 'shardId': SHARD[0], 'record': told}).encode())


SHARD = ['']


def tell(line):
    if not line.startswith(MARK):
        return say(line)
    message = json.loads(line[len(MARK):].decode('utf-8'))
    result = message.get('result')
    if message.get('event') == 'record':
        SHARD[0] = message['shardId']
        if LIE == 'endless_records':
            endless_records(message['record'])
        for record in lie_of_a_record(message['record']):
            say(MARK + json.dumps(dict(message, record=record)).encode())
        return None
    if LIE == 'endless_stderr' and isinstance(result, dict) and 'state' in result:
        threading.Thread(target=flood, args=(sys.stderr, b'x' * 65536), daemon=True).start()
    if LIE == 'progress_without_end' and message.get('event') == 'progress':
        flood(sys.stdout, line + b'\n')
    if LIE == 'replies_without_end' and isinstance(result, dict) and 'state' in result:
        flood(sys.stdout, MARK + json.dumps({'id': 2 ** 40, 'ok': True, 'result': {}}).encode() + b'\n')
    if LIE == 'endless_progress' and message.get('event') == 'progress':
        for _ in range(100000):
            say(line)
    if isinstance(result, dict):
        if LIE == 'serial' and 'serial' in result:
            result['serial'] = '999'
        if LIE == 'facts' and 'cpuPolicies' in result:
            result.update(cores=10 ** 9, model='x\0' * 40, cpuPolicies=[], gpu=None)
        if LIE == 'silent_start' and 'lastSeq' in result and 'state' in result:
            return None
        if LIE == 'finished' and 'state' in result:
            result['state'] = 'finished'
        if LIE == 'long_line' and 'state' in result:
            return say(MARK + b'[' * 400000)
        if LIE == 'deep_line' and 'state' in result:
            return say(MARK + b'[' * 100000 + b']' * 100000)
        if LIE == 'garbage' and 'state' in result:
            return say(MARK + os.urandom(200).replace(b'\n', b''))
        if LIE == 'forbidden' and 'state' in result:
            error = {'code': 'forbidden', 'message': 'x', 'origin': 'operator', 'transient': False}
            return say(MARK + json.dumps({'id': message['id'], 'ok': False, 'error': error}).encode())
        if LIE == 'exits' and 'state' in result:
            os._exit(7)
    return say(MARK + json.dumps(message).encode())


def main():
    real = subprocess.Popen([sys.executable, REAL] + sys.argv[1:], stdin=sys.stdin, stdout=subprocess.PIPE)
    for line in real.stdout:
        tell(line.rstrip(b'\n'))
    time.sleep(0)
    sys.exit(real.wait())


main()
