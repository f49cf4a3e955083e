/** Longest LEB128 form of a 64-bit number. */
export const MAX_VARINT_BYTES = 10;

/**
 * Appends a whole number as zigzag LEB128 (Protocol Buffers encoding, `sint64`): 0, -1, 1, -2 become 0, 1, 2, 3; seven bits
 * a byte, the lowest first. Works on doubles, so that no BigInt is made per value.
 *
 * @throws RangeError when the zigzag form leaves the whole numbers that a double holds exactly (about +-2^52).
 */
export function appendVarint(bytes: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  if (!Number.isSafeInteger(rest)) throw new RangeError(`not a whole number below 2^52: ${value}`);
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** Reads zigzag LEB128 numbers one after the other. */
export class VarintReader {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get atEnd(): boolean {
    return this.position === this.bytes.length;
  }

  /** The next number; null when the bytes end inside it or it is too large for a double. */
  next(): number | null {
    let raw = 0;
    let scale = 1;
    for (let length = 1; length <= MAX_VARINT_BYTES; length++) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) return null;
      raw += (byte & 0x7f) * scale;
      if (!Number.isSafeInteger(raw)) return null;
      if (byte < 0x80) return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
      scale *= 0x80;
    }
    return null;
  }
}
