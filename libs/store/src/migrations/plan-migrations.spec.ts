import { planMigrations } from './plan-migrations';

const first = { name: '1_first', sql: 'a', checksum: 'aa' };
const second = { name: '2_second', sql: 'b', checksum: 'bb' };

describe('planMigrations', () => {
  it('applies all to an empty database, in order', () => {
    expect(planMigrations([first, second], [])).toEqual([first, second]);
  });

  it('applies what is missing', () => {
    expect(planMigrations([first, second], [{ name: '1_first', checksum: 'aa', finished: true }])).toEqual([second]);
  });

  it.each([
    ['migration_changed', { name: '1_first', checksum: 'other', finished: true }],
    ['migration_unknown', { name: '9_later', checksum: 'zz', finished: true }],
    ['migration_unfinished', { name: '1_first', checksum: 'aa', finished: false }],
  ])('refuses with %s', (code, row) => {
    const refusal: unknown = expect.objectContaining({ code, origin: 'operator' });
    expect(() => planMigrations([first, second], [row])).toThrow(refusal as Error);
  });
});
