import type { PreparationView, SudoersView } from '@joulefleet/contracts';

/** What is to be done on a board that is not enrolled; `writtenTo`: the file that holds the agent now, or null. */
export type Preparation = SudoersView & {
  agent: Omit<PreparationView['agent'], 'contentBase64'> & { writtenTo: string | null };
};

/** A shell script for a device that has the agent. */
export function renderSudoers({ commands, file, rule }: SudoersView): string {
  return [`# ${file}:`, `#   ${rule}`, ...commands].join('\n');
}

/**
 * A shell script for a board that is not enrolled, which says how the agent gets there first. `again` is the command line that
 * writes the agent, `then` the one that enrols.
 */
export function renderPreparation(
  preparation: Preparation,
  { host, again, then }: { host: string; again: string; then: string },
): string {
  const { path, writtenTo } = preparation.agent;
  const copy = `#   scp ${quoted(writtenTo ?? 'agent.pyz')} ${host.includes(':') ? `'[${host}]'` : host}:${path}`;
  const missing = ['# The agent is not there, and is copied first. This writes it:', `#   ${again}`, '# Then:', copy];
  return [
    ...(writtenTo === null ? missing : ['# Before this, from where you are now, the agent is copied there:', copy]),
    '# On the board, as a user with full sudo:',
    renderSudoers(preparation),
    '# Then, from where you are now:',
    `#   ${then}`,
  ].join('\n');
}

/** One word for a shell, on one line. */
function quoted(file: string): string {
  return /^[\w./~+-]+$/.test(file) ? file : `'${file.replaceAll('\n', '?').replaceAll("'", String.raw`'\''`)}'`;
}
