import { normalDeviate, seededRandom } from '../random';
import { normalProbability } from '../statistics/normal-probability';
import { normalQuantile } from '../statistics/normal-quantile';
import { powerSpending, spendingBoundaries } from './alpha-spending';
import { ConfirmationLedger } from './confirmation-ledger';
import { judgeConfirmation, planConfirmation, reachOfTurns } from './confirmation-test';
import { judgeNextNights } from './next-nights';

const FIFTHS = [0.2, 0.4, 0.6, 0.8, 1];

describe('spendingBoundaries', () => {
  it('is the quantile of a normal distribution with one look', () => {
    expect(spendingBoundaries([1], [0.025])[0]).toBeCloseTo(-normalQuantile(0.025), 3);
  });

  it('are those of the literature: O’Brien and Fleming’s spending function, 5 looks, 0.025 one-sided', () => {
    const root = -normalQuantile(0.0125);
    const spent = FIFTHS.map((fraction) => 2 * normalProbability(-root / Math.sqrt(fraction)));
    const expected = [4.8769, 3.3569, 2.6803, 2.2898, 2.031];
    spendingBoundaries(FIFTHS, spent).forEach((z, look) => expect(Math.abs(z - expected[look]!)).toBeLessThan(0.005));
  });

  it('spends the level and no more', () => {
    const alpha = 0.05;
    const boundaries = spendingBoundaries(
      FIFTHS,
      FIFTHS.map((fraction) => powerSpending(alpha, fraction, 2)),
    );
    const random = seededRandom(8);
    let crossed = 0;
    for (let i = 0; i < 20_000; i++) {
      let sum = 0;
      crossed += Number(
        FIFTHS.some(
          (fraction, k) => (sum += Math.sqrt(0.2) * normalDeviate(random)) / Math.sqrt(fraction) > boundaries[k]!,
        ),
      );
    }
    expect(Math.abs(crossed / 20_000 - alpha)).toBeLessThan(0.005);
  });
});

describe('judgeConfirmation', () => {
  const SD = 0.012;
  const ALPHA = 0.02;

  function share(difference: number, tries: number, effect = 1): { confirmed: number; blocks: number } {
    const random = seededRandom(`${difference}`);
    let [confirmed, blocks] = [0, 0];
    for (let i = 0; i < tries; i++) {
      const plan = planConfirmation(ALPHA, effect, 24);
      const values: number[] = [];
      let result = judgeConfirmation(plan, values, SD);
      while (result.state === 'undecided') {
        while (values.length < result.nextLook) values.push(difference + SD * normalDeviate(random));
        result = judgeConfirmation(plan, values, SD);
      }
      confirmed += Number(result.state === 'confirmed');
      blocks += values.length;
    }
    return { confirmed: confirmed / tries, blocks: blocks / tries };
  }

  it('confirms nothing more often than its level, and ends early where nothing differs', () => {
    const { confirmed, blocks } = share(0, 2_000);
    expect(confirmed).toBeLessThan(ALPHA);
    expect(blocks).toBeLessThan(0.35 * planConfirmation(ALPHA, 1, 24).looks.at(-1)!);
  });

  it('takes half of its observations for what it was planned for', () => {
    expect(share(SD, 500).blocks).toBeLessThan(0.55 * planConfirmation(ALPHA, 1, 24).looks.at(-1)!);
  });

  it('confirms what it was planned for', () => {
    expect(share(SD, 1_000).confirmed).toBeGreaterThan(0.85);
  });

  it('confirms only in the direction of the flag', () => {
    expect(share(-SD, 200).confirmed).toBe(0);
  });

  it('does not confirm what is certain but not relevant', () => {
    const plan = planConfirmation(ALPHA, 3, 24);
    const blocks = Array<number>(plan.looks.at(-1)!).fill(0.003);
    expect(judgeConfirmation(plan, blocks, 1e-5).state).toBe('went_away');
  });

  it('does not let one odd block confirm', () => {
    const plan = planConfirmation(ALPHA, 1, 24);
    const blocks = Array.from({ length: plan.looks[0]! }, (_, i) => (i === 0 ? 0.5 : 0));
    expect(judgeConfirmation(plan, blocks, SD).state).not.toBe('confirmed');
  });

  it('names the next look while it is undecided', () => {
    const plan = planConfirmation(ALPHA, 1, 24);
    expect(judgeConfirmation(plan, [], SD)).toMatchObject({ state: 'undecided', nextLook: plan.looks[0] });
    expect(plan.looks.every((look, i) => i === 0 || look > plan.looks[i - 1]!)).toBe(true);
  });
});

describe('judgeNextNights', () => {
  const before = { sd: 0.006, referenceNights: 28, rho: 0.1 };

  it('waits for two nights, confirms what stays and lets go what returns', () => {
    expect(judgeNextNights(before, [0.03], 0.01)).toBe('undecided');
    expect(judgeNextNights(before, [0.03, 0.03], 0.01)).toBe('confirmed');
    expect(judgeNextNights(before, [0, 0, 0, 0, 0, 0, 0], 0.01)).toBe('went_away');
    expect(judgeNextNights(before, [-0.05, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05], 0.01)).toBe('went_away');
  });
});

describe('ConfirmationLedger', () => {
  it('bounds what confirmations take, and lets what is certain borrow', () => {
    const ledger = new ConfirmationLedger(0.05);
    ledger.beginNight(100);
    expect(ledger.mayStart(3)).toBe(true);
    ledger.spend(20);
    expect(ledger.mayStart(3)).toBe(false);
    expect(ledger.mayStart(-6)).toBe(true);
    for (let night = 0; night < 4; night++) ledger.beginNight(100);
    expect(ledger.mayStart(3)).toBe(true);
  });

  it('saves up no more than five nights', () => {
    const ledger = new ConfirmationLedger(0.05);
    for (let night = 0; night < 100; night++) ledger.beginNight(100);
    ledger.spend(26);
    expect(ledger.mayStart(3)).toBe(false);
  });
});

describe('reachOfTurns', () => {
  const SD = 0.012;

  it('is wider the earlier the test stops, and that of one look for a plan of one', () => {
    const result = { standardError: 0.002 };
    // t(0.975, 32) = 2.0369 (tables of Student's t).
    expect(reachOfTurns({ looks: [3] }, result, 3)).toBeCloseTo(2.0369 * 0.002, 4);
    const reaches = [3, 6, 12].map((observations) => reachOfTurns({ looks: [3, 6, 9, 12] }, result, observations));
    expect([...reaches].sort((a, b) => b - a)).toEqual(reaches);
    expect(reaches[2]!).toBeGreaterThan(1.96 * 0.002);
    expect(reachOfTurns({ looks: [3, 6] }, result, 0)).toBeGreaterThan(reaches[2]!);
  });

  it('covers the difference in 95 of 100 tests, which the interval of one look does not', () => {
    const random = seededRandom(11);
    const tries = 2_000;
    let [covered, byOneLook] = [0, 0];
    for (let i = 0; i < tries; i++) {
      const difference = 0.006;
      const plan = planConfirmation(0.02, 1, 24);
      const values: number[] = [];
      let result = judgeConfirmation(plan, values, SD);
      while (result.state === 'undecided') {
        while (values.length < result.nextLook) values.push(difference + SD * normalDeviate(random));
        result = judgeConfirmation(plan, values, SD);
      }
      const off = Math.abs(result.difference - difference);
      covered += Number(off <= reachOfTurns(plan, result, values.length));
      byOneLook += Number(off <= 1.96 * result.standardError);
    }
    expect(covered / tries).toBeGreaterThan(0.945);
    expect(byOneLook / tries).toBeLessThan(0.945);
  });
});
