import type { Problem } from '@joulefleet/contracts';
import type { Colors } from '../terminal/session';
import { padRight } from '../terminal/visible-width';

/** Where texts begin. Their further lines do too: a device could write a line that looks like one of ours. */
const TEXT_COLUMN = 12;

const WHOSE: Readonly<Record<Problem['origin'], string>> = {
  device: "the device's",
  network: 'the network, or the other side is not there',
  controller: "the controller's",
  operator: 'the input or the set-up, yours to mend',
  bug: "Joulefleet's, please report it",
};

/** A problem as a reader needs it: what, where, whose fault, whether retrying helps, what to do. */
export function renderProblem(problem: Problem, colors: Colors): string {
  const facts: [string, string | undefined][] = [
    ['what', problem.detail],
    ['where', problem.where],
    ['fault', WHOSE[problem.origin]],
    ['retry', problem.transient ? 'may help' : 'does not help'],
    ['seen key', problem.fingerprint],
    ['to do', problem.remedy],
  ];
  const lines = facts
    .filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '')
    .map(([label, text]) => `  ${colors.dim(padRight(label, 8))}  ${hang(text)}`);
  const heading = `${colors.red('error')} ${colors.bold(problem.title)} ${colors.dim(`(${problem.code})`)}`;
  return [heading, ...lines, ...(problem.errors ?? []).map((error) => renderFinding(error, colors))].join('\n');
}

function renderFinding(finding: NonNullable<Problem['errors']>[number], colors: Colors): string {
  const lines = [`\n  ${colors.cyan(hang(finding.where))}  ${hang(finding.message)}`];
  if (finding.nearest) lines.push(`      did you mean: ${colors.green(hang(finding.nearest))}`);
  if (finding.expected) lines.push(`      expected: ${hang(finding.expected)}`);
  return lines.join('\n');
}

function hang(text: string): string {
  return text.replaceAll('\n', `\n${' '.repeat(TEXT_COLUMN)}`);
}
