import { factorLevels } from '@joulefleet/core';
import { conditionSpans } from './condition-spans';
import { gridCell } from './grid-cell';
import { pauseSpans } from './pause-spans';

describe('the course of a campaign', () => {
  const change = (atMs: number, availability: string, message = '') => ({ atMs, availability, message });

  it('has times out of use from one change to the next, and the last one without an end', () => {
    const changes = [
      change(500, 'offline', 'no answer'),
      change(1_200, 'ready'),
      change(1_500, 'quarantined', 'too hot'),
      change(1_700, 'quarantined', 'too hot still'),
    ];
    expect(conditionSpans(changes, 1_000)).toEqual([
      { startMs: -500, endMs: 200, availability: 'offline', message: 'no answer' },
      { startMs: 500, endMs: null, availability: 'quarantined', message: 'too hot' },
    ]);
  });

  it('leaves out what was over before the range', () => {
    expect(conditionSpans([change(500, 'cooling'), change(900, 'leased')], 1_000)).toEqual([]);
  });

  it('has pauses until somebody lets it go on, or ends it', () => {
    const deed = (atMs: number, verb: string) => ({ atMs, action: `campaign.${verb}`, by: 'ada' });
    const deeds = [deed(100, 'pause'), deed(200, 'resume'), deed(1_100, 'pause'), deed(1_200, 'cancel')];
    expect(pauseSpans(deeds, 1_000, 2_000)).toEqual([{ startMs: 100, endMs: 200, by: 'ada' }]);
    expect(pauseSpans([deed(1_100, 'pause')], 1_000, 2_000)).toEqual([{ startMs: 100, endMs: null, by: 'ada' }]);
    expect(pauseSpans([deed(2_100, 'pause')], 1_000, 2_000)).toEqual([]);
  });

  it('sends the levels of a cell that are set', () => {
    const trials = { pending: 1, assigned: 0, accepted: 0, failed: 0, skipped: 0, rejected: 0 };
    const levels = factorLevels({ gpuHz: 614_400_000, batchSize: 8 });
    expect(gridCell({ cellKey: 'k', graphMode: 'dynamic', levels, ...trials })).toEqual({
      ...{ cellKey: 'k', graphMode: 'dynamic', levels: { gpuHz: 614_400_000, batchSize: 8 } },
      ...trials,
    });
  });
});
