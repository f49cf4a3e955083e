import { DEVICE_CLASSES, type DeviceClass } from '@joulefleet/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLOCK_CLIENT,
  closeOf,
  exec,
  isRunning,
  outcome,
  program,
  settledCommand,
  startBench,
  type Bench,
} from './login';

/** A stand-in for the agent, as small as can be: follows one trial and reads the total rail at every `period_us`. */
const MEASURE = `${CLOCK_CLIENT}
import glob, subprocess, threading
spec, period_us = json.loads(sys.argv[1]), int(sys.argv[2])
runner = subprocess.Popen([ROOT + '/opt/joulefleet/workloads/' + spec['workload']], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
def tell(message):
    runner.stdin.write(json.dumps(message) + '\\n')
    runner.stdin.flush()
def finish(**rest):
    print(json.dumps(dict(rest, events=events, code=runner.wait(), stderr=runner.stderr.read())))
    sys.exit()
tell(spec)
events = []
while not events or events[-1]['event'] != 'warmup_end':
    line = runner.stdout.readline()
    if not line:
        finish()
    events.append(json.loads(line))
iio = glob.glob(ROOT + '/sys/bus/i2c/drivers/ina3221x/*/iio:device0/in_power0_input')
hwmon = glob.glob(ROOT + '/sys/bus/i2c/devices/*/hwmon/*/in1_input') + glob.glob(ROOT + '/sys/bus/i2c/devices/*/hwmon/*/curr1_input')
files = [os.open(path, os.O_RDONLY) for path in iio or hwmon]
def power():
    values = [int(os.pread(file, 32, 0)) for file in files]
    return values[0] if iio else values[0] * values[1] / 1000.0
clock = Clock()
clock.ask('h')
now = clock.now()
tell({'op': 'go'})
def follow():
    events.extend(json.loads(line) for line in runner.stdout)
reader = threading.Thread(target=follow)
reader.start()
samples = []
while reader.is_alive():
    now = clock.sleep(now + period_us)
    samples.append([now, power()])
finish(samples=samples)
`;

interface Event {
  event: string;
  tUs: number;
  [field: string]: unknown;
}

interface Measured {
  events: Event[];
  code: number;
  stderr: string;
  samples: [number, number][];
}

const spec = (over: object = {}): object => ({
  workload: 'alexnet',
  batchSize: 32,
  graphMode: 'static',
  inferences: 3200,
  warmupBatches: 3,
  warmupMaxS: 60,
  ...over,
});

async function measure(bench: Bench, over: object = {}, periodUs = 3_301): Promise<Measured> {
  const command = program(bench, 'measure.py', MEASURE);
  const { stdout, stderr } = await bench.run(`${command} '${JSON.stringify(spec(over))}' ${periodUs}`);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

const at = (measured: Measured, name: string): number => measured.events.find(({ event }) => event === name)!.tUs;

describe.each(DEVICE_CLASSES)('a workload on a %s', (deviceClass: DeviceClass) => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench({ deviceClass, timeScale: 100_000 })));
  afterAll(() => bench.stop());

  it('follows the runner protocol; its truth is the integral of the rails', async () => {
    // Twice in each of the sensor's cycles, so that nothing is missed; a Nano takes long enough with fewer.
    const inferences = deviceClass === 'jetson-nano' ? 810 : 3210;
    const measured = await measure(bench, { inferences });
    expect(measured).toMatchObject({ code: 0, stderr: '' });
    expect(measured.events.map(({ event }) => event)).toEqual([
      'load_start',
      'load_end',
      'warmup_start',
      ...measured.events.filter(({ event }) => event === 'batch').map(() => 'batch'),
      'warmup_end',
      'inference_start',
      'inference_end',
      'batches',
    ]);
    const times = measured.events.flatMap(({ tUs }) => (tUs === undefined ? [] : [tUs]));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(measured.events.filter(({ event }) => event === 'batch').length).toBeGreaterThanOrEqual(3);
    expect(measured.events.at(-1)).toMatchObject({ count: Math.ceil(inferences / 32) });

    const [startUs, endUs] = [at(measured, 'inference_start'), at(measured, 'inference_end')];
    const truth = bench.twin.truth().at(-1)!;
    expect(truth).toMatchObject({ startUs, endUs, workload: 'alexnet', inferences, throttled: false });
    const energyMj = integrate(measured.samples, startUs, endUs);
    expect(Math.abs(energyMj / truth.energyMj - 1)).toBeLessThan(0.005);
    const logged = readFileSync(join(bench.folder, 'twin', 'truth.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(JSON.parse(logged.at(-1)!)).toEqual(truth);
  });

  it('swings within a batch, so that aliasing is real', async () => {
    const { samples } = await measure(bench, { inferences: 320 }, 1_700);
    const powersMw = samples.map(([, powerMw]) => powerMw).sort((a, b) => a - b);
    const [low, high] = [0.1, 0.9].map((share) => powersMw[Math.floor(share * powersMw.length)]!);
    expect(high! / low!).toBeGreaterThan(1.05);
  });
});

describe('a workload', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench({ timeScale: 100_000 })));
  afterAll(() => bench.stop());

  it('that does not fit says so and exits 1', async () => {
    const { events, code, stderr } = await measure(bench, { workload: 'mobilenetv2', batchSize: 64 });
    expect(events.at(-1)).toMatchObject({ event: 'error', code: 'out_of_memory' });
    expect(code).toBe(1);
    expect(stderr).toContain('out of memory');
  });

  it('that is asked for what the twin does not simulate says so and exits 1', async () => {
    for (const over of [{ runtime: 'tensorrt' }, { precision: 'fp16' }, { parameters: { threads: 2 } }]) {
      const { code, events } = await measure(bench, over);
      expect(code).toBe(1);
      expect(events.at(-1)).toMatchObject({ event: 'error', code: 'option_not_supported' });
    }
  });

  it('that was killed draws no more power and frees the board', async () => {
    const runner = `${bench.twin.root}/opt/joulefleet/workloads/alexnet`;
    const channel = await exec(bench.client, `echo $$; exec ${runner}`);
    const pid = Number(await new Promise((resolve) => channel.once('data', (d: Buffer) => resolve(d.toString()))));
    channel.write(`${JSON.stringify(spec({ warmupBatches: 1_000_000 }))}\n`);
    await new Promise((resolve) => channel.once('data', resolve));
    process.kill(pid, 'SIGKILL');
    expect(await outcome(channel)).toMatchObject({ signal: 'SIGKILL' });
    expect((await measure(bench, { inferences: 32 })).code).toBe(0);
    expect(bench.twin.board.busy).toBe(false);
  });

  it('ends when it gets no go', async () => {
    const command = `${bench.twin.root}/opt/joulefleet/workloads/alexnet`;
    expect(await bench.run(command, `${JSON.stringify(spec())}\n`)).toMatchObject({ code: 1 });
  });

  it('is there under six names, in the grammar of Python 3.6', async () => {
    const folder = join(bench.twin.root, 'opt/joulefleet/workloads');
    expect(readdirSync(folder)).toHaveLength(6);
    const check = program(bench, 'grammar.py', 'import ast, sys\nast.parse(sys.stdin.read(), feature_version=(3, 6))');
    const outcomeOf = (text: string): Promise<object> => bench.run(check, text);
    expect(await outcomeOf(readFileSync(join(folder, 'alexnet'), 'utf8'))).toMatchObject({ code: 0, stderr: '' });
    expect(await outcomeOf('(walrus := 1)')).toMatchObject({ code: 1 });
  });
});

describe('faults', () => {
  let bench: Bench;
  beforeEach(async () => (bench = await startBench({ deviceClass: 'jetson-orin-nx', timeScale: 20 })));
  afterEach(() => bench.stop());

  it('a rail hangs', async () => {
    bench.twin.hangRail('VDD_IN');
    const { samples } = await measure(bench, { inferences: 320 });
    expect(new Set(samples.map(([, powerMw]) => powerMw)).size).toBe(1);
  });

  it('a rail is gone', async () => {
    bench.twin.dropRail('VDD_IN');
    const { stdout } = await bench.run('cat "$JOULEFLEET_ROOT"/sys/class/hwmon/hwmon1/in[123]_label');
    expect(stdout).toBe('VDD_CPU_GPU_CV\nVDD_SOC\n');
  });

  it('a hot board throttles: the clock falls, the limit does not, and the truth says so', async () => {
    bench.twin.setRoomTemperature(120);
    await measure(bench, { inferences: 3200 });
    expect(bench.twin.truth()[0]).toMatchObject({ throttled: true });
    const gpu = '"$JOULEFLEET_ROOT"/sys/class/devfreq/17000000.gpu';
    expect((await bench.run(`cat ${gpu}/max_freq`)).stdout).toBe('918000000\n');
  });

  it('a reboot kills what runs, resets knobs and clock, and changes the boot id', async () => {
    const policy = '"$JOULEFLEET_ROOT"/sys/devices/system/cpu/cpufreq/policy0';
    const bootId = (): string => readFileSync(join(bench.twin.root, 'proc/sys/kernel/random/boot_id'), 'utf8');
    const before = bootId();
    const { stdout } = await bench.run(`echo 115200 > ${policy}/scaling_min_freq; ${settledCommand(bench)}
      setsid sleep 600 > /dev/null 2>&1 < /dev/null & echo $!`);
    expect(isRunning(Number(stdout))).toBe(true);
    expect(bench.twin.board.cpu[0]!.min).toBe(115200);
    const closed = closeOf(bench.client);
    await bench.twin.reboot();
    await closed;
    expect(isRunning(Number(stdout))).toBe(false);
    expect(bench.twin.board.cpu[0]!.min).toBe(729600);
    expect(bench.twin.board.nowUs).toBeLessThan(60e6);
    expect(bootId()).not.toBe(before);
  });
});

/** Trapezoid, the nearest inside sample held to each end; mJ from mW and µs. */
function integrate(samples: [number, number][], startUs: number, endUs: number): number {
  const inside = samples.filter(([tUs]) => tUs > startUs && tUs < endUs);
  const points = [[startUs, inside[0]![1]] as const, ...inside, [endUs, inside.at(-1)![1]] as const];
  return points.slice(1).reduce((sum, [tUs, powerMw], i) => {
    const [beforeUs, beforeMw] = points[i]!;
    return sum + ((tUs - beforeUs) * (powerMw + beforeMw)) / 2 / 1e6;
  }, 0);
}
