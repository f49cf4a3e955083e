import type { SweepView } from '@joulefleet/contracts';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { sampleHead, samplePoint, sampleSubject } from '../../fixtures/sample-results';
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
    expect(out).toMatch(/600 MHz +3 +187\.5 ± 3\.0 mJ +500\.0 ms \[495\.0, 505\.0\] +6\.000 W/);
    expect(out).toContain(
      'plateau from 600 MHz on; from there more clock gains 1.0 % [0.5, 1.5] at most: less than 2 %',
    );
    expect(out).toContain('Left out: sweeps 2');
    expect(JSON.parse((await results('sweep c1 --json')).out)).toEqual(SWEEP);
    const csv = (await results('sweep c1 --csv')).out.trim().split('\n');
    expect(csv).toHaveLength(4);
    expect(csv[0]).toMatch(/^device,workload,.*energy_mj_per_inference_low/);
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
