import type { TrialBody } from '@joulefleet/contracts';
import { EXPECTATIONS as expectations, type DeviceClass } from '@joulefleet/core';
import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';

const sweep = (name: string, device: string, lines: string[]): string =>
  [`name: ${name}`, `devices: { names: [${device}] }`, 'workloads: [alexnet]', ...lines, ''].join('\n');

describe('clocks during the window', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-orin-nx', 'jetson-xavier-nx', 'jetson-nano'] });
    await Promise.all(lab.twins.map((twin) => lab.enroll(twin)));
  });
  afterAll(() => lab.stop());

  it('rejects a trial whose clock another hand moved and put back, and measures it again', async () => {
    lab.twins[0]!.moveGpuOnce({ gpuHz: 306_000_000, afterMs: 1_000, forMs: 400 });
    const file = sweep('moved', 'orin-nx', [
      'baseline: none',
      'factors: { gpuFrequency: [612 MHz], cpuFrequency: [1984 MHz] }',
      'repetitions: 1',
      'inferences: 6400',
    ]);
    const { id } = await lab.launch(file);
    const { campaign, rejected } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ accepted: 1, skipped: 0 });
    expect(rejected).toEqual([{ device: 'orin-nx', check: 'clock_kept_level', attempts: 1, trials: 1 }]);
    const [found] = await queryOnce<{ findings: { check: string; message: string }[] }>(
      lab.databaseUrl,
      `SELECT m.findings FROM measurement m JOIN trial t ON t.id = m.trial_id
       WHERE t.campaign_id = '${id}' AND m.verdict = 'rejected'`,
    );
    expect(found!.findings.map(({ check }) => check)).toEqual(['clock_kept_level']);
    expect(found!.findings[0]!.message).toMatch(
      /^GPU was to stay at 612000000 Hz; of \d+ ms it was (39|40)\d ms at 306000000 Hz, by the kernel's counters$/,
    );
  }, 90_000);

  it('reports where governors held the clocks, counted or sampled, as in the study', async () => {
    const names = { 'orin-nx': 'jetson-orin-nx', 'xavier-nx': 'jetson-xavier-nx', nano: 'jetson-nano' };
    const file = sweep('governed', Object.keys(names).join(', '), [
      'baseline: dvfs',
      'factors: { gpuFrequency: dvfs, cpuFrequency: dvfs }',
      'repetitions: 1',
      'inferences: 6400',
    ]);
    const { id } = await lab.launch(file);
    const { governedClocks } = await lab.completed(id, 90);
    for (const [device, deviceClass] of Object.entries(names) as [string, DeviceClass][]) {
      const method = device === 'nano' ? 'sampled' : 'counters';
      const tolerancePct = device === 'nano' ? 12 : 2;
      const clocks = governedClocks.filter((clock) => clock.device === device);
      const shareOf = (clock: string) => clocks.find((each) => each.clock === clock)!.topSharePct;
      expect(new Set(clocks.map((clock) => clock.method))).toEqual(new Set([method]));
      expect(Math.abs(shareOf('cpu') - expectations.dvfs.timeAtHighestCpuPct[deviceClass])).toBeLessThan(tolerancePct);
      expect(Math.abs(shareOf('gpu') - expectations.dvfs.timeAtHighestGpuPct[deviceClass])).toBeLessThan(tolerancePct);
      for (const { shares } of clocks)
        expect(shares.reduce((sum, { sharePct }) => sum + sharePct, 0)).toBeCloseTo(100, 6);
    }
  }, 120_000);

  it('counts the whole window, and no more than it', async () => {
    const rows = await queryOnce<{ body: TrialBody }>(
      lab.databaseUrl,
      "SELECT body FROM measurement WHERE verdict = 'accepted'",
    );
    expect(rows.length).toBeGreaterThanOrEqual(4);
    for (const { body } of rows) {
      const at = (name: string) => body.events.find((event) => event.name === name)!.tUs;
      const windowMs = (at('inference_end') - at('inference_start')) / 1000;
      const { cpu, gpu } = body.residency!;
      for (const { spanMs, levels, resolutionMs } of [...cpu, gpu!]) {
        const countedMs = levels.reduce((sum, { ms }) => sum + ms, 0);
        expect(Math.abs(countedMs - windowMs)).toBeLessThan(levels.length * resolutionMs + 1);
        expect(Math.abs(spanMs - windowMs)).toBeLessThan(1);
      }
    }
  });
});
