import type { TrialBody, TrialClock } from '@joulefleet/contracts';

type Account = Pick<TrialBody, 'before' | 'after' | 'residency'>;

/** What is known of each clock of a trial: read before and after it, counted within its window. CPU policies first, in their order. */
export function clocksOf({ before, after, residency }: Account): TrialClock[] {
  const policies = new Set(
    [...(before?.cpu ?? []), ...(after?.cpu ?? []), ...(residency?.cpu ?? [])].map(({ policy }) => policy),
  );
  const cpus = [...policies].sort((a, b) => a - b).map((policy) => cpuClock(policy, { before, after, residency }));
  const gpu = clock('GPU', before?.gpu, after?.gpu, residency?.gpu);
  const memory = clock('memory', null, null, residency?.emc);
  return [...cpus, gpu, memory].filter(
    ({ beforeHz, afterHz, levels }) => beforeHz !== null || afterHz !== null || levels !== null,
  );
}

function cpuClock(policy: number, { before, after, residency }: Account): TrialClock {
  const own = <T extends { policy: number }>(all: readonly T[] | undefined): T | undefined =>
    all?.find((each) => each.policy === policy);
  const reading = (point: Account['before']) => {
    const read = own(point?.cpu);
    return read && { curHz: read.curKhz * 1000, governor: read.governor };
  };
  const counted = own(residency?.cpu);
  const levels = counted && { ...counted, levels: counted.levels.map(({ khz, ms }) => ({ hz: khz * 1000, ms })) };
  return clock(`CPU ${policy}`, reading(before), reading(after), levels);
}

interface Reading {
  curHz: number;
  governor: string;
}

function clock(
  name: string,
  before: Reading | null | undefined,
  after: Reading | null | undefined,
  counted: { levels: { hz: number; ms: number }[]; method: 'counters' | 'sampled' } | null | undefined,
): TrialClock {
  return {
    clock: name,
    governor: before?.governor ?? after?.governor ?? null,
    beforeHz: before?.curHz ?? null,
    afterHz: after?.curHz ?? null,
    levels: counted?.levels.filter(({ ms }) => ms > 0) ?? null,
    method: counted?.method ?? null,
  };
}
