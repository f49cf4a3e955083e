import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CalibrationView } from '@joulefleet/contracts';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { runCli } from '../../run-cli';

const CALIBRATION: CalibrationView = {
  device: 'nano-1',
  rail: 'POM_5V_IN',
  version: 2,
  boardSerial: '1421',
  gain: 0.99012,
  offsetMw: -29.7,
  gainUncertainty: 0.0004,
  offsetUncertaintyMw: 2.1,
  correlation: -0.8,
  meter: { name: 'WT310', accuracy: { share: 0.001, offsetMw: 5 } },
  pairs: [{ readingMw: 1_000, meterMw: 961, meterUncertaintyMw: null, residualMw: 0.6 }],
  note: 'bench 2',
  forced: false,
  validFrom: '2026-01-02T10:00:00.000Z',
  createdAt: '2026-01-02T10:00:00.000Z',
  createdBy: 'ada',
  withdrawn: null,
  inForce: true,
};
let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  controller.answer('GET /v1/devices/nano-1/calibrations', { calibrations: [CALIBRATION] });
  controller.answer('POST /v1/devices/nano-1/calibrations', CALIBRATION, 201);
});
afterEach(() => controller.dispose());

async function cli(...args: string[]) {
  const io = captureIo(controller.home);
  const exitCode = await runCli(['calibration', ...args], io);
  return { exitCode, out: io.out(), err: io.err() };
}

function pairsFile(text: string): string {
  const file = join(controller.home, 'pairs.csv');
  writeFileSync(file, text);
  return file;
}

it('add sends the pairs of the file and the accuracy of the meter', async () => {
  const file = pairsFile('reading,meter\n1000,961\n2000,1950.5\n');
  const options = ['--rail', 'POM_5V_IN', '--file', file, '--meter', 'WT310, 0.1 % + 5 mW'];
  const { out, err } = await cli('add', 'nano-1', ...options, '--from', '2026-01-01 00:00Z', '--force');
  expect(controller.received[0]!.body).toEqual({
    rail: 'POM_5V_IN',
    pairs: [
      { readingMw: 1_000, meterMw: 961, meterUncertaintyMw: null },
      { readingMw: 2_000, meterMw: 1950.5, meterUncertaintyMw: null },
    ],
    meter: { name: 'WT310', accuracy: { share: 0.001, offsetMw: 5 } },
    note: '',
    validFrom: '2026-01-01T00:00:00.000Z',
    force: true,
  });
  expect(out).toContain('0.99012 ± 0.00040');
  expect(err).toContain('results recompute');
});

it.each([
  ['1000,961\n2000,NaN\n', 'WT310, 1 %', 'pairs.csv:2'],
  ['1000,961\n', 'WT310, fine', 'is not a name and an accuracy'],
])('add refuses %j with the meter %j', async (text, meter, said) => {
  const { exitCode, err } = await cli('add', 'nano-1', '--rail', 'X', '--file', pairsFile(text), '--meter', meter);
  expect({ exitCode, received: controller.received }).toEqual({ exitCode: 2, received: [] });
  expect(err).toContain(said);
});

it('list shows a row for each version', async () => {
  expect((await cli('list', 'nano-1')).out).toMatch(/POM_5V_IN +2 +0\.99012 ± 0\.00040 +-29\.7 ± 2\.1 mW .*in force/);
  controller.answer('GET /v1/devices/nano-1/calibrations', { calibrations: [] });
  expect((await cli('list', 'nano-1')).out).toContain('joulefleet calibration add nano-1');
});

it('show has the pairs, and the version in force where none is named', async () => {
  expect((await cli('show', 'nano-1', 'POM_5V_IN')).out).toMatch(
    /WT310, ±\(0\.1 % \+ 5 mW\)[^]*1000\.0 +961\.0 +- +0\.6/,
  );
  expect(await cli('show', 'nano-1', 'POM_5V_IN', '3')).toMatchObject({ exitCode: 2 });
});

it('remove withdraws a version', async () => {
  const withdrawn = { at: '2026-02-02T10:00:00.000Z', by: 'ada', reason: 'wrong shunt' };
  const path = 'POST /v1/devices/nano-1/calibrations/POM_5V_IN/2/withdraw';
  controller.answer(path, { ...CALIBRATION, inForce: false, withdrawn });
  const { out } = await cli('remove', 'nano-1', 'POM_5V_IN', '2', '--reason', 'wrong shunt');
  expect(out).toMatch(/withdrawn +2026-02-02.10:00.UTC.by.ada:.wrong.shunt/);
  expect(controller.received.at(-1)!.body).toEqual({ reason: 'wrong shunt' });
});
