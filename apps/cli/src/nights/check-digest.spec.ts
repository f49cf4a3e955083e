import type { NightChange } from '@joulefleet/contracts';
import { createColors } from 'picocolors';
import { SAMPLE_CHANGE } from '../fixtures/sample-night-changes';
import { renderCheckedDigest } from '../render/schedule/render-checked-digest';
import { checkDigest } from './check-digest';
import { NIGHTS, STORY } from './story';

const MOMENTS = Array.from({ length: NIGHTS }, (_, i) => `2026-03-01T00:00:${String(i).padStart(2, '0')}.000Z`);
const at = (night: number): NightChange['since'] => ({ at: MOMENTS[night - 1]!, local: '' });

/** What a digest says that names everything rightly. */
const RIGHT = STORY.map(({ about, cause, fromNight, pct }): NightChange => {
  const decided = at(fromNight + 2);
  return {
    ...SAMPLE_CHANGE,
    ...{ id: about, kind: 'group', key: about, about, device: null, cells: 6, changePct: pct, cause },
    ...{ since: at(fromNight), flagged: at(fromNight), decided },
  };
});
const withFirst = (over: Partial<NightChange>): NightChange[] => [{ ...RIGHT[0]!, ...over }, ...RIGHT.slice(1)];

describe('checkDigest', () => {
  it('finds nothing wrong with a digest that names all, whatever is suspected or went away', () => {
    const digest = [
      ...RIGHT,
      { ...RIGHT[0]!, state: 'suspected' as const },
      { ...RIGHT[1]!, state: 'went_away' as const },
    ];
    expect(checkDigest(digest, STORY, MOMENTS)).toMatchObject({ right: true, others: [] });
  });

  it.each<[string, NightChange[], string[]]>([
    ['names nothing of it', RIGHT.slice(1), ['not named']],
    ['is off in size', withFirst({ changePct: 4.5 }), ['size 4.5 %']],
    ['has the wrong direction', withFirst({ changePct: -3 }), ['size -3.0 %']],
    ['dates it too early', withFirst({ since: at(22) }), ['first night 22']],
    ['has another cause', withFirst({ cause: 'unknown' }), ['cause unknown']],
  ])('finds that it %s', (_, digest, wrong) => {
    const { right, injections } = checkDigest(digest, STORY, MOMENTS);
    expect(right).toBe(false);
    expect(injections[0]).toMatchObject({ wrong });
    expect(injections.slice(1).every((each) => each.wrong.length === 0)).toBe(true);
  });

  it('finds what it names besides, a second finding of one thing as well', () => {
    const { right, others } = checkDigest([...RIGHT, { ...RIGHT[0]!, metric: 'latency' }], STORY, MOMENTS);
    expect({ right, others: others.length }).toEqual({ right: false, others: 1 });
  });

  it('gives a drift the size of the nights that confirmed it, and two nights to be seen', () => {
    const drift = STORY.findIndex(({ name }) => name === 'drift');
    const late = { ...RIGHT[drift]!, since: at(24), decided: at(27), changePct: 3 };
    expect(checkDigest(RIGHT.with(drift, late), STORY, MOMENTS).right).toBe(true);
    expect(checkDigest(RIGHT.with(drift, { ...late, changePct: 5 }), STORY, MOMENTS).right).toBe(false);
  });
});

it('is shown with what is wrong, and what is named besides', () => {
  const screen = { colors: createColors(false), columns: Infinity, nowMs: 0 };
  const right = renderCheckedDigest(checkDigest(RIGHT, STORY, MOMENTS), screen);
  expect(right).toContain('All four are named rightly, and nothing else.');
  expect(right).toMatch(
    /✔ +regression, night 23, workload +\+3\.0 % \(2\.6 to 3\.5\), night 23, workload +mobilenetv2 takes 3 % longer/,
  );
  const wrong = checkDigest([...RIGHT.slice(1), { ...RIGHT[1]!, about: 'alexnet' }], STORY, MOMENTS);
  const text = renderCheckedDigest(wrong, screen);
  expect(text).toMatch(/✘ +regression, night 23, workload +nothing \(not named\)/);
  expect(text).toContain('Named, and not injected: +0.6 % (2.6 to 3.5): energy per inference; alexnet (6 cells)');
});
