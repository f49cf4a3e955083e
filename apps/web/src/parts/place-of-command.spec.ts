import { placeOfCommand } from './place-of-command';

const about = { campaignId: 'c-1', device: 'nano-1' };

it.each([
  ['campaign extend --repetitions 2', '/campaigns/c-1', 'Extend by 2 repetitions'],
  ['campaign extend --repetitions 1', '/campaigns/c-1', 'Extend by 1 repetition'],
  ['campaign extend --file', '/campaigns/new?extend=c-1', 'Extend by an edited file'],
  ['results recompute --apply', '/campaigns/c-1/recompute', 'Recompute'],
  ['campaign report', '/campaigns/c-1/trials', 'the list of trials'],
  ['calibration add', '/fleet/nano-1', 'a calibration on the page of nano-1'],
  ['device check orin-2', '/fleet/orin-2', 'Check on the page of orin-2'],
  ['device list', '/fleet', 'the fleet'],
  ['nightly changes night --all', '/schedules/night/changes?show=all', 'what is judged'],
])('leads from %s to %s', (command, path, title) => {
  expect(placeOfCommand(command, about)).toEqual({ path, title });
});

it('leads to the list where it does not know of what a text is', () => {
  expect(placeOfCommand('campaign fill', {})).toEqual({ path: '/campaigns', title: 'Fill of the campaign' });
  expect(placeOfCommand('calibration add', {})?.path).toBe('/fleet');
});

it.each(['up', 'login --url http://x', ''])('has no place for "%s"', (command) => {
  expect(placeOfCommand(command, about)).toBeNull();
});
