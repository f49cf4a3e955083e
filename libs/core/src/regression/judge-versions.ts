import { judgeConfirmation, type SequentialPlan } from './confirmation-test';
import { locateStep, type StepPlace } from './locate-step';

/** How several versions are compared: the first and the last one by a test, then the place of the step between them. */
export interface VersionsPlan extends SequentialPlan {
  /** Standard deviation of the difference of two versions in one block, a logarithm. */
  sd: number;
}

/**
 * `open`: more blocks may decide. `located`: the first and the last version differ, and `place` says where, as well as it is known. `alike`: they do
 * not. `unclear`: measuring ended before that was known. `unmeasured`: one of these two was not measured.
 */
export const VERSIONS_STATES = ['open', 'located', 'alike', 'unclear', 'unmeasured'] as const;

export interface JudgedVersions {
  state: (typeof VERSIONS_STATES)[number];
  /** Only of `located`. */
  place: StepPlace | null;
  /** Blocks that it was found from. */
  blocks: number;
  /** Places of versions that could not be measured. */
  unmeasured: number[];
}

/** A place is left out with this probability although the step is there. */
const PLACE_ALPHA = 0.005;
/** A version that is never measured while another is in so many blocks cannot be. */
const BLOCKS_WITHOUT = 3;

/**
 * Where blocks of several versions stand, the oldest version first: looked at after as many blocks as were planned for. First and last version are
 * compared as when a suspicious cell is measured again; once they differ it is looked for the place of the step, until that is known or blocks end.
 *
 * @param blocks of each the logarithm of a figure of every version, in the direction of the step; NaN where one was not measured.
 * @param isOver no more blocks will come.
 */
export function judgeVersions(
  plan: VersionsPlan,
  blocks: readonly (readonly number[])[],
  isOver: boolean,
): JudgedVersions {
  const versions = blocks[0]?.length ?? 0;
  const unmeasured = unmeasuredOf(blocks, versions, isOver);
  const measured = Array.from({ length: versions }, (_, place) => place).filter((each) => !unmeasured.includes(each));
  if (measured[0] !== 0 || measured.at(-1) !== versions - 1) {
    const state = unmeasured.length > 0 || isOver ? 'unmeasured' : 'open';
    return { state, place: null, blocks: 0, unmeasured };
  }
  const whole = blocks
    .map((block) => measured.map((place) => block[place]!))
    .filter((block) => block.every((each) => !Number.isNaN(each)));
  const judged = judgeWhole(plan, whole, isOver);
  const { place } = judged;
  const within = place && { ...place, before: measured[place.before]!, since: measured[place.since]! };
  return { ...judged, place: within, unmeasured };
}

function judgeWhole(
  plan: VersionsPlan,
  whole: readonly number[][],
  isOver: boolean,
): Omit<JudgedVersions, 'unmeasured'> {
  let differ = false;
  const looks = plan.looks.filter((look) => look <= whole.length);
  for (const look of looks) {
    const seen = whole.slice(0, look);
    if (!differ) {
      const ends = seen.map((block) => block.at(-1)! - block[0]!);
      const { state } = judgeConfirmation(plan, ends, plan.sd);
      if (state === 'went_away') return { state: 'alike', place: null, blocks: look };
      differ = state === 'confirmed';
    }
    if (!differ) continue;
    const place = locateStep(seen, plan.sd, PLACE_ALPHA);
    if (place.since - place.before === 1) return { state: 'located', place, blocks: look };
  }
  const isLast = looks.length === plan.looks.length;
  if (!isLast && !isOver) return { state: 'open', place: null, blocks: looks.at(-1) ?? 0 };
  if (!differ) return { state: 'unclear', place: null, blocks: whole.length };
  return { state: 'located', place: locateStep(whole, plan.sd, PLACE_ALPHA), blocks: whole.length };
}

function unmeasuredOf(blocks: readonly (readonly number[])[], versions: number, isOver: boolean): number[] {
  const counts = Array.from({ length: versions }, (_, version) => {
    return blocks.filter((block) => !Number.isNaN(block[version]!)).length;
  });
  if (!isOver && Math.max(0, ...counts) < BLOCKS_WITHOUT) return [];
  return counts.flatMap((count, version) => (count === 0 ? [version] : []));
}
