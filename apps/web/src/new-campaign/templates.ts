/** Campaign files to begin with, as `joulefleet campaign init` writes them: what each is for is its first line. */
export const TEMPLATES: readonly { kind: string; about: string; text: string }[] = Object.entries(__EXAMPLES__).map(
  ([kind, text]) => ({ kind, about: text.split('\n', 1)[0]!.replace(/^# /, ''), text }),
);
