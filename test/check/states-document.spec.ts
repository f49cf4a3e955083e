import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AVAILABILITIES, describeStates } from '@joulefleet/core';

const FILE = join(__dirname, '../../docs/states.md');

it('docs/states.md is what the tables say', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(describeStates());
});

it('shows every state of a device with an edge to it', () => {
  for (const state of AVAILABILITIES) expect(describeStates()).toMatch(new RegExp(`--> ${state}\\b`));
});
