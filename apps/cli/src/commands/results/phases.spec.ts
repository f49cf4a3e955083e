import type { PhasesView } from '@joulefleet/contracts';
import { figure } from '../../fixtures/sample-comparison';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { sampleHead, samplePoint, sampleSubject } from '../../fixtures/sample-results';
import { runCli } from '../../run-cli';

let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
});
afterEach(() => controller.dispose());

const VIEW: PhasesView = {
  ...sampleHead(),
  cells: [
    {
      ...{ ...sampleSubject(), unit: 'token', point: samplePoint(), inferencesForLoad: 64 },
      phases: [
        ...[
          {
            phase: 'load',
            trials: 2,
            energyMj: figure(12_000),
            uncertaintyMj: 1800,
            durationMs: figure(2000),
          } as const,
        ],
        ...[
          {
            phase: 'inference',
            trials: 3,
            energyMj: figure(600_000),
            uncertaintyMj: 9000,
            durationMs: figure(1e5),
          } as const,
        ],
      ].map((phase) => ({ ...phase, powerMw: (1e3 * phase.energyMj.estimate) / phase.durationMs.estimate })),
    },
  ],
  leftOut: { cells: 0 },
};

it('prints each phase with what its readings leave open; JSON; CSV', async () => {
  controller.answer('GET /v1/campaigns/c1/phases', VIEW);
  const results = async (...more: string[]) => {
    const io = captureIo(controller.home);
    await runCli(['results', 'phases', 'c1', ...more], io);
    return io.out();
  };
  const out = await results();
  expect(out).toContain('nano-1: alexnet (counts tokens), batch 16, 3200 tokens');
  expect(out).toMatch(/load +2 +12\.0 ± 1\.8 J .* 6\.00 ± 0\.90 W/);
  expect(out).toMatch(/inference +3 +600\.0 ± 9\.0 J .* 6\.000 ± 0\.090 W/);
  expect(JSON.parse(await results('--json'))).toEqual(VIEW);
  const [head, load] = (await results('--csv')).trim().split(/\r?\n/);
  const field = (name: string) => load!.split(',')[head!.split(',').indexOf(name)];
  expect(['work_unit', 'phase', 'phase_energy_mj', 'inferences_for_load'].map(field)).toEqual([
    ...['token', 'load', '12000', '64'],
  ]);
});
