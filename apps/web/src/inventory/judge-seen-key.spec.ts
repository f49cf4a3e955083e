import { judgeSeenKey } from './judge-seen-key';

const key = (fingerprint: string) => ({ fingerprint, where: `known_hosts:${fingerprint}` });

it.each([
  ['a', { is: 'accepted' }],
  ['b', { is: 'revoked', where: 'known_hosts:b' }],
  ['both', { is: 'revoked', where: 'known_hosts:both' }],
  ['c', { is: 'unknown' }],
])('the key %s that a device shows is %j', (seen, judged) => {
  const keys = { acceptedKeys: [key('a'), key('both')], revokedKeys: [key('b'), key('both')] };
  expect(judgeSeenKey(seen, keys)).toEqual(judged);
});
