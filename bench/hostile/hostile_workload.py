#!/usr/bin/env python3
"""
A workload that misbehaves in the way that its argument names; `sound` behaves. It works on a twin's clock, as the runner of
the twins does (docs/agent-protocol.md).
"""
import json
import os
import signal
import socket
import subprocess
import sys
import time

CASE = sys.argv[1]


class Clock:
    def __init__(self):
        with open(os.environ['JOULEFLEET_ROOT'] + '/etc/joulefleet-twin.json') as marker:
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.socket.connect(json.load(marker)['clockSocket'])
        self.rest = b''

    def ask(self, line):
        self.socket.sendall(line.encode() + b'\n')
        while b'\n' not in self.rest:
            self.rest += self.socket.recv(65536)
        answer, _, self.rest = self.rest.partition(b'\n')
        return answer.decode()

    def now(self):
        return int(self.ask('n'))

    def work(self, **request):
        return json.loads(self.ask('w ' + json.dumps(request)))


def hang():
    sys.stdout.flush()
    while True:
        time.sleep(3600)


def at(*cases):
    return CASE in cases


def mark(name, t_us):
    if at('missing_' + name):
        return
    odd = {
        'mark_nan': float('nan'), 'mark_inf': float('inf'), 'mark_text': 'soon', 'mark_null': None, 'mark_bool': True,
        'mark_list': [t_us], 'mark_huge': 10 ** 30, 'mark_negative': -t_us, 'mark_seconds': t_us / 1e6,
        'mark_milliseconds': t_us / 1e3, 'mark_nanoseconds': t_us * 1000, 'mark_wall': int(time.time() * 1e6),
        'mark_future': t_us + 10 ** 10, 'mark_past': 5, 'mark_own_clock': int(time.monotonic() * 1e6),
    }
    told = t_us + 0.25 if at('mark_float') else t_us
    print(json.dumps({'event': name, 'tUs': odd[CASE] if CASE in odd and name == 'inference_end' else told}))
    if at('twice_' + name):
        print(json.dumps({'event': name, 'tUs': t_us}))
    sys.stdout.flush()


def misbehave_first():
    if at('hang_start', 'never_reads'):
        hang()
    if at('exit_1'):
        sys.exit(1)
    if at('segv'):
        os.kill(os.getpid(), signal.SIGSEGV)
    if at('stop_self'):
        os.kill(os.getpid(), signal.SIGSTOP)
    if at('ignore_term'):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        hang()
    if at('close_and_hang'):
        os.close(1)
        os.close(2)
        hang()
    if at('stderr_nul', 'stderr_surrogate', 'stderr_escape'):
        odd = {'stderr_nul': b'a\0b', 'stderr_surrogate': b'\xed\xa0\x80', 'stderr_escape': b'\x1b]0;x\x07\x1b[2J'}
        sys.stderr.buffer.write(odd[CASE])
        sys.exit(1)
    if at('error_nul', 'error_surrogate', 'error_code', 'error_long'):
        code = 'forbidden\0' if at('error_code') else 'mine'
        message = {'error_nul': 'a\0b', 'error_surrogate': '\ud83d', 'error_long': 'x' * 60000}.get(CASE, 'x')
        print(json.dumps({'event': 'error', 'code': code, 'message': message}), flush=True)
        sys.exit(1)
    flood = {
        'stdout_flood': (sys.stdout, '{}\n' * 9999), 'stderr_flood': (sys.stderr, 'x' * 99999),
        'no_newline': (sys.stdout, '[' * 99999), 'binary': (sys.stdout, '\udcff\n' * 9999),
        'mark_flood': (sys.stdout, '{"event":"batch","tUs":7}\n' * 9999),
    }
    while CASE in flood:
        stream, text = flood[CASE]
        stream.buffer.write(text.encode('utf-8', 'surrogateescape'))
    if at('noise'):
        print('[' * 60000 + '\n{"event": 7}\nnull\n{"event": "nonsense"}\n' + 'y' * 200000, flush=True)


def leave_behind():
    nowhere = {'stdin': subprocess.DEVNULL, 'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
    if at('daemon'):
        subprocess.Popen(['sleep', '600'], start_new_session=True, **nowhere)
    if at('children'):
        for _ in range(20):
            subprocess.Popen(['sleep', '600'])


def batches(done):
    count = done['count']
    told = {'event': 'batches', 'count': count, 'meanUs': done['meanUs'], 'sdUs': done['sdUs']}
    changes = {
        'count_zero': {'count': 0}, 'count_half': {'count': count + 0.5}, 'count_huge': {'count': 2 ** 40},
        'count_nan': {'count': float('nan')}, 'count_text': {'count': str(count)}, 'fewer': {'count': count // 2},
        'more': {'count': count * 3}, 'mean_nan': {'meanUs': float('nan')}, 'mean_zero': {'meanUs': 0},
        'mean_milliseconds': {'meanUs': done['meanUs'] / 1000}, 'deviation_nan': {'sdUs': float('nan')},
        'deviation_infinite': {'sdUs': float('inf')}, 'count_float': {'count': float(count)},
    }
    told.update(changes.get(CASE, {}))
    if not at('no_batches'):
        print(json.dumps(told), flush=True)
    if at('batches_twice'):
        print(json.dumps(told), flush=True)


def main():
    misbehave_first()
    spec = dict(json.loads(sys.stdin.readline()), workload='alexnet')
    clock = Clock()
    clock.ask('h')
    start_us = clock.now()
    done = clock.work(op='load', spec=spec)
    mark('load_start', start_us)
    clock.ask('r')
    if at('hang_load'):
        hang()
    mark('load_end', done['endUs'])
    clock.ask('h')
    mark('warmup_start', clock.now())
    for _ in range(3):
        print(json.dumps({'event': 'batch', 'tUs': clock.work(op='batch')['endUs']}), flush=True)
    early_us = clock.now()
    clock.ask('r')
    if at('hang_warmup'):
        hang()
    mark('warmup_end', early_us)
    if at('exit_before_go'):
        sys.exit(0)
    sys.stdin.readline()
    if at('hang_measure'):
        hang()
    clock.ask('h')
    done = clock.work(op='run', inferences=spec['inferences'])
    start_us, end_us = done['startUs'], done['endUs']
    if at('start_before_go'):
        start_us = early_us
    if at('backwards'):
        start_us, end_us = end_us, start_us
    if at('same_instant'):
        end_us = start_us
    clock.ask('r')
    leave_behind()
    mark('inference_start', start_us)
    mark('inference_end', end_us)
    batches(done)
    if at('hang_end'):
        hang()
    if at('exit_2'):
        sys.exit(2)


main()
