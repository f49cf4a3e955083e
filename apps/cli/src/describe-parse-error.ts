import type { CommanderError } from 'commander';
import { usageFailure, type CliFailure } from './cli-failure';

/** The parser's messages and ours, in the order in which they are tried. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^\(outputHelp\)$/, 'no command is named'],
  [/^unknown (command|option) '([^']*)'$/, 'there is no $1 "$2"'],
  [/^missing required argument '([^']*)'$/, 'the argument "$1" is missing'],
  [/^required option '([^']*)' not specified$/, 'the option "$1" is missing'],
  [/^option '([^']*)' argument missing$/, 'the option "$1" needs a value'],
  [/^option '([^']*)' cannot be used with option '([^']*)'$/, 'the options "$1" and "$2" exclude each other'],
  [/^option '([^']*)' argument '([^']*)' is invalid\. (.*)$/s, 'the option "$1" cannot be "$2". $3'],
  [/^command-argument value '([^']*)' is invalid for argument '([^']*)'\. (.*)$/s, '"$2" cannot be "$1". $3'],
  [/^too many arguments for '([^']*)'\. Expected (\d+) arguments? but got (\d+)\.$/, '"$1" takes $2 arguments, not $3'],
];
const SUGGESTION = /^(.*)\n\((Did you mean .*)\)$/s;

/** What a command line that cannot be parsed lacks, with the nearest word as the remedy. */
export function describeParseError(error: CommanderError): CliFailure {
  const message = error.message.replace(/^error: /, '');
  const [, first = message, remedy] = SUGGESTION.exec(message) ?? [];
  const [pattern, words] = WORDS.find(([each]) => each.test(first)) ?? [/^$/, ''];
  return usageFailure(first.replace(pattern, words), remedy === undefined ? {} : { remedy });
}
