import { isAllowedHost, parseAllowedHost, type AllowedHost } from './allowed-hosts';

const list = (...texts: string[]): AllowedHost[] => texts.map((text) => parseAllowedHost(text)!);

it.each([
  ['hooks.example.com', 'hooks.example.com', 443, true],
  ['Hooks.Example.com.', 'HOOKS.example.com', 443, true],
  ['hooks.example.com', 'hooks.example.com.evil.org', 443, false],
  ['hooks.example.com', 'evil-hooks.example.com', 443, false],
  ['*.example.com', 'a.b.example.com', 443, true],
  ['*.example.com', 'example.com', 443, false],
  ['*.example.com', 'badexample.com', 443, false],
  ['smtp.lab:587', 'smtp.lab', 587, true],
  ['smtp.lab:587', 'smtp.lab', 6379, false],
  ['127.0.0.1:25', '127.0.0.1', 25, true],
  ['[::1]:8080', '[::1]', 8080, true],
  ['[::1]', '::1', 1, true],
])('%s and %s:%i: %s', (entry, host, port, allowed) => {
  expect(isAllowedHost(list('other.org', entry), host, port)).toBe(allowed);
  expect(isAllowedHost([], host, port)).toBe(false);
});

it.each([
  '',
  '*',
  '*.',
  '*example.com',
  'a b',
  'http://a.org',
  'a.org/x',
  'a.org:0',
  'a.org:65536',
  'a.org:x',
  '::1',
  '[x]',
  'user@a.org',
  '-a.org',
])('takes %j for no host', (text) => expect(parseAllowedHost(text)).toBeNull());
