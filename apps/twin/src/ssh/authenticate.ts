import { timingSafeEqual } from 'node:crypto';
import type { AuthContext, ParsedKey } from 'ssh2';

/** Lets in the one user, by public key only. The first call of a client asks whether a key would do, without a signature. */
export function authenticate(context: AuthContext, user: string, authorized: readonly ParsedKey[]): void {
  if (context.method !== 'publickey' || context.username !== user) return context.reject(['publickey']);
  const { key, signature, blob, hashAlgo } = context;
  const match = authorized.find((one) => one.type === key.algo && same(one.getPublicSSH(), key.data));
  if (match === undefined) return context.reject(['publickey']);
  if (signature === undefined || blob === undefined) return context.accept();
  if (match.verify(blob, signature, hashAlgo) === true) context.accept();
  else context.reject(['publickey']);
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
