import json
import random
import unittest

import agent_path
from codec_fixture import FIXTURE, cases, decode
from joulefleet_agent.codec import encode_chunks
from joulefleet_agent.files import dump


class Codec(unittest.TestCase):
    def test_decodes_to_what_was_encoded(self):
        for name, rails, times, columns in cases():
            (chunk,) = encode_chunks(rails, times, columns)
            self.assertEqual(decode(chunk), (times, columns), name)
            self.assertEqual((chunk['firstTUs'], chunk['lastTUs']), (times[0], times[-1]))

    def test_cuts_into_chunks_of_4096_samples(self):
        draw = random.Random(5)
        times, column = list(range(0, 9000)), [draw.randrange(20000) for _ in range(9000)]
        chunks = encode_chunks(['VDD_IN'], times, [column])
        self.assertEqual([(c['chunk'], c['samples']) for c in chunks], [(0, 4096), (1, 4096), (2, 808)])
        self.assertEqual(sum((decode(c)[1][0] for c in chunks), []), column)

    def test_the_worst_chunk_fits_into_a_record(self):
        draw = random.Random(6)
        times = sorted(draw.randrange(1 << 40) for _ in range(4096))
        columns = [[draw.randrange(30000) for _ in times] for _ in range(8)]
        (chunk,) = encode_chunks(['RAIL%d' % i for i in range(8)], times, columns)
        self.assertLess(len(dump(chunk)), 200000)

    def test_agrees_with_the_fixture_of_the_other_side(self):
        with open(FIXTURE) as file:
            fixture = json.load(file)
        self.assertEqual([case['name'] for case in fixture], [case[0] for case in cases()])
        for case, (_, _, times, columns) in zip(fixture, cases()):
            self.assertEqual(decode(case['chunk']), (times, columns), case['name'])


if __name__ == '__main__':
    unittest.main()
