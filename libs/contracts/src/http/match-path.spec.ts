import { allowedMethods } from './match-path';
import type { Method, Route } from './route';

const at = (method: Method, path: string) => ({ method, path }) as Route;
const routes = [at('GET', '/v1/devices'), at('POST', '/v1/devices'), at('GET', '/v1/devices/:name')];

it.each([
  ['/v1/devices', ['GET', 'POST']],
  ['/v1/devices/', ['GET', 'POST']],
  ['/v1/devices/orin', ['GET']],
  ['/v1/devices/orin/more', []],
  ['/v1/nothing', []],
  ['/', []],
])('knows what %s offers', (path, methods) => expect(allowedMethods(routes, path)).toEqual(methods));
