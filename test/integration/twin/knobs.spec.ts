import { DEVICE_CLASSES } from '@joulefleet/core';
import { lockableHz } from '../../../apps/twin/src/board/memory-clock';
import { memoryFiles } from '../../../apps/twin/src/tree/paths';
import { CLOCK_CLIENT, program, settledCommand, startBench, type Bench } from './login';

const POLICY = 'sys/devices/system/cpu/cpufreq/policy0';

/** Runs shell lines below the twin's root; `settled` waits until a write has acted. */
async function below(bench: Bench, lines: string): Promise<string> {
  const { stdout, stderr } = await bench.run(
    `cd "$JOULEFLEET_ROOT"; settled() { ${settledCommand(bench)}; }; ${lines}`,
  );
  if (stderr !== '') throw new Error(stderr);
  return stdout.replaceAll(/[ \0]+\n/g, '\n');
}

describe.each(DEVICE_CLASSES)('the tree of a %s', (deviceClass) => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench({ deviceClass, timeScale: 10 })));
  afterAll(() => bench.stop());

  it('shows rails that move', async () => {
    const rail = deviceClass === 'jetson-nano' ? '*/*/*/*/*/iio:device0/in_power0_input' : 'class/hwmon/*/curr1_input';
    const values = (await below(bench, `for i in 1 2 3 4 5 6 7 8 9 10; do cat sys/${rail}; settled; done`)).trim();
    const readings = values.split(/\s+/).map(Number);
    expect(readings).toHaveLength(10);
    expect(new Set(readings).size).toBeGreaterThan(1);
    expect(Math.min(...readings)).toBeGreaterThan(100);
  });

  it('moves the clock with its limits, widened first and pinned then', async () => {
    const shown = await below(
      bench,
      `for p in sys/devices/system/cpu/cpufreq/policy*; do
         t=$(cat $p/scaling_available_frequencies); set -- $t
         echo $1 > $p/scaling_min_freq; echo $2 > $p/scaling_max_freq; echo $2 > $p/scaling_min_freq
       done; settled; cat sys/devices/system/cpu/cpufreq/policy*/scaling_cur_freq
       g=$(echo sys/class/devfreq/*); t=$(cat $g/available_frequencies); set -- $t
       echo $1 > $g/min_freq; echo $3 > $g/max_freq; echo $3 > $g/min_freq; settled; cat $g/cur_freq $g/min_freq`,
    );
    const { board } = bench.twin;
    const [cpuKhz, gpuHz] = [board.board.cpu.frequencies[1], board.board.gpu.frequencies[2]];
    expect(shown.trim().split('\n').map(Number)).toEqual([...board.cpu.map(() => cpuKhz), gpuHz, gpuHz]);
  });

  it('switches cores, and keeps the first one on', async () => {
    const cpu = 'sys/devices/system/cpu';
    const shown = await below(
      bench,
      `echo 0 > ${cpu}/cpu1/online; echo 7 > ${cpu}/cpu2/online; settled; cat ${cpu}/cpu[12]/online`,
    );
    expect(shown).toBe('0\n1\n');
    expect(bench.twin.board.coresOn.slice(0, 3)).toEqual([true, false, true]);
    await below(bench, `echo 1 > ${cpu}/cpu1/online; settled`);
    expect(bench.twin.board.coresOn).not.toContain(false);
  });

  it('locks the memory clock to the next rate upwards, and frees it', async () => {
    const { folder, lock, rate } = memoryFiles(deviceClass);
    const [, , ...higher] = lockableHz(deviceClass);
    const shown = await below(
      bench,
      `cd ${folder}; echo 1 > ${lock}; echo ${higher[0]! - 1} > ${rate}; settled; cat ${lock} ${rate}; echo 0 > ${lock}; settled; cat ${lock} ${rate}`,
    );
    expect(shown).toBe(`1\n${higher[0]}\n0\n${higher.at(-1)}\n`);
  });

  it('puts back what the kernel would not take', async () => {
    const shown = await below(
      bench,
      `for bad in warp "" 12x; do echo $bad > ${POLICY}/scaling_governor; echo $bad > ${POLICY}/scaling_max_freq; done
       : > ${POLICY}/scaling_min_freq; settled; settled
       cat ${POLICY}/scaling_governor ${POLICY}/scaling_min_freq ${POLICY}/scaling_max_freq`,
    );
    const { governor, min, max } = bench.twin.board.cpu[0]!;
    expect(shown).toBe(`${governor}\n${min}\n${max}\n`);
  });

  it('knows userspace and its set speed', async () => {
    const shown = await below(
      bench,
      `cat ${POLICY}/scaling_setspeed
       t=$(cat ${POLICY}/scaling_available_frequencies); set -- $t
       echo $1 > ${POLICY}/scaling_min_freq; echo $9 > ${POLICY}/scaling_max_freq
       echo userspace > ${POLICY}/scaling_governor; settled
       echo $3 > ${POLICY}/scaling_setspeed; settled; cat ${POLICY}/scaling_setspeed ${POLICY}/scaling_cur_freq`,
    );
    const wanted = bench.twin.board.board.cpu.frequencies[2];
    expect(shown).toBe(`<unsupported>\n${wanted}\n${wanted}\n`);
  });
});

describe('knobs', () => {
  it('4.9 refuses crossing limits, 5.x clamps and remembers', async () => {
    const cross = `echo 99999999 > ${POLICY}/scaling_min_freq; settled; cat ${POLICY}/scaling_min_freq`;
    const pin = `for f in min max; do echo 204000 > ${POLICY}/scaling_$f\\_freq; done; settled;`;
    for (const [deviceClass, pinned] of [
      ['jetson-nano', '204000'],
      ['jetson-orin-nx', '192000'],
    ] as const) {
      const bench = await startBench({ deviceClass });
      expect(
        await below(
          bench,
          `${pin} ${cross}; echo 1132800 > ${POLICY}/scaling_max_freq; settled;
        cat ${POLICY}/scaling_min_freq ${POLICY}/scaling_max_freq`,
        ),
      ).toBe(deviceClass === 'jetson-nano' ? `${pinned}\n${pinned}\n1132800\n` : `${pinned}\n1113600\n1113600\n`);
      await bench.stop();
    }
  });

  it('sensor settings act, rounded to what the chip has', async () => {
    const bench = await startBench({ deviceClass: 'jetson-xavier-nx' });
    const folder = 'sys/class/hwmon/hwmon5';
    const shown = await below(
      bench,
      `echo 15 > ${folder}/samples; settled; cat ${folder}/samples ${folder}/update_interval
       echo 0 > ${folder}/in3_enable; settled; cat ${folder}/update_interval ${folder}/curr3_input`,
    );
    expect(shown).toBe('16\n106\n70\n0\n');
    await bench.stop();
  });

  it('a write is in force before a sleep asked for after it is answered, every time', async () => {
    const bench = await startBench({ timeScale: 100_000 });
    const command = program(
      bench,
      'write.py',
      `${CLOCK_CLIENT}
clock = Clock(); clock.ask('h'); now = clock.now()
folder = ROOT + '/sys/class/devfreq/57000000.gpu/'
table = [int(f) for f in open(folder + 'available_frequencies').read().split()]
current = os.open(folder + 'cur_freq', os.O_RDONLY)
def write(name, value):
    with open(folder + name, 'w') as knob:
        knob.write('%d\\n' % value)
wrong = 0
for i in range(600):
    wanted = table[(7 * i) % len(table)]
    write('min_freq', table[0]); write('max_freq', wanted); write('min_freq', wanted)
    now = clock.sleep(now + 10000)
    wrong += int(os.pread(current, 32, 0)) != wanted
print(wrong)`,
    );
    expect(await bench.run(command)).toMatchObject({ stdout: '0\n', stderr: '' });
    await bench.stop();
  });
});
