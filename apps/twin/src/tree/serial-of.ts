import { createHash } from 'node:crypto';

/** 13 digits, as on the boards, the same for a name and seed. */
export function serialOf(name: string, seed: number): string {
  const hash = createHash('sha256').update(`${name}|${seed}`).digest();
  return `142${String(hash.readUIntBE(0, 6) % 1e10).padStart(10, '0')}`;
}
