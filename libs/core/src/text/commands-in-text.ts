/** A part of a text: words, or a command without the name of the program. */
export type TextPart = { words: string } | { command: string };

const COMMAND = /`joulefleet ([^`]+)`/;

/** A command that a text quotes, so that a reader without a command line can be shown what does the same. */
export function commandInText(command: string): string {
  return `\`joulefleet ${command}\``;
}

/** A text as words and the commands between them, in their order. */
export function splitCommands(text: string): TextPart[] {
  return text
    .split(COMMAND)
    .map((part, i) => (i % 2 === 0 ? { words: part } : { command: part }))
    .filter((part) => !('words' in part) || part.words !== '');
}
