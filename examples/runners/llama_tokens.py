#!/usr/bin/env python3
"""A runner whose unit of work is a token: llama.cpp's server generates them, one request of `batchSize` tokens after the other.

In a campaign file:
    workloads:
      - { name: llama, unit: token, command: [/opt/mine/llama_tokens.py] }
    parameters: { model: /opt/mine/model.gguf, server: /opt/llama.cpp/build/bin/llama-server }
"""

import json
import math
import subprocess
import sys
import time
import urllib.request

PORT = 18080
ADDRESS = 'http://127.0.0.1:%d' % PORT
START_LIMIT_S = 300
PROMPT = 'Write a long story about a river.'


def now_us():
    return time.monotonic() * 1e6


def say(event, **fields):
    print(json.dumps(dict(fields, event=event)), flush=True)


def ask(path, body=None, timeout_s=600):
    data = None if body is None else json.dumps(body).encode('utf-8')
    request = urllib.request.Request(ADDRESS + path, data, {'Content-Type': 'application/json'})
    with urllib.request.urlopen(request, timeout=timeout_s) as answer:
        return json.loads(answer.read().decode('utf-8'))


def fail(code, message, remedy):
    say('error', code=code, message=message, remedy=remedy)
    sys.exit(1)


def start_server(parameters):
    """llama-server with the model loaded. It answers /health with an error until then."""
    argv = [parameters['server'], '-m', parameters['model'], '--port', str(PORT), '-ngl', str(parameters.get('gpuLayers', 99))]
    try:
        server = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=sys.stderr, stderr=sys.stderr)
    except OSError as error:
        fail('dependency_missing', '%s: %s' % (argv[0], error.strerror), 'Build llama.cpp on the board, and name llama-server.')
    until_s = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until_s and server.poll() is None:
        try:
            ask('/health', timeout_s=5)
            return server
        except OSError:
            time.sleep(0.2)
    fail('workload_failed', 'llama-server did not load the model: exit code %s' % server.poll(), 'See its words above; a smaller model?')


def generate(tokens):
    """@raises ValueError: the model ended before it had generated as many."""
    told = ask('/completion', {'prompt': PROMPT, 'n_predict': tokens, 'ignore_eos': True, 'cache_prompt': True, 'seed': 1})
    if told['tokens_predicted'] != tokens:
        raise ValueError('%d tokens were asked for, %d generated' % (tokens, told['tokens_predicted']))


def main():
    want = json.loads(sys.stdin.readline())
    tokens, parameters = want['batchSize'], want.get('parameters', {})
    for name in ('model', 'server'):
        if name not in parameters:
            fail('option_not_supported', 'the parameter %s is missing' % name, 'Name it under parameters in the campaign file.')
    say('load_start', tUs=now_us())
    server = start_server(parameters)
    say('load_end', tUs=now_us())
    say('warmup_start', tUs=now_us())
    for _ in range(want['warmupBatches']):
        generate(tokens)
        say('batch', tUs=now_us())
    say('options', parameters=parameters)
    say('warmup_end', tUs=now_us())
    sys.stdin.readline()
    marks = [now_us()]
    for _ in range(math.ceil(want['inferences'] / tokens)):
        generate(tokens)
        marks.append(now_us())
    say('inference_start', tUs=marks[0])
    say('inference_end', tUs=marks[-1])
    times = [after - before for before, after in zip(marks, marks[1:])]
    mean = sum(times) / len(times)
    deviation = math.sqrt(sum((each - mean) ** 2 for each in times) / max(1, len(times) - 1))
    say('batches', count=len(times), meanUs=mean, sdUs=deviation)
    server.terminate()
    server.wait()


if __name__ == '__main__':
    main()
