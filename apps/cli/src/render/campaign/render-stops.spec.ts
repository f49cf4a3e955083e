import { sampleCampaign } from '../../fixtures/sample-views';
import { renderFilled } from './render-stops';

const WATCH = 'joulefleet campaign watch 1';
const { trials, name } = sampleCampaign();
const nothing = { ...trials, pending: 0, assigned: 0 };

it('says of a campaign that is filled what it measures, or that nothing is missing', () => {
  expect(renderFilled(sampleCampaign({ trials: { ...nothing, pending: 3 } }), WATCH)).toBe(
    `${name} measures what is missing, 3 trials to come.\nWatch it: ${WATCH}`,
  );
  expect(renderFilled(sampleCampaign({ state: 'completed', trials: nothing }), WATCH)).toBe(
    `Nothing is missing in ${name} that could be measured again.`,
  );
});

it('says of a search that is filled that it goes on, though it has no trials yet, or that it is paused', () => {
  const search = { strategy: { name: 'search', parameters: {} }, trials: nothing };
  expect(renderFilled(sampleCampaign({ ...search, state: 'running' }), WATCH)).toBe(
    `${name} goes on searching.\nWatch it: ${WATCH}`,
  );
  expect(renderFilled(sampleCampaign({ ...search, state: 'paused' }), WATCH)).toBe(
    `${name} is paused: nothing is measured until it is resumed.`,
  );
});
