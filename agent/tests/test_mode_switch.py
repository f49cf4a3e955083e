import unittest

import agent_path
from executor_case import ExecutorCase
from fake_board import CPU_KHZ, GPU, GPU_HZ, FakeBoard, KernelTree, StepClock, shard, trial
from joulefleet_agent.active_cores import CPUS
from joulefleet_agent.device import Device
from joulefleet_agent.errors import AgentError
from joulefleet_agent.mode_knob import PowerModeKnob
from joulefleet_agent.mode_switch import ModeSwitch
from joulefleet_agent.operating_point import apply_point, read_point
from joulefleet_agent.power_mode import MODES, NVPMODEL, STATUS, power_modes
from joulefleet_agent.recover import restore
from joulefleet_agent.snapshot import take_snapshot
from joulefleet_agent.try_knobs import to_try

CPUFREQ = CPUS + '/cpufreq'
ALL_ON = '\n'.join('CPU_ONLINE CORE_%d 1' % core for core in range(4))
CONF = """
# Modes of a board that has four cores
< POWER_MODEL ID=0 NAME=MAXN >
%(all_on)s
TPC_POWER_GATING  TPC_PG_MASK 1
CPU_A57 MIN_FREQ 0
CPU_A57 MAX_FREQ -1
EMC MAX_FREQ 0
< POWER_MODEL ID=1 NAME=5W >
# as it comes
%(all_on)s
TPC_POWER_GATING TPC_PG_MASK 1
< POWER_MODEL ID=2 NAME=LOW >
%(two_on)s
TPC_POWER_GATING TPC_PG_MASK 1
EMC MAX_FREQ 1600000000
< POWER_MODEL ID=3 NAME=GATED >
TPC_POWER_GATING TPC_PG_MASK 3
< PM_CONFIG DEFAULT=1 >
""" % {'all_on': ALL_ON, 'two_on': ALL_ON.replace('2 1', '2 0').replace('3 1', '3 0')}
# LOW has two cores and lower clocks; what it finds when it is called, it writes down.
PROGRAM = """#!/bin/sh
root=${0%%/usr/sbin/nvpmodel}
cpus=$root/sys/devices/system/cpu
echo "$2" $(cat $cpus/cpufreq/policy2/scaling_m*_freq $cpus/cpu[123]/online) >> $root/calls
set_mode() {
  echo 1 > $cpus/cpu1/online
  for core in 2 3; do echo $1 > $cpus/cpu$core/online; done
  for policy in 0 2; do
    echo $2 > $cpus/cpufreq/policy$policy/scaling_min_freq; echo $3 > $cpus/cpufreq/policy$policy/scaling_max_freq
  done
  echo $4 > $root%(gpu)s/max_freq
}
case $2 in
  0) set_mode 1 102000 1479000 921600000 ;;
  1) set_mode 1 204000 614400 921600000 ;;
  2) set_mode 0 102000 204000 460800000 ;;
esac
%(more)s
printf 'pmode:%%04d fmode:quiet\\n' "$2" > $root/var/lib/nvpmodel/status
"""


def with_modes(board, more=''):
    board.put(MODES, CONF)
    board.put(NVPMODEL, PROGRAM % {'gpu': GPU, 'more': more}, mode=0o755)


def calls(board):
    return [line.split() for line in (board.read('/calls') or '').split('\n') if line]


def in_mode(trial_id, mode, cpu_khz='stock', gpu_hz='stock'):
    spec = trial(trial_id, cpu_khz, gpu_hz)
    spec['point']['powerMode'] = mode
    return spec


class Knob(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        with_modes(self.board)
        self.tree = KernelTree(self.board.root)

    def test_offers_the_modes_that_need_no_reboot(self):
        knob = PowerModeKnob(self.tree)
        self.assertEqual((knob.levels, knob.reason, knob.read()), (['MAXN', '5W', 'LOW'], None, '5W'))
        reasons = {mode['name']: mode['reason'] for mode in power_modes(self.tree)}
        gated = 'it needs a reboot (TPC_POWER_GATING TPC_PG_MASK 3)'
        self.assertEqual(reasons, {'MAXN': None, '5W': None, 'LOW': None, 'GATED': gated})

    def test_offers_what_can_be_set_from_the_active_mode(self):
        self.board.put(STATUS, 'pmode:0003 fmode:quiet\n')
        self.assertEqual(PowerModeKnob(self.tree).levels, ['GATED'])
        self.board.put(STATUS, 'pmode:0009 fmode:quiet\n')
        self.assertEqual(PowerModeKnob(self.tree).reason, 'the active power mode is not in /etc/nvpmodel.conf')

    def test_says_why_there_is_none(self):
        self.tree.denied = True
        self.assertIn('only root', PowerModeKnob(self.tree).reason)
        self.board.drop(NVPMODEL)
        self.assertEqual(PowerModeKnob(self.tree).reason, 'no /usr/sbin/nvpmodel')
        self.board.drop(STATUS)
        knob = PowerModeKnob(self.tree)
        self.assertEqual((knob.levels, knob.reason), ([], 'no active power mode in /var/lib/nvpmodel/status'))

    def test_tells_the_limit_of_the_memory(self):
        limits = [mode['meaning']['emcMaxHz'] for mode in power_modes(self.tree)]
        self.assertEqual(limits, [None, None, 1600000000, None])

    def test_is_not_tried_by_a_pre_flight(self):
        self.assertEqual([knob.key for knob in to_try(Device(self.tree)) if knob.levels], ['activeCores'])


class Switch(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.addCleanup(self.board.remove)
        with_modes(self.board)
        self.tree = KernelTree(self.board.root)
        self.clock = StepClock()
        self.device = Device(self.tree)
        self.snapshot = take_snapshot(self.device, self.clock, self.board.at('/snapshot.json'), True)
        self.before = self.board.knobs()
        self.mode = ModeSwitch(self.device, self.clock, self.snapshot['knobs'])

    def apply(self, spec):
        self.mode.enter(spec['point'].get('powerMode'))
        apply_point(self.device, self.clock, spec['point'], self.mode.defaults)
        found = read_point(self.device)
        return [(cpu['policy'], cpu['minKhz'], cpu['maxKhz']) for cpu in found['cpu']], found['gpu']['maxHz'], found['knobs']

    def test_stock_is_what_the_mode_puts_in_force(self):
        self.assertEqual(self.apply(in_mode('t', 'LOW')), (
            [(0, 102000, 204000)], 460800000, {'powerMode': 'LOW', 'activeCores': 2}))
        self.assertEqual(self.apply(in_mode('t', 'MAXN')), (
            [(0, 102000, 1479000), (2, 102000, 1479000)], 921600000, {'powerMode': 'MAXN', 'activeCores': 4}))
        self.assertEqual(self.apply(in_mode('t', None)), (
            [(0, 204000, 614400), (2, 204000, 614400)], 921600000, {'powerMode': '5W', 'activeCores': 4}))
        self.assertEqual([call[0] for call in calls(self.board)], ['2', '0', '1'])

    def test_a_pinned_clock_is_not_in_the_way_of_the_next_mode(self):
        self.apply(in_mode('t', 'MAXN', CPU_KHZ[3], GPU_HZ[3]))
        self.apply(in_mode('t', 'LOW', CPU_KHZ[0], GPU_HZ[0]))
        self.assertEqual(calls(self.board)[1], '2 1479000 102000 1 1 1'.split())
        self.assertEqual(self.apply(in_mode('t', 'LOW'))[0], [(0, 102000, 204000)])
        self.assertEqual(len(calls(self.board)), 2)

    def test_fewer_cores_than_the_mode_has(self):
        spec = in_mode('t', 'MAXN')
        spec['point']['activeCores'] = 1
        self.assertEqual(self.apply(spec)[2], {'powerMode': 'MAXN', 'activeCores': 1})
        self.assertEqual(self.apply(in_mode('t', 'LOW'))[2], {'powerMode': 'LOW', 'activeCores': 2})
        self.assertEqual(calls(self.board)[1], '2 1479000 102000 1 1 1'.split())

    def test_the_mode_and_its_limits_come_back(self):
        self.apply(in_mode('t', 'LOW', CPU_KHZ[0], 'stock'))
        self.assertEqual(restore(self.tree, self.clock, self.snapshot), [])
        self.assertEqual(self.board.read(STATUS), 'pmode:0001 fmode:quiet')
        self.assertEqual(self.board.knobs(), self.before)

    def test_a_mode_set_by_halves_is_set_once_more(self):
        self.board.put('/elsewhere', 'changed\n')
        with_modes(self.board, 'echo "$2" > $root/elsewhere; [ "$2" = 2 ] && exit 1')
        with self.assertRaises(AgentError) as raised:
            self.mode.enter('LOW')
        self.assertEqual((raised.exception.code, raised.exception.transient), ('knob_not_applied', True))
        self.assertIn('powerMode: requested LOW, read back 5W', raised.exception.message)
        self.assertEqual(restore(self.tree, self.clock, self.snapshot), [])
        self.assertEqual((self.board.read('/elsewhere'), self.board.knobs()), ('1', self.before))

    def test_what_did_not_take_is_tried_again(self):
        with_modes(self.board, 'exit 1')
        for _ in range(2):
            self.assertRaises(AgentError, self.mode.enter, 'LOW')
        self.assertEqual([call[0] for call in calls(self.board)], ['2', '2'])

    def test_nothing_is_called_where_no_trial_names_a_mode(self):
        self.apply(trial('t', CPU_KHZ[1], 'stock'))
        snapshot = dict(self.snapshot, movesPowerMode=False)
        self.assertEqual((restore(self.tree, self.clock, snapshot), calls(self.board)), ([], []))

    def test_a_mode_that_is_not_offered_changes_nothing(self):
        with self.assertRaises(AgentError) as raised:
            self.mode.enter('GATED')
        self.assertEqual((raised.exception.code, calls(self.board)), ('level_not_offered', []))


class WholeShard(ExecutorCase):
    def setUp(self):
        ExecutorCase.setUp(self)
        with_modes(self.board)

    def assert_mode_restored(self):
        self.assertEqual(self.board.read(STATUS), 'pmode:0001 fmode:quiet')
        self.assert_restored()

    def test_is_measured_and_restored(self):
        client = self.client()
        client.follow(shard(in_mode('t1', 'LOW'), in_mode('t2', None), in_mode('t3', 'GATED')))
        found = client.of_kind('trial')
        self.assertEqual([each['outcome'] for each in found], ['measured', 'measured', 'fault'])
        for each, mode, top_khz in zip(found, ('LOW', '5W'), (204000, 614400)):
            for when in ('before', 'after'):
                reading = each[when]
                self.assertEqual((reading['knobs']['powerMode'], reading['cpu'][0]['maxKhz']), (mode, top_khz))
        self.assertEqual(found[2]['error']['code'], 'level_not_offered')
        self.assertEqual(client.of_kind('shard_end')[0]['restored'], {'verified': True, 'differences': []})
        self.assert_mode_restored()

    def test_is_restored_after_a_kill(self):
        self.board.runner(work='time.sleep(30)')
        client = self.client()
        client.request('start', shard=shard(in_mode('t1', 'LOW')))
        self.until(lambda: (self.board.read(STATUS) or '').startswith('pmode:0002'))
        self.kill_executor()
        self.client().request('restore')
        self.assert_mode_restored()

    def test_is_restored_after_a_kill_while_the_mode_is_being_set(self):
        with_modes(self.board, '[ "$2" = 2 ] && sleep 2')
        client = self.client()
        client.request('start', shard=shard(in_mode('t1', 'LOW')))
        self.until(lambda: self.board.read(GPU + '/max_freq') == '460800000' and self.noted())
        self.kill_executor()
        self.client().request('restore')
        self.assert_mode_restored()
        self.assertEqual([call[0] for call in calls(self.board)], ['2', '1'])

    def noted(self):
        from joulefleet_agent.files import read_json

        return read_json(self.state('runner.json'))


if __name__ == '__main__':
    unittest.main()
