/** Maximum length of a line in the agent protocol, in bytes. */
export const MAX_LINE_BYTES = 256 * 1024;

/** Splits a byte stream into lines. When a line exceeds the limit, `tooLong` is called once and the rest is ignored. */
export function splitLines(line: (text: string) => void, tooLong: () => void): (data: Buffer) => void {
  let parts: Buffer[] = [];
  let bytes = 0;
  let broken = false;
  return (data) => {
    let rest = data;
    for (let end = rest.indexOf(10); end >= 0 && !broken; end = rest.indexOf(10)) {
      parts.push(rest.subarray(0, end));
      line(Buffer.concat(parts).toString('utf8'));
      parts = [];
      bytes = 0;
      rest = rest.subarray(end + 1);
    }
    if (broken) return;
    parts.push(rest);
    bytes += rest.length;
    if (bytes > MAX_LINE_BYTES) {
      broken = true;
      parts = [];
      tooLong();
    }
  };
}
