import type { Command, Option } from 'commander';

/**
 * Has every command below refuse an option with a value that is given twice, of which the parser takes the last, and `--no-x`
 * beside `--x`. Options may be repeated whose description says so: they collect values.
 */
export function refuseRepeatedOptions(command: Command): void {
  const seen = new Map<string, Option>();
  for (const option of command.options) {
    command.on(`option:${option.name()}`, () => {
      const before = seen.get(option.attributeName());
      seen.set(option.attributeName(), option);
      if (before === undefined || collects(option)) return;
      if (before.negate !== option.negate) command.error(`error: ${before.long} and ${option.long} exclude each other`);
      if (option.required || option.optional) command.error(`error: ${option.long} is given twice`);
    });
  }
  for (const each of command.commands) refuseRepeatedOptions(each);
}

function collects({ variadic, description }: Option): boolean {
  return variadic || description.includes('may be repeated');
}
