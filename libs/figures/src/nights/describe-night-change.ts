import type { NightChange, NightChanges } from '@joulefleet/contracts';

export const METRIC_WORDS: Readonly<Record<NightChange['metric'], string>> = {
  energy: 'energy per inference',
  latency: 'time of an inference',
  power: 'mean power',
  load_energy: 'energy of loading',
};

/** `+3.0 %`. */
export function describeChangeSize({ changePct }: Pick<NightChange, 'changePct'>): string {
  return `${changePct > 0 ? '+' : ''}${changePct.toFixed(1)} %`;
}

type Described = Pick<
  NightChange,
  'kind' | 'about' | 'device' | 'metric' | 'cells' | 'underTest' | 'narrowed' | 'cause' | 'because'
>;

/** What changed, where, between which versions, and why, in one line: `energy per inference; nano-1: alexnet, batch 16; v1 to v2; cause ...`. */
export function describeNightChange({ kind, about, device, metric, cells, ...found }: Described): string {
  const cell = cells > 1 ? `${about} and ${cells - 1} more of the model` : about;
  const where =
    kind === 'device'
      ? `all of ${about}`
      : kind === 'group'
        ? `${about} (${cells} cells)`
        : `${device ?? 'several devices'}: ${cell}`;
  return [METRIC_WORDS[metric], where, ...describeVersions(found), ...describeCause(found)].join('; ');
}

/** What bisecting has found, else what was under test before and since. */
function describeVersions({ underTest, narrowed }: Pick<NightChange, 'underTest' | 'narrowed'>): string[] {
  const { before, since } = narrowed ?? underTest;
  if (before === since) return [];
  const more = narrowed && narrowed.between > 0 ? [`${narrowed.between} more in between`] : [];
  return [[`${before ?? '?'} to ${since ?? '?'}`, ...more].join(', ')];
}

function describeCause({ cause, because }: Pick<NightChange, 'cause' | 'because'>): string[] {
  return cause === null ? [] : [`cause ${cause.replace('_', ' ')}: ${because}`];
}

/** The least change of each metric that would be flagged: `energy per inference 0.9 % (every cell 1.2 %), ...`; empty where none is known. */
export function describeDetectable({ detectable }: Pick<NightChanges, 'detectable'>): string {
  return detectable
    .map(
      ({ metric, halfPct, allPct }) =>
        `${METRIC_WORDS[metric]} ${halfPct.toFixed(1)} % (every cell ${allPct.toFixed(1)} %)`,
    )
    .join(', ');
}
