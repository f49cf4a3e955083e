import type { BudgetView } from '@joulefleet/contracts';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { runCli } from '../../run-cli';

const BUDGET: BudgetView = {
  campaignId: 'c1',
  simulated: true,
  device: 'nano-1',
  cellKey: 'a'.repeat(32),
  workload: 'alexnet',
  trialId: null,
  trials: 3,
  energyMj: 600_000,
  rawEnergyMj: 606_000,
  counterDifferencePct: -0.31,
  calibration: { rail: 'POM_5V_IN', version: 2 },
  parts: [
    { part: 'sensorOffset', standardMj: 0, sharePct: 0, cancels: 'in part' },
    { part: 'calibrationFit', standardMj: 300, sharePct: 36, cancels: 'in part' },
    { part: 'repeatability', standardMj: 400, sharePct: 64, cancels: 'no' },
  ],
  standardMj: 500,
  absoluteMj: 980,
  relativeMj: 900,
};
let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  controller.answer('GET /v1/campaigns/c1/budget', BUDGET);
});
afterEach(() => controller.dispose());

async function cli(args: string) {
  const io = captureIo(controller.home);
  const exitCode = await runCli(['results', 'budget', ...args.split(' ')], io);
  return { exitCode, out: io.out(), err: io.err() };
}

it('prints the parts that are there, and the totals', async () => {
  const { out } = await cli('c1 --device nano-1 --cell aaaaaaaa');
  expect(out).toMatch(/3 trials\nSIMULATED\n/);
  expect(out).toContain('600.00 ± 0.98 J (0.16 %, 95 %');
  expect(out).toMatch(/calibration fit +300\.0 +36\.0 +in part/);
  expect(out).toMatch(/all +500\.0 +100\.0/);
  expect(out).not.toContain('sensor offset');
  expect(out).toContain('Calibration 2 of POM_5V_IN; 606.00 J');
});

it('has one line for each part as CSV', async () => {
  const lines = (await cli('c1 --device nano-1 --cell aaaaaaaa --csv')).out.trim().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatch(/,cancels,simulated$/);
  expect(lines[2]).toBe(`nano-1,${'a'.repeat(32)},,600000,calibrationFit,300,36,in part,true`);
});

it.each(['c1', 'c1 --device nano-1', 'c1 --trial t --device nano-1 --cell aaaa'])('refuses %s', async (args) => {
  expect(await cli(args)).toMatchObject({ exitCode: 2, err: expect.stringContaining('--trial ID') as string });
});
