import type { CampaignSearchView, OneSearchView } from '@joulefleet/contracts';
import { sampleSearch } from '../../../../../libs/figures/src/search/fixtures/sample-search';
import { createColors } from 'picocolors';
import { renderSearches } from './render-search';

const plain = createColors(false);

function render(over: Partial<OneSearchView> = {}): string {
  const view: CampaignSearchView = {
    ...{ id: 'x', name: 'find it', state: 'completed', simulated: true },
    searches: [sampleSearch(over)],
  };
  return renderSearches(view, plain);
}

it('shows verdict, device time, candidates and the path of a search', () => {
  const lines = render().split('\n');
  expect(lines.slice(0, 6)).toEqual([
    'find it (SIMULATED)',
    '',
    'search of alexnet on jetson-nano',
    '  least energy with a latency of at most 200 ms, within 1 % with 95 % probability, by steered',
    '  done: 2 of at most 24 trials on nano-1, nano-2',
    '  The best is GPU 614.4 MHz, CPU 1479 MHz: 210.0 ± 2.0 mJ, measured once.',
  ]);
  const text = lines.join('\n');
  expect(text).toContain(
    'Verdict: certified. No cell is better by more than 1 % with a probability of 97 %. (by version 1.2.3)',
  );
  expect(text).toContain(
    'Device time: 3 min 00 s (search 2 min 00 s, check 1 min 00 s); the sweep would take 1 h 00 min: 5.0 % of it, 57 min 00 s saved.',
  );
  expect(text).toContain('May be best, of 5 cells: 4 after 0, 2 after 2.');
  expect(text).toMatch(/614.4 MHz +1479 MHz +210.0 ± 2.0 +97 % +1 +best/);
  expect(text).toContain("The governors' own choice takes 250 mJ.");
  expect(text).toMatch(/1 +nano-1 .* to begin with +250 +1 min 00 s/);
  expect(text).toMatch(/3 +nano-1 .* at random, as a check +failed/);
});

it('says less where less is known', () => {
  const before = render({
    steps: [],
    course: [],
    cells: [],
    over: false,
    deviceS: { search: 0, check: 0, confirm: 0, sweep: null },
  });
  expect(before).toContain('Device time: 0.00 s.');
  expect(before).not.toContain('Verdict');
});

it('says from what of earlier campaigns it starts', () => {
  const ids = ['3f2a81c0-0000-7000-8000-000000000001', '9b1c77d2-0000-7000-8000-000000000002'];
  const none = { campaigns: ids, cells: 0, devices: [], starts: [] };
  const known = render({ earlier: { ...none, cells: 180, devices: ['nano-2', 'nano-3'] } });
  expect(known.split('\n')[5]).toBe(
    '  Starts from 180 cells of alexnet on nano-2 and nano-3, of 2 earlier campaigns (3f2a81c0, 9b1c77d2).',
  );
  const one = render({ earlier: { ...none, campaigns: ids.slice(0, 1), cells: 1, devices: ['nano-2'] } });
  expect(one).toContain('Starts from 1 cell of alexnet on nano-2, of 1 earlier campaign (3f2a81c0).');
  expect(render({ earlier: { ...none, starts: [1, 2] } })).toContain(
    'No earlier campaign measured these cells of alexnet: the first trials are at the cells that were the best for other workloads, of 2 earlier campaigns (3f2a81c0, 9b1c77d2).',
  );
  expect(render()).not.toContain('earlier');
});
