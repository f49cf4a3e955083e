/** A finding of the controller in a campaign file: `campaign.yaml:2:13`. */
export interface Finding {
  where: string;
  message: string;
  expected?: string;
  nearest?: string;
}

export interface FoundPlace {
  from: number;
  to: number;
}

const PLACE = /:(\d+):(\d+)$/;

/** Line and column of a finding, both from 1; null: it is about no line. */
export function lineOf(where: string): { line: number; column: number } | null {
  const found = PLACE.exec(where);
  return found ? { line: Number(found[1]), column: Number(found[2]) } : null;
}

/** What to underline: from the place of a finding to the end of the word there, or of the line where there is none. */
export function placeFinding(text: string, where: string): FoundPlace {
  const place = lineOf(where) ?? { line: 1, column: 1 };
  const begin = startOfLine(text, place.line);
  const line = text.slice(begin).split('\n', 1)[0]!;
  const at = Math.min(place.column - 1, line.length);
  const word = /^[^\s,:{}[\]#]+/.exec(line.slice(at))?.[0] ?? line.slice(at);
  return { from: begin + at, to: begin + at + word.length };
}

const MAX_EXPECTED_CHARACTERS = 80;

/** What a finding says and what would be right, in one text; no long list of words beside the one that is meant. */
export function describeFinding({ message, expected, nearest }: Finding): string {
  const isLong = nearest !== undefined && (expected?.length ?? 0) > MAX_EXPECTED_CHARACTERS;
  const parts = [
    message,
    ...(expected && !isLong ? [`expected ${expected}`] : []),
    ...(nearest ? [`did you mean ${nearest}?`] : []),
  ];
  return parts.join('; ');
}

function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return at;
    at = next + 1;
  }
  return at;
}
