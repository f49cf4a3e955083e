import { readFileSync } from 'node:fs';
import { z } from 'zod';
import MainRealmEnvironment from './environment';

const shared = globalThis as Record<string, unknown>;

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

it('shares its realm with Node.js and with packages', () => {
  expect(thrownBy(() => readFileSync('/no/such/file'))).toBeInstanceOf(Error);
  expect(thrownBy(() => z.number().parse('one'))).toBeInstanceOf(Error);
});

it('takes back what a file did to globals and to the environment, but for what packages need', async () => {
  const environment = new MainRealmEnvironment();
  const { fetch } = globalThis;
  const home = process.env.HOME;
  environment.keepingGlobals(() => (shared.ofAPackage = 'stays'));
  Object.assign(shared, { left: 1, fetch: () => undefined });
  Object.assign(process.env, { HOME: '/elsewhere', JOULEFLEET_LEFT: '1' });

  await environment.teardown();

  expect(shared).not.toHaveProperty('left');
  expect(globalThis.fetch).toBe(fetch);
  expect(process.env).toMatchObject({ HOME: home });
  expect(process.env).not.toHaveProperty('JOULEFLEET_LEFT');
  expect(shared.ofAPackage).toBe('stays');
  delete shared.ofAPackage;
});
