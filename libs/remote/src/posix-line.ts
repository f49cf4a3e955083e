/**
 * A line of shell as every login shell takes it (sh, tcsh, fish): all of them know single quotes, in which only `'` ends the text.
 * What they would read in it all the same must not be there.
 * @throws Error: the line holds a quote, a backslash, a `!` or a line end (a bug).
 */
export function posixLine(line: string): string {
  if (/['\\!\r\n]/.test(line)) throw new Error(`the line cannot be quoted for every shell: ${line}`);
  return `exec /bin/sh -c '${line}'`;
}
