import { CLOCK_CLIENT, program, startBench, type Bench } from './login';

describe('the clock of a twin', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench({ timeScale: 60 })));
  afterAll(() => bench.stop());

  it('keeps two holders in lock-step: every wake-up exact, none early, the order that of the instants', async () => {
    const command = program(
      bench,
      'holder.py',
      `${CLOCK_CLIENT}
import random
clock = Clock()
clock.ask('h')
start = clock.now()
print(start, flush=True)
start = int(sys.stdin.readline())
choose = random.Random(int(sys.argv[1]))
wanted = start
for _ in range(400):
    wanted += choose.randrange(500, 20000)
    print(wanted, clock.sleep(wanted), flush=True)
clock.ask('r')
`,
    );
    // Both hold before either sleeps: the first one's start is an instant that neither has passed.
    const { stdout } = await bench.run(
      `mkfifo a b; ${command} 1 < a > a.out & ${command} 2 < b > b.out & exec 3> a 4> b
       while [ ! -s a.out ] || [ ! -s b.out ]; do sleep 0.02; done
       start=$(cat a.out b.out | sort -n | tail -1); echo $start >&3; echo $start >&4; wait
       tail -n +2 a.out | sed 's/^/a /'; tail -n +2 b.out | sed 's/^/b /'`,
    );
    const wakes = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ').slice(1).map(Number) as [number, number]);
    expect(wakes).toHaveLength(800);
    expect(wakes.filter(([wanted, woken]) => wanted !== woken)).toEqual([]);
  });

  it('does not outrun its scale and loses no time to speak of', async () => {
    const command = program(
      bench,
      'pace.py',
      `${CLOCK_CLIENT}
import time
clock = Clock()
clock.ask('h')
now = clock.now()
print(time.monotonic())
for _ in range(10):
    for _ in range(30):
        now = clock.sleep(now + 100000)
    print(time.monotonic())
`,
    );
    const marksS = (await bench.run(command)).stdout.trim().split('\n').map(Number);
    // 300 sleeps of 100 ms: half a second of real time at this scale, of which at most 5 ms come early.
    expect(marksS.at(-1)! - marksS[0]!).toBeGreaterThan(0.495);
    // A busy machine delays some of the ten stretches of 50 ms; a clock that loses time is late in every one of them.
    const stretchesS = marksS.slice(1).map((markS, i) => markS - marksS[i]!);
    expect(Math.min(...stretchesS)).toBeLessThan(0.1);
  });

  it('stops while a holder is awake and continues when it dies', async () => {
    const command = program(
      bench,
      'stand.py',
      `${CLOCK_CLIENT}
import time
holder, other = Clock(), Clock()
holder.ask('h')
before = other.now()
time.sleep(0.3)
stood = other.now() == before
holder.lines.close(); holder.socket.close()
time.sleep(0.2)
print(stood, other.now() > before)
print(other.ask('x').startswith('error'), other.ask('s soon').startswith('error'))
`,
    );
    expect((await bench.run(command)).stdout).toBe('True True\nTrue True\n');
  });
});
