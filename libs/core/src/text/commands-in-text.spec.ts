import fc from 'fast-check';
import { commandInText, splitCommands } from './commands-in-text';

it('finds each command of a text between its words', () => {
  expect(splitCommands(`${commandInText('campaign fill')} measures it; see ${commandInText('device list')}`)).toEqual([
    { command: 'campaign fill' },
    { words: ' measures it; see ' },
    { command: 'device list' },
  ]);
  expect(splitCommands('run `nvpmodel` there')).toEqual([{ words: 'run `nvpmodel` there' }]);
});

it('loses nothing of any text', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('`', commandInText('campaign extend --repetitions 2')));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const joined = splitCommands(text).map((part) => ('words' in part ? part.words : commandInText(part.command)));
      expect(joined.join('')).toBe(text);
    }),
  );
});
