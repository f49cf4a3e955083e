import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswerView } from '@joulefleet/contracts';
import { factorLevels } from '@joulefleet/core';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { sampleCell } from '../../fixtures/sample-views';
import { createColors } from 'picocolors';
import { renderAnswer } from '../../render/answer/render-answer';
import { runCli } from '../../run-cli';

const figure = (estimate: number) => ({ estimate, low: 0.98 * estimate, high: 1.02 * estimate });
const FIGURES = {
  ...{ cellKey: 'a'.repeat(32), levels: factorLevels({ gpuHz: 614_400_000, cpuKhz: 1_479_000 }), trials: 3 },
  ...{ energyPerInferenceMj: figure(187.5), energyPerBatchMj: figure(3000), latencyMs: figure(550) },
  ...{ powerMw: figure(5450), inferencesPerS: figure(29), edpMjMs: figure(1e5), costPerMillionInferences: null },
  grade: sampleCell({}).grade,
};
const BEST: AnswerView['best'] & object = {
  ...{ campaignId: '0199c3f2-0000', campaign: 'sweep', simulated: true, device: 'nano-1', deviceClass: 'jetson-nano' },
  ...{ workload: 'alexnet', batchSize: 16, graphMode: 'dynamic', inferences: 3200, unit: 'inference', options: {} },
  ...{ ...FIGURES, fit: 'yes', rankable: true, mayBeBest: true },
};
const ANSWER: AnswerView = {
  asked: {
    ...{ workload: 'alexnet', minimise: 'energy-per-inference', maxLatencyMs: 600, maxPowerW: null },
    ...{ device: null, deviceClass: null, batchSize: null, pricePerKwh: null },
  },
  ...{ simulated: true, best: BEST, runnersUp: [{ ...BEST, device: 'nano-2' }], closest: [] },
  baseline: {
    ...FIGURES,
    levels: factorLevels({}),
    savingPct: { estimate: 13.5, low: 12.9, high: 14.1 },
    corrected: true,
    rankable: true,
  },
  candidates: { all: 2, yes: 2, perhaps: 0, no: 0, tooLow: 0 },
  campaigns: [{ id: '0199c3f2-0000', name: 'sweep', simulated: true }],
  unknowns: [{ what: 'only batch size 16 was measured', how: 'measure others' }],
  ...{ campaignFile: null, scripts: { apply: '#!/bin/sh\nset\n', revert: '#!/bin/sh\nback\n' }, noScripts: null },
  notes: ['simulated: figures come from twins, not from boards'],
};
const NONE: AnswerView = {
  ...{ ...ANSWER, best: null, baseline: null, runnersUp: [], closest: [{ ...BEST, fit: 'no' }], scripts: null },
  ...{ campaignFile: 'name: "answer"\n', candidates: { all: 1, yes: 0, perhaps: 0, no: 1, tooLow: 0 } },
};

let controller: ControllerDouble;
beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  controller.answer('GET /v1/answer', ANSWER);
});
afterEach(() => controller.dispose());

async function answer(args: string) {
  const io = captureIo(controller.home);
  io.environment.workingFolder = controller.home;
  const exitCode = await runCli(['answer', ...args.split(' ').filter(Boolean)], io);
  return { exitCode, out: io.out(), err: io.err() };
}

it('prints the answer, the baseline, runners-up and what is not known', async () => {
  const { out, exitCode } = await answer('--workload alexnet --max-latency-ms 600 --class jetson-nano --mixed');
  expect(exitCode).toBe(0);
  expect(controller.received[0]!.path).toMatch(
    /\?minimise=energy-per-inference&workload=alexnet&maxLatencyMs=600&deviceClass=jetson-nano&mixed=true$/,
  );
  for (const part of [
    'alexnet: least energy-per-inference, at most 600 ms a batch',
    'SIMULATED',
    'nano-1 (jetson-nano)',
    'GPU 614.4 MHz, CPU 1479 MHz',
    '187.5 ± 3.8 mJ per inference',
    '13.5 % [12.9, 14.1], less the luck of the choice',
    'only batch size 16 was measured. To get it: measure others.',
    'note: simulated',
  ]) {
    expect(out).toContain(part);
  }
  expect(out).toMatch(/nano-2 +16 .*may be as good/s);
  expect(JSON.parse((await answer('--workload alexnet --json')).out)).toEqual(ANSWER);
});

it('distinguishes candidates by their work, inferences and campaign where these differ', async () => {
  const other = { id: '0199c3f2-1111', name: 'again', simulated: true };
  controller.answer('GET /v1/answer', {
    ...{ ...ANSWER, campaigns: [...ANSWER.campaigns, other] },
    runnersUp: [{ ...BEST, graphMode: 'static', inferences: 1600, campaignId: other.id, campaign: other.name }],
  });
  const { out } = await answer('--workload alexnet');
  expect(out).toMatch(/device +work +inferences +campaign +batch/);
  expect(out).toMatch(/nano-1 +alexnet \(static\) +1600 +0199c3f2-1 +16/);
  expect(out).toContain('campaign sweep (0199c3f2-0)');
  controller.answer('GET /v1/answer', ANSWER);
  expect((await answer('--workload alexnet')).out).toMatch(/device +batch/);
});

it('keeps to 80 columns', () => {
  const text = renderAnswer(ANSWER, { colors: createColors(false), columns: 80, nowMs: 0 });
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('writes the scripts, or prints one', async () => {
  const { err } = await answer('--workload alexnet --apply set.sh --revert back.sh');
  expect(err).toContain('Wrote set.sh');
  const read = (name: string) => readFileSync(join(controller.home, name), 'utf8');
  expect([read('set.sh'), read('back.sh')]).toEqual([ANSWER.scripts!.apply, ANSWER.scripts!.revert]);
  expect((await answer('--workload alexnet --apply set.sh')).exitCode).toBe(2);
  expect((await answer('--workload alexnet --apply -')).out).toBe(ANSWER.scripts!.apply);
});

it('ends with code 11 without an answer, and shows the closest and how to get one', async () => {
  controller.answer('GET /v1/answer', NONE);
  const { out, err, exitCode } = await answer('--workload alexnet --apply set.sh');
  expect(exitCode).toBe(11);
  expect(out).toContain('nothing that was measured keeps that');
  expect(out).toMatch(/Closest to the limits\n.*nano-1/s);
  expect(out).toContain('Campaign file to launch\nname: "answer"');
  expect(err).toContain('There is no script');
});

it.each([
  '',
  '--workload a --minimise love',
  '--workload a --minimise cost',
  '--workload a --max-power-w 0',
  '--workload a --max-latency-ms NaN',
  '--workload a --class tx2',
  '--workload a --json --apply -',
  '--workload a --apply - --revert -',
])('refuses "%s"', async (options) => {
  expect((await answer(options)).exitCode).toBe(2);
  expect(controller.received).toEqual([]);
});
