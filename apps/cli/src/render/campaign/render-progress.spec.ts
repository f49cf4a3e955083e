import type { CampaignView } from '@joulefleet/contracts';
import { createColors } from 'picocolors';
import fc from 'fast-check';
import { sampleCampaign, sampleDeviceProgress, sampleProgress } from '../../fixtures/sample-views';
import { visibleWidth } from '../../terminal/visible-width';
import { renderBar, renderDeviceChange, renderProgress, renderLeftOver } from './render-progress';

const plain = createColors(false);

describe('renderProgress', () => {
  it('says that a device works for another campaign', () => {
    const device = sampleDeviceProgress({
      activity: 'waiting',
      now: null,
      availability: 'leased',
      heldElsewhere: true,
    });
    const [, line] = renderProgress(sampleProgress({ devices: [device] }), 140, plain);
    expect(line).toMatch(/waiting: the device works for another campaign$/);
  });

  it('shows bar, count, rate, ETA and what is measured now', () => {
    const [headline, device] = renderProgress(sampleProgress(), 140, plain);
    expect(headline).toBe('three boards  SIMULATED  running  5/12 trials  4.0/min  ETA 1 min 45 s  after 1 min 15 s');
    expect(device).toMatch(
      /^nano-1 {2}█+░+ {2} 5\/12 {2}4.0\/min {2}ETA 1 min 45 s {2}1 measured again {2}alexnet b16 GPU 614.4 MHz CPU DVFS inference$/,
    );
  });

  it('gives an idle device its reason', () => {
    const device = sampleDeviceProgress({ now: null, availability: 'offline', reason: 'no answer' });
    expect(renderDeviceChange(device)).toBe(
      'nano-1: 5/12 trials, 4.0/min, ETA 1 min 45 s, 1 measured again, offline: no answer',
    );
  });

  it('cuts nothing at 60 columns: what does not fit goes to a line of its own', () => {
    const campaign = sampleCampaign({ name: 'energy topology of three boards over a weekend' });
    const lines = renderProgress(sampleProgress({ campaign }), 60, plain);
    for (const line of lines) expect(visibleWidth(line)).toBeLessThan(60);
    expect(lines).toEqual([
      'energy topology of three boards over a weekend  SIMULATED',
      '    running  5/12 trials  4.0/min  ETA 1 min 45 s',
      '    after 1 min 15 s',
      expect.stringMatching(/^nano-1 {2}█+░+ {2} 5\/12 {2}4.0\/min {2}ETA 1 min 45 s$/),
      '    1 measured again',
      '    alexnet b16 GPU 614.4 MHz CPU DVFS inference',
    ]);
  });

  it.each(['offline', 'quarantined'] as const)('says why a device is %s, not what it measured last', (availability) => {
    const device = sampleDeviceProgress({ availability, reason: 'no answer' });
    expect(renderDeviceChange(device)).toMatch(new RegExp(`, ${availability}: no answer$`));
    expect(renderProgress(sampleProgress({ devices: [device] }), 120, plain).join()).not.toContain('alexnet');
  });

  it('says of a campaign that was stopped what its devices still do', () => {
    expect(renderDeviceChange(sampleDeviceProgress({ ending: true }))).toMatch(/, ending: alexnet b16 .* inference$/);
    const restoring = { ending: true, now: null, done: 12 };
    expect(renderDeviceChange(sampleDeviceProgress(restoring))).toMatch(/, ending: the device is being restored$/);
    const absent = sampleDeviceProgress({ ...restoring, availability: 'offline', reason: 'no answer' });
    expect(renderDeviceChange(absent)).toMatch(/, offline: no answer; to be restored$/);
    const headline = (over: Partial<CampaignView>) =>
      renderProgress(sampleProgress({ campaign: sampleCampaign(over) }), 140, plain)[0];
    expect(headline({ state: 'cancelled', cancelledBy: 'ada' })).toContain('  cancelled by ada, ending  ');
    const finishedAt = '2026-01-02T10:00:00.000Z';
    expect(headline({ state: 'cancelled', cancelledBy: 'ada', finishedAt })).toContain('  cancelled by ada  ');
    expect(headline({ state: 'paused' })).toContain('  paused, ending  ');
  });

  it('fills the bar only when everything is done, and keeps its width', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 60 }), (done, total, width) => {
        const bar = renderBar(done, total, width, plain);
        expect(visibleWidth(bar)).toBe(width);
        expect(bar.includes('░')).toBe(total === 0 || done < total);
      }),
    );
  });
});

it('says for each device that blocks a campaign what brings it back', () => {
  const progress = sampleProgress();
  const { device } = progress.devices[0]!;
  const step = { code: 'repair', resolution: 'manual' } as const;
  const blockedBy = [{ device, availability: 'quarantined' as const, nextStep: step }];
  const devices = [{ ...progress.devices[0]!, availability: 'quarantined' as const, reason: 'the fan rattles' }];
  expect(renderLeftOver({ ...progress, devices, blockedBy })).toEqual([
    `${device} is quarantined: the fan rattles`,
    `  next step: repair it, then: joulefleet device check ${device}`,
  ]);
});

it('says that a device is in maintenance, not that it is maintenance', () => {
  const progress = sampleProgress();
  const devices = [{ ...progress.devices[0]!, availability: 'maintenance' as const, reason: 'dust', ending: true }];
  const [line] = renderLeftOver({ ...progress, devices, blockedBy: [] });
  expect(line).toBe(`${devices[0]!.device} is in maintenance: dust`);
});
