/** A log line of this length is written as it is. */
const MAX_LINE_CHARACTERS = 16_384;
/** Longer texts in a longer line are cut. */
const MAX_TEXT_CHARACTERS = 4_096;
/** A line that is still longer keeps only what identifies it. */
const MAX_CUT_LINE_CHARACTERS = 65_536;

/** Bounds a JSON log line: long texts in it are cut, whoever wrote them. A line stays a line of JSON. */
export function boundLine(line: string): string {
  if (line.length <= MAX_LINE_CHARACTERS) return line;
  const content = JSON.parse(line) as Record<string, unknown>;
  const cut = `${JSON.stringify(cutTexts(content))}\n`;
  if (cut.length <= MAX_CUT_LINE_CHARACTERS) return cut;
  const { level, time, name, context, msg } = content;
  return `${JSON.stringify(cutTexts({ level, time, name, context, msg, cutFrom: line.length }))}\n`;
}

function cutTexts(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  if (Array.isArray(value)) return value.map(cutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.slice(0, 200), cutTexts(item)]));
}

function cutText(text: string): string {
  if (text.length <= MAX_TEXT_CHARACTERS) return text;
  return `${text.slice(0, MAX_TEXT_CHARACTERS)} ... (${text.length} characters)`;
}
