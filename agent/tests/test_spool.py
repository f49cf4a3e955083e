import os
import shutil
import tempfile
import unittest

import agent_path
from joulefleet_agent.errors import ShardError
from joulefleet_agent.spool import Spool, read_segment, record_line


class SpoolCase(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.join(tempfile.mkdtemp(prefix='jf-spool-'), 'shard-1')
        os.mkdir(self.folder)
        self.addCleanup(shutil.rmtree, os.path.dirname(self.folder), True)
        self.spool = Spool(self.folder)

    def fill(self, after_seq=0):
        self.spool.open(after_seq)
        self.spool.append([('shard_start', {'snapshot': {}})])
        for number in (1, 2):
            name = {'trialId': 't%d' % number, 'attempt': 1}
            self.spool.append([('trace', dict(name, chunk=0)), ('trial', dict(name, chunks=1))])

    def sequence(self):
        return [record['seq'] for segment in self.spool.segments() for record in read_segment(segment)]

    def names(self):
        return sorted(os.listdir(self.folder))


class Append(SpoolCase):
    def test_numbers_without_holes_behind_what_is_durable(self):
        self.fill(after_seq=7)
        self.assertEqual(self.sequence(), [8, 9, 10, 11, 12])
        self.assertEqual(self.spool.last_seq(), 12)

    def test_signs_each_record_as_the_other_side_does(self):
        self.assertEqual(
            record_line(12, 'trial', '{"a":"\u00e9"}'),
            '{"seq":12,"kind":"trial","crc":4056433631,"body":"{\\"a\\":\\"\\u00e9\\"}"}\n',
        )

    def test_leaves_nothing_of_a_segment_that_could_not_be_written(self):
        self.fill()
        before = self.names()
        self.spool.folder = os.path.join(self.folder, 'not-there')
        with self.assertRaises(ShardError) as raised:
            self.spool.append([('trial', {})])
        self.assertEqual(raised.exception.code, 'spool_write_failed')
        self.assertEqual(self.names(), before)


class Recovery(SpoolCase):
    def test_goes_on_behind_complete_segments_and_knows_their_trials(self):
        self.fill()
        again = Spool(self.folder)
        self.assertEqual(again.open(0), {('t1', 1), ('t2', 1)})
        self.assertEqual(again.next_seq, 6)

    def test_drops_a_segment_that_was_never_complete_and_uses_its_numbers_again(self):
        self.fill()
        os.rename(self.spool.segments()[-1][2], os.path.join(self.folder, '0000000004-0000000005.jsonl.99.part'))
        again = Spool(self.folder)
        self.assertEqual(again.open(0), {('t1', 1)})
        self.assertEqual(again.next_seq, 4)
        self.assertFalse([name for name in self.names() if name.endswith('.part')])

    def test_cuts_off_a_torn_tail(self):
        self.fill()
        path = self.spool.segments()[-1][2]
        os.truncate(path, os.path.getsize(path) - 9)
        again = Spool(self.folder)
        self.assertEqual(again.open(0), {('t1', 1)})
        self.assertEqual(again.next_seq, 4)

    def test_keeps_nothing_behind_a_damaged_segment(self):
        self.fill()
        path = self.spool.segments()[1][2]
        with open(path, 'r+b') as file:
            file.seek(60)
            file.write(b'#')
        again = Spool(self.folder)
        self.assertEqual(again.open(0), set())
        self.assertEqual((self.sequence(), again.next_seq), ([1], 2))


class Acknowledge(SpoolCase):
    def test_forgets_whole_segments_and_counts_what_remains(self):
        self.fill()
        self.assertEqual(self.spool.ack(2), 3)
        self.assertEqual(self.sequence(), [2, 3, 4, 5])
        self.assertEqual(self.spool.ack(3), 2)
        self.assertEqual(self.sequence(), [4, 5])
        self.assertEqual(self.spool.ack(1), 2)
        self.assertEqual((self.spool.acked_seq(), self.spool.last_seq()), (3, 5))

    def test_remembers_the_last_number_of_an_empty_spool(self):
        self.fill()
        self.assertEqual(self.spool.ack(5), 0)
        again = Spool(self.folder)
        again.open(0)
        self.assertEqual(again.next_seq, 6)

    def test_makes_no_hole_by_an_acknowledgement_of_what_was_never_written(self):
        self.fill()
        self.assertEqual(self.spool.ack(99), 0)
        self.assertEqual(self.spool.last_seq(), 5)

    def test_goes_with_the_end_of_the_shard(self):
        self.fill()
        self.assertFalse(self.spool.ended())
        self.spool.append([('shard_end', {'reason': 'completed'})])
        self.assertTrue(self.spool.ended())
        self.spool.ack(5)
        self.assertTrue(os.path.isdir(self.folder))
        self.assertEqual(self.spool.ack(6), 0)
        self.assertEqual(os.listdir(os.path.dirname(self.folder)), [])
        self.assertEqual(self.spool.ack(6), 0)


if __name__ == '__main__':
    unittest.main()
