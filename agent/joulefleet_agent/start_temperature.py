"""Starting a trial at a temperature at which those of its device usually start."""

from .cooling_curve import CoolingCurve
from .errors import Cancelled, Postponed, WorkloadFailed
from .runner import Runner
from .thermal_zones import hottest_zone
from .watch import Watch, workload_late

POLL_US = 1000000
# So often in a row the curve has to say that it will not do, before it is believed.
BELIEVED = 3
# What is aimed at lies outside the band by this part of the tolerance: what comes after it is never quite as usual.
AIM = 0.5
# More batches than fit into any wait: the runner is ended when it is warm enough.
WARMING_BATCHES = 1000000


class StartTemperature:
    """
    Brings the device into `band` before a workload is loaded: a hot one is waited for, a cold one is warmed by the
    workload itself. `band`: {lowC, highC, toleranceC, riseC, waitS} of a shard, where `riseC` is what loading and
    warming up usually add. `ending` says why the shard is to end, if it is.
    """

    def __init__(self, rig, spec, report, note_runner, ending):
        self.rig = rig
        self.band = rig.start_band
        self.spec = spec
        self.report = report
        self.note_runner = note_runner
        self.ending = ending

    def reach(self):
        """
        What a trial's record says of it, and its flag, `hot_start`, `cold_start` or None. Raises Postponed when the shard
        is to end meanwhile.
        """
        reading_c = self._reading_c()
        found = {'band': self.band, 'beforeC': reading_c, 'coolingMs': 0, 'warmingMs': 0, 'gaveUp': None}
        if self.band is None or reading_c is None:
            return found, None
        low_c, high_c = (self.band[key] - self.band['riseC'] for key in ('lowC', 'highC'))
        tolerance_c = self.band['toleranceC']
        begin_us = self.rig.clock.now_us()
        if reading_c > high_c + tolerance_c:
            key, flag, why = 'coolingMs', 'hot_start', self._cool(high_c + AIM * tolerance_c, begin_us)
        elif reading_c < low_c - tolerance_c:
            key, flag, why = 'warmingMs', 'cold_start', self._warm(low_c - AIM * tolerance_c, begin_us)
        else:
            return found, None
        reading_c = self._reading_c()
        if reading_c is None or low_c - tolerance_c <= reading_c <= high_c + tolerance_c:
            why = None
        found.update({key: (self.rig.clock.now_us() - begin_us) / 1000.0, 'beforeC': reading_c, 'gaveUp': why})
        return found, flag if why else None

    def _cool(self, target_c, begin_us):
        """Why it was given up: `limit`, `curve`; None when it was reached."""
        self.report('cooling')
        curve, doubts = CoolingCurve(), 0
        while True:
            now_us, reading_c = self.rig.clock.now_us(), self._reading_c()
            if reading_c is None or reading_c <= target_c:
                return None
            left_s = self.band['waitS'] - (now_us - begin_us) / 1e6
            if left_s <= 0:
                return 'limit'
            curve.add(now_us / 1e6, reading_c)
            needed_s = curve.seconds_to(target_c)
            doubts = doubts + 1 if needed_s is not None and needed_s > left_s else 0
            if doubts >= BELIEVED:
                return 'curve'
            self._look()
            self.rig.clock.sleep_until_us(now_us + POLL_US)

    def _warm(self, target_c, begin_us):
        """As `_cool`, by an execution of the workload that is ended in its warm-up; `load` when it ends by itself."""
        self.report('warming')
        wait_s = self.band['waitS']
        watch = PatientWatch(self.rig.clock, wait_s, self.rig.cancel, workload_late, self._look)
        work = dict(self.spec['workload'], warmupBatches=WARMING_BATCHES, warmupMaxS=wait_s)
        runner = Runner(self.rig.tree, work)
        try:
            self.note_runner(runner.process.pid)
            return self._follow(runner, watch, target_c, begin_us + wait_s * 1000000)
        except WorkloadFailed as error:
            return 'limit' if error.code == 'timeout' else 'load'
        except Cancelled:
            raise Postponed()
        finally:
            runner.end()

    def _follow(self, runner, watch, target_c, limit_us):
        due_us = 0
        while True:
            event = runner.next_event(watch, POLL_US / 1e6)
            if event is None or event['event'] == 'warmup_end':
                return 'load'
            now_us = self.rig.clock.now_us()
            if now_us < due_us:
                continue
            due_us = now_us + POLL_US
            reading_c = self._reading_c()
            if reading_c is None or reading_c >= target_c:
                return None
            if now_us >= limit_us:
                return 'limit'

    def _look(self):
        if self.ending() is not None:
            raise Postponed()

    def _reading_c(self):
        """Of the hottest zone; a twin shows it anew only to who sleeps."""
        self.rig.clock.sleep_until_us(self.rig.clock.now_us())
        hottest = hottest_zone(self.rig.tree)
        if hottest is None:
            return None
        self.rig.live.take_temperature(hottest['temperatureC'])
        return hottest['temperatureC']


class PatientWatch(Watch):
    """A watch that also looks once a second whether the shard is to end."""

    def __init__(self, clock, limit_s, cancel, late, look):
        Watch.__init__(self, clock, limit_s, cancel, late)
        self.look = look

    def _check(self):
        self.look()
        return min(Watch._check(self), 1.0)
