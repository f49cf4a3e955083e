import { cleanJson, cleanText } from './clean-text';

it.each([
  ['plain text\twith\nlines', 'plain text\twith\nlines'],
  ['ä €  😀', 'ä €  😀'],
  ['a\0b', 'a\ufffdb'],
  ['\u001b[31mred\u009b0m\r', '\ufffd[31mred\ufffd0m\ufffd'],
  ['half \ud83d of, and \ude00 other', 'half \ufffd of, and \ufffd other'],
  ['left\u202eright\u2066\u2028', 'left\ufffdright\ufffd\ufffd'],
])('cleans %j', (text, cleaned) => expect(cleanText(text)).toBe(cleaned));

it('cleans texts and keys of a JSON value, however deep', () => {
  expect(cleanJson({ 'a\0': ['\0', 1, null, true, { b: '\ud800' }] })).toEqual({
    'a\ufffd': ['\ufffd', 1, null, true, { b: '\ufffd' }],
  });
});

it('takes nothing of what nests without an end', () => {
  const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
  expect(JSON.stringify(cleanJson(deep))).toBe(`${'['.repeat(64)}null${']'.repeat(64)}`);
});
