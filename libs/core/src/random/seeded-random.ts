/** A source of uniform deviates in [0, 1) with 53 random bits each. Pure code takes one as an argument. */
export type Random = () => number;

/**
 * Generator of reproducible random numbers: sfc32 (Chris Doty-Humphrey, PractRand; chaotic 128-bit state with a counter,
 * period at least 2^32), its state filled by splitmix32 from the seed. A seed that is no
 * 32-bit integer is hashed by its text first (FNV-1a, 32 bit). Not for secrets.
 */
export function seededRandom(seed: number | string): Random {
  const isInt32 = typeof seed === 'number' && seed === (seed | 0);
  const next = splitmix32(isInt32 ? seed : hashText(String(seed)));
  const nextUint32 = sfc32(next(), next(), next());
  return () => ((nextUint32() >>> 5) * 0x4000000 + (nextUint32() >>> 6)) / 0x20000000000000;
}

/** A generator of its own for one named purpose, so that drawing more for one thing does not shift another. */
export function derivedRandom(seed: number | string, purpose: string): Random {
  return seededRandom(`${seed}|${purpose}`);
}

function sfc32(a: number, b: number, c: number): () => number {
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

function splitmix32(state: number): () => number {
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
}

/** FNV-1a over UTF-16 code units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
