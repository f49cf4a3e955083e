import { powerCycle, type PowerCycle } from '@joulefleet/contracts';
import { InvalidArgumentError } from 'commander';

/** `command:NAME`, an http(s) URL, or `none`: the parser would take null for an option without a value. */
export function parsePowerCycle(text: string): PowerCycle | 'none' {
  if (text === 'none') return text;
  const [, name] = /^command:(.*)$/.exec(text) ?? [];
  const parsed = powerCycle.safeParse(name === undefined ? { kind: 'http', url: text } : { kind: 'command', name });
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(
    "Expected command:NAME (a program in the home's folder hooks), an http(s) URL, or none.",
  );
}
