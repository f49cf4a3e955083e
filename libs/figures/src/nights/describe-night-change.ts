import type { NightChange, NightChanges } from '@joulefleet/contracts';

export const METRIC_WORDS: Readonly<Record<NightChange['metric'], string>> = {
  energy: 'energy per inference',
  latency: 'time of an inference',
  power: 'mean power',
  load_energy: 'energy of loading',
};

/** A size with the ends of its 95 % interval; null or left out: an older version did not keep them. */
interface Size {
  changePct: number;
  lowPct?: number | null;
  highPct?: number | null;
}

/** `+3.1 % (2.6 to 3.6)`. */
export function describeChangeSize({ changePct, lowPct = null, highPct = null }: Size): string {
  const size = `${changePct > 0 ? '+' : ''}${changePct.toFixed(1)} %`;
  return lowPct === null || highPct === null ? size : `${size} (${lowPct.toFixed(1)} to ${highPct.toFixed(1)})`;
}

/** What measuring again showed: `differ, +3.1 % (2.6 to 3.6); sibling nano-2 alike, +0.1 % (-0.4 to 0.6)`. */
export function describeMeasuredAgain({ sibling, ...own }: NonNullable<NightChange['measuredAgain']>): string {
  const there = sibling && `sibling ${sibling.device} ${sibling.outcome}, ${describeChangeSize(sibling)}`;
  return [`${own.outcome}, ${describeChangeSize(own)}`, ...(there ? [there] : [])].join('; ');
}

type Described = Pick<
  NightChange,
  'kind' | 'about' | 'device' | 'metric' | 'cells' | 'underTest' | 'narrowed' | 'cause' | 'because' | 'measuredAgain'
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
  return [
    METRIC_WORDS[metric],
    where,
    ...describeVersions(found),
    ...describeCause(found),
    ...describeTurns(found),
  ].join('; ');
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

function describeTurns({ measuredAgain }: Pick<NightChange, 'measuredAgain'>): string[] {
  return measuredAgain === null ? [] : [`measured again: ${describeMeasuredAgain(measuredAgain)}`];
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
