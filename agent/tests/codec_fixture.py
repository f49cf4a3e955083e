"""Trace codec 1: a decoder for tests, and the fixture that the TypeScript decoder is tested against.

`python3 agent/tests/codec_fixture.py` writes test/fixtures/trace-codec-1.json anew.
"""

import base64
import json
import os
import random
import zlib

import agent_path
from joulefleet_agent.codec import encode_chunks

FIXTURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'test', 'fixtures', 'trace-codec-1.json')


def read_varints(packed):
    values, value, shift = [], 0, 0
    for byte in packed:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            values.append(value // 2 if value % 2 == 0 else -(value + 1) // 2)
            value, shift = 0, 0
    assert shift == 0
    return values


def accumulate(column, start=0):
    for i in range(start + 1, len(column)):
        column[i] += column[i - 1]
    return column


def decode(chunk):
    """(times, columns) of a chunk."""
    values = read_varints(zlib.decompress(base64.b64decode(chunk['data'])))
    n = chunk['samples']
    assert len(values) == n * (len(chunk['rails']) + 1)
    columns = [values[i:i + n] for i in range(0, len(values), n)]
    return accumulate(accumulate(columns[0], 1)), [accumulate(column) for column in columns[1:]]


def cases():
    draw = random.Random(1)
    times = [3600000000]
    for _ in range(299):
        times.append(times[-1] + int(draw.uniform(60000, 140000)))
    swing = [int(draw.gauss(5200 if i % 3 else 7100, 60)) for i in range(300)]
    yield 'one sample', ['VDD_IN'], [17], [[4321]]
    yield 'two samples', ['VDD_IN'], [0, 100000], [[0, 40]]
    yield 'extremes', ['A', 'B'], [0, 0, 1, 4000000000000000], [[0, 2000000000, 0, 1], [-5, 5, -2000000000, 63]]
    yield 'a trial', ['VDD_IN', 'VDD_SOC'], times, [swing, [1200 + 40 * (i % 2) for i in range(300)]]


def write_fixture():
    chunks = []
    for name, rails, times, columns in cases():
        (chunk,) = encode_chunks(rails, times, columns)
        chunks.append({'name': name, 'chunk': chunk, 'tUs': times, 'powerMw': columns})
    with open(FIXTURE, 'w') as file:
        json.dump(chunks, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    write_fixture()
