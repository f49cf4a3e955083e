import { campaignPhase, deviceActivity, devicesThatBlock, isCampaignOver } from './campaign-progress';
import type { CampaignState } from './campaign-states';
import type { Availability } from '../condition/device-states';

const device = (availability: Availability, more: { done?: number; total?: number; ending?: boolean } = {}) => ({
  availability,
  done: 1,
  total: 2,
  ending: false,
  ...more,
});
const campaign = (state: CampaignState, finished = false) => ({ state, finished });

it.each([
  ['running', false, 3, 'running'],
  ['paused', false, 3, 'pausing'],
  ['paused', false, 0, 'paused'],
  ['stopped', false, 1, 'stopping'],
  ['stopped', true, 0, 'stopped'],
  ['cancelled', false, 0, 'cancelling'],
  ['cancelled', true, 0, 'cancelled'],
  ['completed', true, 0, 'completed'],
] as const)('a %s campaign (finished: %s, %s trials in hand) is %s', (state, finished, assigned, phase) => {
  expect(campaignPhase({ state, finished }, { assigned })).toBe(phase);
});

describe('a campaign is over', () => {
  it('when it has ended', () => {
    expect(isCampaignOver(campaign('completed'), [])).toBe(true);
    expect(isCampaignOver(campaign('failed'), [])).toBe(true);
    expect(isCampaignOver(campaign('paused'), [])).toBe(false);
    expect(isCampaignOver(campaign('running'), [])).toBe(false);
  });

  it('once cancelled, when its devices are restored, except for absent ones', () => {
    const ending = (...all: Availability[]) => all.map((each) => device(each, { ending: true }));
    expect(isCampaignOver(campaign('cancelled'), ending('leased', 'offline'))).toBe(false);
    expect(isCampaignOver(campaign('cancelled'), ending('offline', 'quarantined'))).toBe(true);
    // The last shard is settled; the campaign will be in a moment.
    expect(isCampaignOver(campaign('cancelled'), [])).toBe(false);
    expect(isCampaignOver(campaign('cancelled', true), ending('leased'))).toBe(true);
  });
});

describe('a running campaign is stuck', () => {
  const finished = device('ready', { done: 2 });

  it('when all that is left waits for devices that need a person', () => {
    const quarantined = device('quarantined');
    expect(devicesThatBlock(campaign('running'), [finished, quarantined])).toEqual([quarantined]);
    expect(devicesThatBlock(campaign('running'), [device('leased'), quarantined])).toEqual([]);
    expect(devicesThatBlock(campaign('running'), [device('offline')])).toEqual([]);
    expect(devicesThatBlock(campaign('running'), [finished])).toEqual([]);
    expect(devicesThatBlock(campaign('completed'), [quarantined])).toEqual([]);
  });
});

it.each([
  ['leased', true, {}, 'measuring'],
  ['leased', true, { ending: true }, 'measuring'],
  ['leased', false, { ending: true }, 'restoring'],
  ['offline', true, { ending: true }, 'restore_pending'],
  ['offline', true, {}, 'waiting'],
  ['ready', false, {}, 'waiting'],
  ['ready', false, { done: 2 }, 'done'],
] as const)('a device that is %s (reports: %s, %j) is %s', (availability, reported, more, activity) => {
  expect(deviceActivity(device(availability, more), reported)).toBe(activity);
});
