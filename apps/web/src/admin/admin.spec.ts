import { scopesOf } from '@joulefleet/core';
import { isAdmins, permittedPages } from './admin-pages';
import { filtersOf } from './audit-search';
import { formatBytes, isLow } from './format-bytes';
import { makePassword } from './make-password';

const GIB = 1024 ** 3;

it('offers the pages of administration that a role may open', () => {
  expect(permittedPages(scopesOf('viewer')).map(({ title }) => title)).toEqual(['Identities', 'System']);
  expect(permittedPages(scopesOf('admin'))).toHaveLength(4);
  expect([isAdmins(scopesOf('researcher')), isAdmins(scopesOf('admin'))]).toEqual([false, true]);
});

it('makes passwords as long as those of the command line, and never the same', () => {
  const made = new Set(Array.from({ length: 50 }, makePassword));
  expect(made.size).toBe(50);
  for (const password of made) expect(password).toMatch(/^[\w-]{24}$/);
});

it('reads the filters of the audit log from a URL, and leaves out what is none', () => {
  const search = new URLSearchParams({ actor: ' ada ', subject: 'nothing', from: '2026-01-01T10:00', to: 'soon' });
  expect(filtersOf(search)).toEqual({
    ...{ actor: 'ada', action: undefined, subject: undefined, subjectId: undefined, to: undefined },
    from: new Date('2026-01-01T10:00').toISOString(),
  });
  expect(filtersOf(new URLSearchParams({ subject: 'user', id: 'bo' }))).toMatchObject({
    subject: 'user',
    subjectId: 'bo',
  });
});

it('writes sizes with three digits at most, and their unit', () => {
  expect([0, 512, 1023, 1536, 1024 ** 2, 120.4 * GIB].map(formatBytes)).toEqual([
    ...['0 B', '512 B', '1023 B', '1.5 KiB', '1 MiB', '120 GiB'],
  ]);
});

it('takes a disk for low by its share and by what is left', () => {
  expect(isLow({ totalBytes: 100 * GIB, freeBytes: 50 * GIB })).toBe(false);
  expect(isLow({ totalBytes: 100 * GIB, freeBytes: 9 * GIB })).toBe(true);
  expect(isLow({ totalBytes: 8 * GIB, freeBytes: GIB })).toBe(true);
  expect(isLow({ totalBytes: 10_000 * GIB, freeBytes: 500 * GIB })).toBe(false);
});
