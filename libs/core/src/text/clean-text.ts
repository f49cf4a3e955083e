/** Control characters but tab and newline, halves of surrogate pairs, and what reverses the direction of a line. */
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\p{Cs}]/gu;
const REPLACEMENT = '\ufffd';
/** No message of ours nests as deep; a device's could, to exhaust the stack. */
const MAX_DEPTH = 64;

/** Text from outside, fit for a terminal, a log line and a database column. The agent cleans in the same way. */
export function cleanText(text: string): string {
  return text.replace(UNFIT, REPLACEMENT);
}

/** A JSON value with each of its texts and keys cleaned; what nests deeper than 64 levels is null. */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanJson(item, depth + 1)]));
}
