import type { ReportView } from '@joulefleet/contracts';

/** An entry of a bibliography, with the figures that a reader quotes in its note. */
export function bibtexEntry({ campaign, simulated, rows }: ReportView, version: string): string {
  const at = campaign.finishedAt ?? campaign.startedAt ?? campaign.createdAt;
  const savings = rows.flatMap(({ correctedSavingPct, savingPct }) => correctedSavingPct ?? savingPct ?? []);
  const estimates = savings.map(({ estimate }) => estimate);
  const range =
    estimates.length === 0
      ? ''
      : `, saving against the baseline ${Math.min(...estimates).toFixed(1)} to ${Math.max(...estimates).toFixed(1)} percent`;
  const counted = `${campaign.trials.accepted} accepted trials, ${rows.length} rows of device and work${range}`;
  const fields = {
    title: campaign.name,
    ...(campaign.owner === null ? {} : { author: campaign.owner }),
    year: at.slice(0, 4),
    month: String(Number(at.slice(5, 7))),
    howpublished: `Joulefleet ${version}, campaign ${campaign.id}`,
    note: `${simulated ? 'Simulated, not measured on boards. ' : ''}${counted}`,
  };
  const lines = Object.entries(fields).map(([key, value]) => `  ${key} = {${bibtexText(value)}}`);
  return `@misc{joulefleet-${campaign.id.slice(0, 13)},\n${lines.join(',\n')}\n}`;
}

const SIGNS: Readonly<Record<string, string>> = {
  ...{ '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' },
};

function bibtexText(text: string): string {
  return text.replaceAll(/[\\{}~^%#$&_]/g, (sign) => SIGNS[sign] ?? `\\${sign}`).replaceAll(/\s+/g, ' ');
}
