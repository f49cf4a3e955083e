/** Longest line of the agent protocol, in bytes. */
export const MAX_LINE_BYTES = 256 * 1024;

/** Cuts a byte stream into lines; `tooLong` is called once when a line exceeds the limit, and nothing follows. */
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
