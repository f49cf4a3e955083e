import { normalDeviate, seededRandom } from '../random';
import { spreadVersions, narrowRange, type VersionRange } from './bisect-versions';
import { planConfirmation } from './confirmation-test';
import { judgeVersions, type JudgedVersions, type VersionsPlan } from './judge-versions';
import { locateStep } from './locate-step';

const SD = 0.006;
const SIZE = 0.02;
const PLAN: VersionsPlan = { ...planConfirmation(0.001, SIZE / SD, 24), sd: SD };

/** Levels of versions with one step up at a place, and blocks of them that drift from one to the next. */
const stepAt = (versions: number, place: number, size = SIZE): number[] =>
  Array.from({ length: versions }, (_, version) => (version >= place ? size : 0));
function blocksOf(levels: readonly number[], count: number, seed: number | string): number[][] {
  const random = seededRandom(seed);
  const versions = levels.map((level) => level + 0.0007 * normalDeviate(random));
  return Array.from({ length: count }, (_, block) =>
    versions.map((level) => 7 + 0.01 * block + level + (SD / Math.SQRT2) * normalDeviate(random)),
  );
}

describe('judgeVersions', () => {
  const judge = (levels: readonly number[], seed: number): JudgedVersions =>
    judgeVersions(PLAN, blocksOf(levels, PLAN.looks.at(-1)!, seed), true);

  it('leaves the version that changed out in at most 1 of 100, and names it alone in most', () => {
    let [wrong, exact] = [0, 0];
    for (let seed = 0; seed < 1000; seed++) {
      const at = 1 + (seed % 7);
      const { place } = judge(stepAt(8, at), seed);
      wrong += Number(place !== null && (place.before >= at || place.since < at));
      exact += Number(place !== null && place.before === at - 1 && place.since === at);
    }
    expect(wrong).toBeLessThanOrEqual(10);
    expect(exact).toBeGreaterThan(700);
  });

  it('finds no step where there is none', () => {
    const found = Array.from({ length: 1000 }, (_, seed) => judge(stepAt(8, 8), seed).state);
    expect(found.filter((state) => state === 'located').length).toBeLessThanOrEqual(5);
  });

  it('says how large the step is', () => {
    const { place } = judgeVersions(PLAN, blocksOf(stepAt(6, 3, 0.05), PLAN.looks.at(-1)!, 1), false);
    expect(place).toMatchObject({ before: 2, since: 3 });
    expect(Math.abs(place!.shift - 0.05)).toBeLessThan(3 * place!.standardError);
  });

  it('waits for whole blocks', () => {
    const [first, second, third, ...rest] = blocksOf(stepAt(4, 2, 0.1), PLAN.looks.at(-1)!, 2);
    const half = third!.map((each, i) => (i < 2 ? each : NaN));
    expect(judgeVersions(PLAN, [first!, second!, half], false).state).toBe('open');
    expect(judgeVersions(PLAN, [first!, second!, third!], false).state).toBe('located');
    expect(judgeVersions(PLAN, [], false).state).toBe('open');
    expect(judgeVersions(PLAN, [first!], true).state).toBe('unclear');
    expect(judgeVersions(PLAN, [first!, second!, third!, ...rest], true).state).toBe('located');
  });

  it('leaves versions out that cannot be measured, and knows the place only to these', () => {
    const without = (places: number[]): number[][] =>
      blocksOf(stepAt(6, 3, 0.1), PLAN.looks.at(-1)!, 3).map((block) =>
        block.map((each, place) => (places.includes(place) ? NaN : each)),
      );
    expect(judgeVersions(PLAN, without([3]), false)).toMatchObject({
      state: 'located',
      place: { before: 2, since: 4 },
      unmeasured: [3],
    });
    expect(judgeVersions(PLAN, without([0]), false).state).toBe('unmeasured');
    expect(judgeVersions(PLAN, without([5]), true).state).toBe('unmeasured');
  });
});

it('a step is not looked for downwards', () => {
  const down = blocksOf(stepAt(3, 1, -0.1), 4, 4);
  expect(locateStep(down, SD, 0.01)).toMatchObject({ before: 0, since: 2, shift: 0 });
});

describe('spreadVersions', () => {
  const range = (good: number, bad: number, skipped: number[] = []): VersionRange => ({ good, bad, skipped });

  it.each([
    [range(0, 1), [0, 1]],
    [range(2, 5), [2, 3, 4, 5]],
    [range(0, 7), [0, 1, 2, 3, 4, 5, 6, 7]],
    [range(0, 70), [0, 10, 20, 30, 40, 50, 60, 70]],
    [range(0, 4, [2]), [0, 1, 3, 4]],
  ])('%j', (from, expected) => expect(spreadVersions(from)).toEqual(expected));

  it.each([8, 9, 23, 100, 999])('is eight different ones in order of %i', (bad) => {
    const places = spreadVersions(range(0, bad));
    expect(places).toHaveLength(8);
    expect(new Set(places).size).toBe(8);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe('narrowRange', () => {
  const located = (before: number, since: number, unmeasured: number[] = []): JudgedVersions => ({
    ...{ state: 'located', blocks: 5, unmeasured },
    place: { before, since, shift: 0.02, standardError: 0.001 },
  });
  const range: VersionRange = { good: 0, bad: 70, skipped: [] };
  const measured = spreadVersions(range);

  it('goes on within what is possible, until neighbours', () => {
    const next = { good: 20, bad: 40, skipped: [] };
    expect(narrowRange(range, measured, located(2, 4), true)).toEqual({ kind: 'measure', range: next });
    const end = { kind: 'end', range: { good: 2, bad: 3, skipped: [] }, outcome: 'found' };
    expect(narrowRange({ good: 0, bad: 5, skipped: [] }, [0, 1, 2, 3, 4, 5], located(2, 3), false)).toEqual(end);
  });

  it('ends where nothing becomes narrower, or what is left cannot be measured', () => {
    const step = narrowRange(range, measured, located(0, 7), true);
    expect(step).toEqual({ kind: 'end', range, outcome: 'between' });
    const skipped = narrowRange({ good: 0, bad: 3, skipped: [] }, [0, 1, 2, 3], located(0, 2, [1]), true);
    expect(skipped).toEqual({ kind: 'end', range: { good: 0, bad: 2, skipped: [1] }, outcome: 'between' });
  });

  it('ends without a difference; of a later round stays what was known', () => {
    const alike: JudgedVersions = { state: 'alike', place: null, blocks: 5, unmeasured: [] };
    expect(narrowRange(range, measured, alike, true)).toEqual({ kind: 'end', range, outcome: 'alike' });
    expect(narrowRange(range, measured, alike, false)).toEqual({ kind: 'end', range, outcome: 'between' });
  });

  it('finds every one of 1,000 versions in four rounds', () => {
    for (let at = 1; at < 1000; at += 7) {
      let current: VersionRange = { good: 0, bad: 999, skipped: [] };
      for (let round = 1; ; round++) {
        expect(round).toBeLessThanOrEqual(4);
        const places = spreadVersions(current);
        const since = places.findIndex((place) => place >= at);
        const step = narrowRange(current, places, located(since - 1, since), round === 1);
        current = step.range;
        if (step.kind === 'measure') continue;
        expect([step.outcome, current.good, current.bad]).toEqual(['found', at - 1, at]);
        break;
      }
    }
  });
});
