import { accessRoutes, createdKey, sessionView } from '@joulefleet/contracts';
import * as z from 'zod';
import type { ControllerAddress } from './locate-controller';
import { exchange } from './send-request';

const TIMEOUT_MS = 30_000;

/** Logs in as a browser would, has an API key made, and logs out again. @throws CliFailure as `exchange`. */
export async function keyByPassword(
  at: ControllerAddress,
  login: { name: string; password: string },
  keyName: string,
): Promise<string> {
  const address = { ...at, key: null };
  const { logIn, createKey, logOut } = accessRoutes;
  const opened = await exchange(address, { ...logIn, body: login, answer: sessionView, timeoutMs: TIMEOUT_MS });
  const cookie = (opened.headers['set-cookie'] ?? []).map((each) => each.split(';', 1)[0]!);
  const headers = { cookie: cookie.join('; '), 'x-csrf-token': opened.answer.csrfToken };
  const body = { name: keyName };
  const made = await exchange(address, { ...createKey, body, answer: createdKey, headers, timeoutMs: TIMEOUT_MS });
  await exchange(address, { ...logOut, body: undefined, answer: z.undefined(), headers, timeoutMs: TIMEOUT_MS });
  return made.answer.key;
}
