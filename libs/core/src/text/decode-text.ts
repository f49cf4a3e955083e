/** The text of a file, or what it holds instead and what is wanted. */
export type DecodedText = { ok: true; text: string } | { ok: false; message: string; expected: string };

export interface DecodeOptions {
  /** Bytes that are not UTF-8 are read as Latin-1, as where only comments hold them. Default: they are refused. */
  lenient?: boolean;
}

const EXPECTED = 'text in UTF-8';
/** Characters at the start that tell UTF-16 without a byte order mark: all of them from U+0001 to U+00FF. */
const PROBED_CHARACTERS = 8;

/**
 * The text of a file that a person wrote: UTF-8, or UTF-16 as PowerShell and spreadsheets write it; without its byte order mark.
 * What is no text, or only half of it in one encoding, is told by what it is.
 */
export function decodeText(bytes: Uint8Array, { lenient = false }: DecodeOptions = {}): DecodedText {
  const foreign = foreignForm(bytes);
  if (foreign !== undefined) return refuse(foreign);
  const wide = utf16Of(bytes);
  if (wide !== undefined) return decodeUtf16(bytes, wide);
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const line = lineOf(bytes, nul);
    return refuse(`line ${line} holds a NUL byte: the file is binary, or a part of it is UTF-16 (PowerShell's >>)`);
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder('latin1').decode(bytes);
    return lenient ? { ok: true, text } : refuse(`line ${badLine(bytes)} is not UTF-8`);
  }
}

/** Told by its first bytes. */
function foreignForm(bytes: Uint8Array): string | undefined {
  const starts = (...prefix: number[]): boolean => prefix.every((byte, i) => bytes[i] === byte);
  if (starts(0xff, 0xfe, 0, 0) || starts(0, 0, 0xfe, 0xff)) return 'the file is UTF-32';
  if (starts(0x50, 0x4b, 3, 4)) return 'the file is a ZIP archive, such as a spreadsheet (.xlsx, .ods), not text';
  return undefined;
}

type Utf16 = 'utf-16le' | 'utf-16be';

function utf16Of(bytes: Uint8Array): Utf16 | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const probed = Math.min(PROBED_CHARACTERS, bytes.length >> 1);
  const isNul = (at: number): boolean => bytes[at] === 0;
  const places = Array.from({ length: probed }, (_, i) => 2 * i);
  if (probed < 2) return undefined;
  if (places.every((at) => !isNul(at) && isNul(at + 1))) return 'utf-16le';
  return places.every((at) => isNul(at) && !isNul(at + 1)) ? 'utf-16be' : undefined;
}

function decodeUtf16(bytes: Uint8Array, encoding: Utf16): DecodedText {
  const name = encoding === 'utf-16le' ? 'UTF-16' : 'UTF-16 (big-endian)';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const nul = text.indexOf('\0');
    if (nul < 0) return { ok: true, text };
    return refuse(`the file is ${name}, but line ${text.slice(0, nul).split('\n').length} is not`);
  } catch {
    return refuse(`the file is ${name}, but not all of it`);
  }
}

function refuse(message: string): DecodedText {
  return { ok: false, message, expected: EXPECTED };
}

function lineOf(bytes: Uint8Array, end: number): number {
  return bytes.subarray(0, end).reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);
}

/** The first line that is not UTF-8; no character of it spans lines. */
function badLine(bytes: Uint8Array): number {
  let [line, start] = [1, 0];
  for (;;) {
    const end = bytes.indexOf(0x0a, start);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end < 0 ? undefined : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    [line, start] = [line + 1, end + 1];
  }
}
