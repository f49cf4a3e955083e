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
 * writes the agent, `then` the one that enrolls.
 */
export function renderPreparation(
  preparation: Preparation,
  { host, again, then }: { host: string; again: string; then: string },
): string {
  const { path, writtenTo } = preparation.agent;
  const write = writtenTo === null ? [`#      ${again}`] : [];
  const copy = `#      scp ${quoted(writtenTo ?? 'agent.pyz')} ${host.includes(':') ? `'[${host}]'` : host}:${path}`;
  return [
    `# 1. The agent is ${writtenTo === null ? 'written to a file and ' : ''}copied to the board, which is not enrolled yet:`,
    ...write,
    copy,
    '# 2. This is run on the board, by a user with full sudo.',
    renderSudoers(preparation),
    '# 3. The board is enrolled:',
    `#      ${then}`,
  ].join('\n');
}

/** One word for a shell, on one line. */
function quoted(file: string): string {
  return /^[\w./~+-]+$/.test(file) ? file : `'${file.replaceAll('\n', '?').replaceAll("'", String.raw`'\''`)}'`;
}
