import { renderSearchSize } from './render-estimate';

const SIZE = {
  searches: 1,
  cells: 25,
  trials: 44,
  maxDeviceS: null,
  sweepTrials: 250,
  sweepS: null,
  earlierCampaigns: [],
};

it('says what a search may take and from what it starts, and nothing of another plan', () => {
  const line = '  search: at most 44 trials of 25 cells; the sweep would take 250 trials';
  expect(renderSearchSize({ search: SIZE })).toEqual([line]);
  expect(renderSearchSize({ search: { ...SIZE, maxDeviceS: 1800 } })).toEqual([
    '  search: at most 44 trials of 25 cells, and 30 min 00 s of each search before its checks; the sweep would take 250 trials',
  ]);
  const earlierCampaigns = ['3f2a81c0-0000-7000-8000-000000000001', '9b1c77d2-0000-7000-8000-000000000002'];
  expect(renderSearchSize({ search: { ...SIZE, earlierCampaigns } })).toEqual([
    line,
    '  starts from 2 earlier campaigns (3f2a81c0, 9b1c77d2)',
  ]);
  expect(renderSearchSize({ search: null })).toEqual([]);
});
