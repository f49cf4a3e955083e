import { z } from 'zod';
import { describeMismatch, describeRequest } from './describe-request';

/** How zod's own messages begin. */
const OF_ZOD = /Invalid (input|option|string|key|number)|Too (small|big)|Unrecognized key/;

describe('describeMismatch', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['a missing key', z.object({ name: z.string() }), {}, 'name: "name" is missing; expected text'],
    [
      'another type',
      z.object({ port: z.number() }),
      { port: 'x' },
      'port must be a number, not "x"; expected a number',
    ],
    ['another type of the whole', z.string(), [1], 'expected text, found a list; expected text'],
    ['no value', z.object({ name: z.string() }), { name: null }, 'name has no value; expected text'],
    ['no number', z.object({ n: z.number() }), { n: Infinity }, 'n must be a finite number; expected a number'],
    ['a fraction', z.object({ n: z.int() }), { n: 1.5 }, 'n must be a whole number, not 1.5; expected a whole number'],
    ['too many', z.array(z.int()).max(1), [1, 2], 'a list is too long; expected at most 1 item'],
    ['an unknown word', z.enum(['on', 'off']), 'of', 'this cannot be "of"; expected on, off; did you mean on?'],
    ['an unknown key', z.strictObject({ seed: z.int() }), { sede: 1, seed: 1 }, /^sede: unknown key "sede"/.source],
    ['a pattern', z.string().regex(/^a$/), 'b', '"b" is not valid here'],
    ['a pattern with words', z.string().regex(/^a$/, 'an a'), 'b', '"b" is not valid here; expected an a'],
    ['a rule without words', z.number().refine((n) => n > 1), 1, '1 is not valid here'],
    ['a multiple', z.number().multipleOf(2), 3, '3 is not valid here'],
    ['one of several types', z.union([z.string(), z.number()]), true, 'true is not valid here'],
    ['a key of a record', z.record(z.enum(['a']), z.int()), { b: 1, a: 1 }, 'b: unknown key "b"'],
  ])('words %s itself', (_title, schema, value, message) => {
    const parsed = schema.safeParse(value);
    const text = describeMismatch(schema, parsed.error!, value);
    expect(text).not.toMatch(OF_ZOD);
    expect(text).toEqual(message.startsWith('^') ? (expect.stringMatching(message) as string) : message);
  });

  it('names the place of each finding once', () => {
    const schema = z.object({ user: z.object({ name: z.string().max(1), age: z.number() }) });
    const value = { user: { name: 'ada', age: 'old' } };
    const found = describeRequest(schema, schema.safeParse(value).error!, value).map(({ where }) => where);
    expect(found).toEqual(['user.name', 'user.age']);
  });
});
