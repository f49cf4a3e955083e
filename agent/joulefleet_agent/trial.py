"""One trial, from its operating point to its records."""

from .codec import encode_chunks
from .cooldown import cool_down
from .counter_window import CounterWindow
from .domains_held import require_domains
from .errors import AgentError, Cancelled, Postponed, ShardError, WorkloadFailed, bug, os_error
from .follow_workload import follow_workload
from .heat import read_heat
from .idle_power import IdlePower
from .knobs import require_held
from .operating_point import apply_point, read_settled
from .overcurrent import read_overcurrent
from .refresh import effective_refresh_us
from .residency import ResidencyMeter
from .runner import Runner
from .sampler import Sampler
from .sampling_plan import first_schedule, planned_schedule, steady_batch_us
from .start_temperature import StartTemperature
from .targets import clocks_steady, targets_of
from .watch import Watch, sampler_late, workload_late
from .workload_events import EDGES, WorkloadEvents

TAIL_LIMIT_S = 60


class Trial:
    """
    One execution of one cell. `execute` returns its records; only what ends the whole shard is raised. `ending` says why
    the shard is to end, if it is: until its work begins a trial can be put off.
    """

    def __init__(self, rig, spec, report, note_runner, ending):
        self.rig = rig
        self.spec = spec
        self.report = report
        self.note_runner = note_runner
        self.ending = ending
        self.flags = []
        self.events = WorkloadEvents(spec['workload'], rig.clock.now_us(), rig.tree.simulated)
        self.samples = None
        self.idle = IdlePower(rig.clock, rig.cancel, report, spec.get('idleS', 0), rig.sensor.averaging_us)
        self.body = {
            'trialId': spec['trialId'], 'attempt': spec['attempt'], 'outcome': 'fault', 'error': None, 'chunks': 0,
            'events': self.events.edges, 'batches': None, 'options': None, 'runner': None, 'before': None, 'after': None, 'sensor': None, 'sampling': None,
            'start': None, 'idle': None, 'temperatureC': None, 'throttleC': None, 'residency': None, 'overcurrent': None,
            'anchors': [], 'flags': self.flags, 'simulated': rig.tree.simulated,
        }

    def execute(self):
        body = self.body
        try:
            body['anchors'].append(self.rig.anchor())
            self._measure()
            body['anchors'].append(self.rig.anchor())
            body['outcome'] = 'measured'
        except (Postponed, ShardError):
            raise
        except Cancelled:
            body['outcome'] = 'cancelled'
        except AgentError as error:
            body['outcome'] = 'failed' if isinstance(error, WorkloadFailed) else 'fault'
            body['error'] = error.as_json()
        except OSError as error:
            body['error'] = os_error('device_io', error.filename or 'device', error, transient=True).as_json()
        except Exception as error:
            body['error'] = bug(error).as_json()
        return self._records()

    def _measure(self):
        rig, device = self.rig, self.rig.device
        self.report('applying')
        rig.live.begin(self.spec['trialId'])
        rig.mode.enter(self.spec['point'].get('powerMode'), self.note_runner)
        apply_point(device, rig.clock, self.spec['point'], rig.defaults)
        cool_down(rig.clock, self.spec.get('cooldownS', 0), self.report, self.ending)
        self._reach_start()
        self.body['before'] = self._read_clocks()
        overcurrent = read_overcurrent(rig.tree)
        mode = rig.sensor.mode()
        meter = ResidencyMeter(device, rig.clock)
        schedule = first_schedule(self.spec['sampling'], rig.sensor.cycle_us())
        sampler = Sampler(rig.tree, rig.sensor.open(), device.rails, schedule, rig.sensor.delay_us(), meter.watch, rig.live)
        try:
            self.body['sensor'] = rig.sensor.describe(sampler.reader.latency_us())
            rig.live.leave_to_sampler(device.rails)
            sampler.start()
            self.idle.before()
            self._run_workload(sampler, meter)
            self.idle.after()
            sampler.finish(self._tail_end_us(), Watch(rig.clock, TAIL_LIMIT_S, rig.cancel, sampler_late))
        finally:
            sampler.stop()
        self.body['idle'] = self.idle.body()
        require_domains(device, rig.clock)
        self.body['after'] = self._read_clocks()
        if overcurrent:
            self.body['overcurrent'] = {'start': overcurrent, 'end': read_overcurrent(rig.tree)}
        require_held(device.optional_knobs, self.spec['point'])
        if rig.sensor.mode() != mode:
            self.flags.append('sensor_mode_moved')
        self.body['residency'] = meter.body(*[self.events.time_us(name) for name in EDGES[-2:]])
        self._keep(sampler)

    def _reach_start(self):
        """Waits for the temperature to start at; the events of the workload come after that."""
        start = StartTemperature(self.rig, self.spec, self.report, self.note_runner, self.ending)
        self.body['start'], flag = start.reach()
        if flag is not None:
            self.flags.append(flag)

    def _read_clocks(self):
        targets = targets_of(self.rig.device, self.spec['point'], self.rig.defaults)
        point, again = read_settled(self.rig.device, self.rig.clock, targets)
        if again and 'clock_read_again' not in self.flags:
            self.flags.append('clock_read_again')
        return point

    def _run_workload(self, sampler, meter):
        watch = Watch(self.rig.clock, self.spec['timeoutS'], self.rig.cancel, workload_late)
        self.report('loading')
        runner = Runner(self.rig.tree, self.spec['workload'])
        self.body['runner'] = runner.origin
        try:
            self.note_runner(runner.process.pid)
            self._follow(runner, watch, 'load_end')
            self.report('warmup')
            self._follow(runner, watch, 'warmup_end')
            self._plan_sampling(sampler)
            start = self._read_heat()
            self.report('measuring')
            counter = CounterWindow(self.rig.sensor.counter(), self.rig.clock)
            meter.begin()
            self._infer(runner, watch)
            meter.end()
            self.body['sensor']['counter'] = counter.end()
            runner.say({'op': 'end'})
            self._keep_heat(start, self._read_heat())
            self._follow(runner, watch, None)
            self.body['batches'] = self.events.batches
            self.body['options'] = self.events.options
        finally:
            runner.end()

    def _read_heat(self):
        heat = read_heat(self.rig.tree) or self.rig.sensor.heat()
        if heat is not None:
            self.rig.live.take_temperature(heat['hottestC'])
        return heat

    def _keep_heat(self, start, end):
        if start is None or end is None:
            return
        self.body['temperatureC'] = {'start': start['hottestC'], 'end': end['hottestC']}
        self.body['throttleC'] = end['tripC']
        if start['slowing'] or end['slowing']:
            self.flags.append('throttled')

    def _infer(self, runner, watch):
        """The measured window: nothing but the sampler runs in it, and no garbage collection."""
        import gc

        gc.disable()
        try:
            self.events.go(self.rig.clock.now_us())
            runner.say({'op': 'go'})
            self._follow(runner, watch, 'inference_end')
        finally:
            gc.enable()

    def _follow(self, runner, watch, until):
        follow_workload(runner, self.events, self.rig.clock, watch, until)

    def _plan_sampling(self, sampler):
        sampling = self.spec['sampling']
        targets = targets_of(self.rig.device, self.spec['point'], self.rig.defaults)
        batch_us = steady_batch_us(self.events.warmup_marks_us) if clocks_steady(targets) else None
        sampler.schedule, mode = planned_schedule(sampling, sampler.schedule, batch_us)
        self.body['sampling'] = {'mode': mode, 'periodUs': sampler.schedule.period_us}

    def _tail_end_us(self):
        """Samples go on behind the last window until one stands for a time wholly outside it."""
        end_us = max(self.events.time_us('inference_end'), self.idle.end_us())
        return end_us + 2 * self.rig.sensor.averaging_us + int(self.spec['sampling']['periodMs'] * 1000)

    def _keep(self, sampler):
        lost = [path for rail in self.rig.device.rails for path in rail.paths() if not self.rig.tree.has(path)]
        if lost or not sampler.times:
            raise AgentError('rail_lost', 'lost during the trial: %s' % ', '.join(lost or ['all readings']))
        if sampler.failures:
            self.flags.append('readings_failed')
        self.body['sensor']['refreshUs'] = effective_refresh_us(sampler.times, sampler.columns[0])
        self.samples = sampler

    def _records(self):
        self.report('spooling')
        chunks = []
        if self.samples is not None:
            labels = [rail.label for rail in self.rig.device.rails]
            chunks = encode_chunks(labels, self.samples.times, self.samples.columns)
        self.body['chunks'] = len(chunks)
        name = {'trialId': self.spec['trialId'], 'attempt': self.spec['attempt']}
        return [('trace', dict(name, **chunk)) for chunk in chunks] + [('trial', self.body)]
