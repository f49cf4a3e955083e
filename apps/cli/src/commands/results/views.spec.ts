import type {
  BatchesView,
  DevicesView,
  FrontView,
  GovernorsView,
  ImplementationsView,
  SweepView,
} from '@joulefleet/contracts';
import { figure } from '../../fixtures/sample-comparison';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { SAMPLE_GRADES, sampleHead, samplePoint, sampleSubject } from '../../fixtures/sample-results';
import { runCli } from '../../run-cli';

let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
});
afterEach(() => controller.dispose());

async function results(args: string) {
  const io = captureIo(controller.home);
  const exitCode = await runCli(['results', ...args.split(' ')], io);
  return { exitCode, out: io.out(), err: io.err() };
}

const SWEEP: SweepView = {
  ...sampleHead(),
  sweeps: [
    {
      ...{ ...sampleSubject(), batchSize: 16, axis: 'gpu', heldHz: 1.479e9 },
      points: [300e6, 600e6, 900e6].map((clockHz) => ({ ...samplePoint({ gpuHz: clockHz }), clockHz })),
      power: {
        points: 3,
        slope: { estimate: 5, low: 4.9, high: 5.1 },
        ...{ intercept: 2000, r2: 0.991, r2Interval: null },
      },
      plateau: { fromHz: 600e6, gainPct: { estimate: 1, low: 0.5, high: 1.5 }, certain: true },
      ...{ upperThirdPct: 3.2, spans: { powerMw: 3000, batchMs: 100, energyMj: 20 } },
    },
  ],
  leftOut: { sweeps: 2 },
};

describe('results sweep', () => {
  beforeEach(() => controller.answer('GET /v1/campaigns/c1/sweep', SWEEP));

  it('prints tables, JSON or CSV', async () => {
    const { out } = await results('sweep c1');
    expect(controller.received[0]!.path).toMatch(/sweep\?axis=gpu&at=top$/);
    expect(out).toContain('SIMULATED');
    expect(out).toContain('nano-1: alexnet, batch 16; GPU clock with the CPU at 1479 MHz');
    expect(out).toMatch(/600 MHz +187\.5 ± 3\.0 mJ +500\.0 ms \[495\.0, 505\.0\] +6\.000 W/);
    expect(out).toContain(
      'plateau from 600 MHz on; from there more clock gains 1.0 % [0.5, 1.5] at most: less than 2 %',
    );
    expect(out).toContain('Left out: sweeps 2');
    expect(JSON.parse((await results('sweep c1 --json')).out)).toEqual(SWEEP);
    const csv = (await results('sweep c1 --csv')).out.trim().split('\n');
    expect(csv).toHaveLength(4);
    expect(csv[0]).toMatch(/^device,workload,.*energy_mj_per_inference_low/);
  });

  it('says how much of the campaign it is made from, until everything counts', async () => {
    const done = { state: 'completed' as const, phase: 'completed' as const };
    const trials = { total: 12, pending: 0, assigned: 0, accepted: 12, rejected: 0, failed: 0, skipped: 0 };
    const heading = async (more: Partial<SweepView['campaign']>) => {
      controller.answer('GET /v1/campaigns/c1/sweep', { ...SWEEP, campaign: { ...SWEEP.campaign, ...more } });
      return (await results('sweep c1')).out.split('\n\n')[0];
    };
    expect(await heading({})).toBe('three boards  SIMULATED\nrunning, 5 of 12 trials accepted');
    expect(await heading({ ...done, trials: { ...trials, accepted: 9, skipped: 3 } })).toBe(
      'three boards  SIMULATED\ncompleted, 9 of 12 trials accepted, 3 not measured',
    );
    expect(await heading({ ...done, trials })).toBe('three boards  SIMULATED');
  });

  it('passes on its filters, and where the other clock is held', async () => {
    await results('sweep c1 --device nano-1 --workload alexnet --batch-size 16 --axis cpu --at 614.4MHz');
    expect(controller.received[0]!.path).toMatch(
      /\?device=nano-1&workload=alexnet&batchSize=16&axis=cpu&heldHz=614400000$/,
    );
    await results('sweep c1 --at optimum');
    expect(controller.received[1]!.path).toMatch(/\?axis=gpu&at=optimum$/);
  });

  it.each(['--at 600', '--axis memory', '--csv --json', '--batch-size 0'])('refuses %s', async (options) => {
    expect((await results(`sweep c1 ${options}`)).exitCode).toBe(2);
    expect(controller.received).toEqual([]);
  });
});

const BATCHES: BatchesView = {
  ...sampleHead(),
  effects: [
    {
      ...sampleSubject(),
      lines: [
        {
          at: 'dvfs',
          points: [8, 16].map((batchSize) => ({
            ...samplePoint({ gpuHz: 'dvfs', cpuKhz: 'dvfs' }, { batchSize }),
            ...{ energyRatio: figure(0.8), timeRatio: figure(0.7), latencyRatio: figure(1.5) },
            stepRatio: batchSize === 8 ? null : figure(0.8),
          })),
        },
      ],
      optima: [8, 16].map((batchSize) => ({
        ...samplePoint({}, { batchSize }),
        ...{ energyRatio: figure(1.005), mayBeJoint: true },
      })),
      ...{ joint: samplePoint(), baseline: samplePoint({}, { batchSize: 8 }) },
      savingPct: { estimate: 31, low: 30, high: 32 },
      correctedSavingPct: { estimate: 30.5, low: 29, high: 32 },
      latencyRatio: figure(1.8),
    },
  ],
  leftOut: { effects: 0 },
};

describe('results batches', () => {
  beforeEach(() => controller.answer('GET /v1/campaigns/c1/batches', BATCHES));

  it('prints lines, optima and the joint saving; JSON; CSV', async () => {
    const { out } = await results('batches c1 --gpu 614.4MHz');
    expect(controller.received[0]!.path).toMatch(/batches\?gpuHz=614400000$/);
    expect(out).toContain('nano-1: alexnet, batch effect under its governors');
    expect(out).toContain('batch effect under its governors; trials 3; grade B');
    expect(out).toMatch(/16 +187\.5 ± 3\.0 mJ +0\.800 \[0\.792, 0\.808\] +500\.0 ms/);
    expect(out).toMatch(/8 +614\.4 MHz +1479 MHz +187\.5 ± 3\.0 mJ +1\.00 \[.*\] +B +may be best/);
    expect(out).toContain('it saves 30.5 % [29.0, 32.0] of the energy that its governors take at batch 8');
    expect(JSON.parse((await results('batches c1 --json')).out)).toEqual(BATCHES);
    expect((await results('batches c1 --csv')).out.trim().split('\n')).toHaveLength(5);
    expect((await results('batches c1 --batch-size 8')).exitCode).toBe(2);
  });
});

const DEVICE = { deviceClass: 'jetson-nano', point: samplePoint(), edpMjS: figure(6), costPerMillion: figure(0.0167) };
const DEVICES: DevicesView = {
  ...{ ...sampleHead(), pricePerKwh: 0.32 },
  rankings: [
    {
      ...{ frame: 'optimum', works: 2, missing: [], rankable: true },
      devices: [
        { ...{ device: 'orin-1', deviceClass: 'jetson-orin-nx', rank: 1, grade: 'B', apart: false }, ...ratios(1) },
        { ...{ device: 'nano-1', deviceClass: 'jetson-nano', rank: 2, grade: 'C', apart: true }, ...ratios(2.5) },
      ],
    },
  ],
  matrices: [
    {
      ...{ workload: 'alexnet', batchSize: 16, graphMode: 'dynamic', inferences: 3200, unit: 'token', options: {} },
      ...{ frame: 'equal-latency', latencyLimitMs: 512.3 },
      devices: ['nano-1', 'orin-1'].map((device) => ({ ...DEVICE, device })),
      ratios: [{ device: 'nano-1', against: 'orin-1', ...ratios(2.5), ...SAMPLE_GRADES }],
    },
  ],
  leftOut: { matrices: 0, ratios: 0 },
};

function ratios(of: number) {
  return { energy: figure(of), latency: figure(of), edp: figure(of * of) };
}

describe('results devices', () => {
  beforeEach(() => controller.answer('GET /v1/campaigns/c1/devices', DEVICES));

  it('prints the ranking, figures and ratios; JSON; CSV', async () => {
    const { out } = await results('devices c1 --price 0.32 --batch-size 16');
    expect(controller.received[0]!.path).toMatch(/devices\?batchSize=16&pricePerKwh=0.32$/);
    expect(out).toContain('Ranking, each at its optimum, over 2 works: times the best');
    expect(out).toMatch(/1\. +orin-1 +1 +1 +1 +B +best\n2\. +nano-1 +2\.50 \[2\.48, 2\.52\]/);
    expect(out).toContain('alexnet (counts tokens), batch 16, 3200 tokens: at equal latency (512.3 ms at most)');
    expect(out).toMatch(/nano-1 +orin-1 +2\.50/);
    expect(out).toContain('0.0167 [0.0165, 0.0169]');
    expect(out).toContain('per million: electricity for a million inferences');
    expect(JSON.parse((await results('devices c1 --json')).out)).toEqual(DEVICES);
    const csv = (await results('devices c1 --csv')).out.trim().split('\n');
    expect(csv.map((line) => line.split(',')[0])).toEqual(['device', 'nano-1', 'orin-1']);
  });

  it('claims no order where a grade is too low', async () => {
    const [ranking] = DEVICES.rankings;
    const [orin, nano] = ranking!.devices;
    const low = { ...nano!, rank: null, grade: 'D' as const, apart: false };
    const answer = (devices: NonNullable<typeof ranking>['devices']) =>
      controller.answer('GET /v1/campaigns/c1/devices', {
        ...DEVICES,
        rankings: [{ ...ranking!, rankable: false, devices }],
      });
    answer([orin!, low]);
    const { out } = await results('devices c1');
    expect(out).toMatch(/1\. +orin-1 +1 +1 +1 +B +best of those ranked\n- +nano-1 .* D, not ranked *\n/);
    answer([{ ...low, device: 'orin-1' }, low]);
    expect((await results('devices c1')).out).toContain('no order: every grade is too low; times orin-1');
  });

  it.each(['--price -1', '--price x', '--device nano-1'])('refuses %s', async (options) => {
    expect((await results(`devices c1 ${options}`)).exitCode).toBe(2);
  });
});

const MEMBER: FrontView['fronts'][number]['members'][number] = {
  ...{
    ...sampleSubject(),
    point: samplePoint(),
    standing: 'certain',
    byEstimate: true,
    isBaseline: false,
    isKnee: true,
  },
  accuracy: { accuracyPct: 56.522, benchmark: 'ImageNet-1K top-1', source: 'torchvision' },
  accuracyPctPerJ: figure(301),
};
const FRONT: FrontView = {
  ...sampleHead(),
  fronts: [
    {
      ...{ scope: 'device', device: 'nano-1', workload: 'alexnet', benchmark: null, cells: 181, tooLow: 0 },
      members: [
        MEMBER,
        { ...MEMBER, standing: 'possible', byEstimate: false, isKnee: false, point: samplePoint({ gpuHz: 3e8 }) },
        { ...MEMBER, standing: 'off', byEstimate: false, isKnee: false, isBaseline: true },
      ],
    },
    {
      ...{ scope: 'benchmark', device: null, workload: null, benchmark: 'ImageNet-1K top-1', cells: 9, tooLow: 0 },
      members: [MEMBER],
    },
  ],
  leftOut: { fronts: 0, members: 0 },
};

describe('results front', () => {
  beforeEach(() => controller.answer('GET /v1/campaigns/c1/front', FRONT));

  it('prints fronts with knee, governors and accuracy; JSON; CSV', async () => {
    const { out } = await results('front c1');
    expect(out).toContain('nano-1: alexnet, the front of 181 cells');
    expect(out).toMatch(/187\.5 ± 3\.0 mJ +31\.25 ms \[31\.00, 31\.50\] +B +certain, knee\n.*off, governors/);
    expect(out).toContain('1 more cell may be on the front: --all shows them.');
    expect(out).toContain('All models of ImageNet-1K top-1, accuracy as a third axis');
    expect(out).toMatch(/56\.522 % +301 \[298, 304\]/);
    expect(out).toContain('Accuracy as published, not measured here: torchvision.');
    expect(out).not.toContain('possible\n');
    expect((await results('front c1 --all')).out).toContain('possible\n');
    expect(JSON.parse((await results('front c1 --json')).out)).toEqual(FRONT);
    expect((await results('front c1 --csv')).out.trim().split('\n')).toHaveLength(5);
  });

  it('names the work of each cell where one front has several', async () => {
    const [front] = FRONT.fronts;
    const answer = (...graphModes: string[]) =>
      controller.answer('GET /v1/campaigns/c1/front', {
        ...FRONT,
        fronts: [{ ...front!, members: graphModes.map((graphMode) => ({ ...MEMBER, graphMode })) }],
      });
    answer('static', 'dynamic');
    expect((await results('front c1')).out).toMatch(/work .*\nalexnet \(static\) .*\nalexnet  .*certain/);
    answer('static', 'static');
    const { out } = await results('front c1');
    expect(out).toContain('nano-1: alexnet (static), the front of 181 cells');
    expect(out).not.toContain('work ');
  });

  it('gives cells of a grade that is too low no standing', async () => {
    const low: FrontView['fronts'][number]['members'][number] = {
      ...MEMBER,
      ...{ standing: 'unranked', isKnee: false, point: samplePoint({ gpuHz: 3e8 }, { grade: 'D', rankable: false }) },
    };
    const [front] = FRONT.fronts;
    controller.answer('GET /v1/campaigns/c1/front', { ...FRONT, fronts: [{ ...front!, tooLow: 1, members: [low] }] });
    const { out } = await results('front c1');
    expect(out).toContain('the front of 181 cells, 1 too low to rank');
    expect(out).toMatch(/31\.25 ms \[31\.00, 31\.50\] +D +unranked\n/);
    expect(out).not.toContain('certain\n');
  });
});

const IMPLEMENTATIONS: ImplementationsView = {
  ...sampleHead(),
  effects: [
    {
      ...{ ...sampleSubject(), graphMode: 'static', batchSize: 32 },
      ...{ factor: 'graphMode', level: 'static', controlLevel: 'dynamic' },
      points: [{ at: 'dvfs', ...effect(0.9), ...SAMPLE_GRADES, trials: 3, controlTrials: 5 }],
      overall: { cells: 180, ...effect(0.91) },
      load: {
        ...{ at: 'dvfs', loadMj: figure(25_000), controlLoadMj: figure(20_000), loadRatio: figure(1.25) },
        ...{ trials: 3, controlTrials: 5 },
        crossover: { cheaper: 'variant', inferences: 120.4, low: 100.7, high: 150.2 },
        cumulative: [0, 32].map((inferences) => ({
          ...{ inferences, variantMj: figure(25_000), controlMj: figure(20_000), ratio: figure(1.25) },
        })),
      },
    },
  ],
  leftOut: { effects: 0 },
};

function effect(of: number) {
  return { energy: figure(of), time: figure(of), power: figure(1) };
}

describe('results implementations', () => {
  const [first] = IMPLEMENTATIONS.effects;
  const answer = (crossover: NonNullable<NonNullable<typeof first>['load']>['crossover']) =>
    controller.answer('GET /v1/campaigns/c1/implementations', {
      ...IMPLEMENTATIONS,
      effects: [{ ...first!, load: { ...first!.load!, crossover } }],
    });

  it('prints ratios, sums with loading and the crossover; JSON; CSV', async () => {
    controller.answer('GET /v1/campaigns/c1/implementations', IMPLEMENTATIONS);
    const { out } = await results('implementations c1');
    expect(out).toContain('nano-1: alexnet (static), batch 32: graph static against dynamic');
    expect(out).toMatch(/governors +3 and 5 +0\.900 \[0\.891, 0\.909\]/);
    expect(out).toMatch(/all clocks +180 cells +0\.910/);
    expect(out).toMatch(/32 +25\.00 J \[24\.75, 25\.25\] +20\.00 J .* +1\.25/);
    expect(out).toContain('static has paid off after 121 inferences [100 to 151].');
    expect(JSON.parse((await results('implementations c1 --json')).out)).toEqual(IMPLEMENTATIONS);
    expect((await results('implementations c1 --csv')).out.trim().split('\n')).toHaveLength(3);
  });

  it('says where nothing crosses, or an end of the interval is open', async () => {
    answer({ cheaper: 'control', inferences: null, low: 0, high: 0 });
    expect((await results('implementations c1')).out).toContain('dynamic takes less from the first inference on.');
    answer({ cheaper: 'variant', inferences: null, low: 0, high: null });
    expect((await results('implementations c1')).out).toContain('first inference on, as far as the intervals show.');
    answer({ cheaper: 'variant', inferences: 120, low: 80, high: null });
    expect((await results('implementations c1')).out).toContain('[80 and no upper end: it may never pay off].');
  });
});

const GOVERNORS: GovernorsView = {
  ...sampleHead(),
  effects: [
    {
      ...{ ...sampleSubject(), batchSize: 16 },
      points: [
        {
          ...{ ...samplePoint({ gpuHz: 'dvfs', cpuKhz: 'dvfs', cpuGovernor: 'powersave' }), isDefault: false },
          ...{ energyRatio: figure(0.99), timeRatio: figure(1.4), powerRatio: figure(0.7) },
          ...{ overBest: figure(1), mayBeBest: true, clocks: [] },
        },
        {
          ...{ ...samplePoint({ gpuHz: 'dvfs', cpuKhz: 'dvfs' }), isDefault: true },
          ...{ energyRatio: figure(1), timeRatio: figure(1), powerRatio: figure(1) },
          ...{ overBest: figure(1.01), mayBeBest: true },
          clocks: [
            {
              ...{ clock: 'cpu', policy: 0, method: 'counters', topHz: 1.479e9, topSharePct: 89 },
              shares: [{ hz: 1.479e9, sharePct: 89 }],
            },
          ],
        },
      ],
    },
  ],
  leftOut: { effects: 0 },
};

describe('results governors', () => {
  it('prints ratios to the default, and where the clocks were; JSON; CSV', async () => {
    controller.answer('GET /v1/campaigns/c1/governors', GOVERNORS);
    const { out } = await results('governors c1');
    expect(out).toMatch(/CPU DVFS \(powersave\) +3 +187\.5 ± 3\.0 mJ +0\.990 .*least energy/);
    expect(out).toMatch(/CPU DVFS +3 +187\.5 ± 3\.0 mJ +1 +1 +1 +CPU 89 % of 1479 MHz +B +default, may be best/);
    expect(JSON.parse((await results('governors c1 --json')).out)).toEqual(GOVERNORS);
    expect((await results('governors c1 --csv')).out.trim().split('\n')).toHaveLength(3);
  });
});

describe('every view as CSV', () => {
  it.each([
    ['sweep', SWEEP],
    ['batches', BATCHES],
    ['devices', DEVICES],
    ['front', FRONT],
    ['implementations', IMPLEMENTATIONS],
    ['governors', GOVERNORS],
  ])('%s says on each line whether it is simulated', async (name, view) => {
    for (const simulated of [true, false]) {
      controller.answer(`GET /v1/campaigns/c1/${name}`, { ...view, simulated });
      const [head, ...lines] = (await results(`${name} c1 --csv`)).out.trim().split('\n');
      expect(head).toMatch(/,simulated$/);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line.endsWith(`,${simulated}`)).toBe(true);
    }
  });
});
