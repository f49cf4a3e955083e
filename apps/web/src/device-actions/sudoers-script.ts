import type { SudoersView } from '@joulefleet/contracts';

/** A shell script that installs the rule. */
export function sudoersScript({ commands, file, rule }: SudoersView): string {
  return `${[`# ${file}:`, `#   ${rule}`, ...commands].join('\n')}\n`;
}
