import { ResidencySums, type TrialResidency } from './index';

const GPU = [306e6, 510e6, 612e6] as const;
const BOTH = { cpu: true, gpu: true };

function trial(gpuMs: readonly number[], method: 'counters' | 'sampled' = 'counters'): TrialResidency {
  const levels = GPU.map((level, i) => ({ level, ms: gpuMs[i] ?? 0 })).filter(({ ms }) => ms > 0);
  const cpu = [0, 4].map((policy) => ({ policy, method, resolutionMs: 10, levels: [{ level: 729_600, ms: 1000 }] }));
  return {
    residency: { cpu, gpu: { method, resolutionMs: 10, levels }, emc: null },
    limits: { cpu: [{ policy: 0, max: 1_984_000 }], gpu: 612e6 },
  };
}

describe('ResidencySums', () => {
  it('weighs trials by their time, and keeps the share at the top', () => {
    const sums = new ResidencySums();
    sums.add(trial([1000, 0, 1000]), BOTH);
    sums.add(trial([0, 1000, 5000]), BOTH);
    expect(sums.sums().find(({ domain }) => domain === 'gpu')).toEqual({
      domain: 'gpu',
      policy: null,
      method: 'counters',
      trials: 2,
      topLevel: 612e6,
      topSharePct: 75,
      shares: [
        { level: 306e6, sharePct: 12.5 },
        { level: 510e6, sharePct: 12.5 },
        { level: 612e6, sharePct: 75 },
      ],
    });
  });

  it('has no top share where the top was never reached, and no policy whose limit is not known', () => {
    const sums = new ResidencySums();
    sums.add(trial([1000, 0, 0]), BOTH);
    expect(sums.sums().map(({ domain, policy, topSharePct }) => [domain, policy, topSharePct])).toEqual([
      ['cpu', 0, 0],
      ['gpu', null, 0],
    ]);
  });

  it('leaves out a clock that is pinned, and one that was never counted', () => {
    const sums = new ResidencySums();
    sums.add(trial([0, 0, 0]), { cpu: false, gpu: true });
    expect(sums.sums()).toEqual([]);
  });

  it('is sampled as soon as one of its trials is', () => {
    const sums = new ResidencySums();
    sums.add(trial([1, 0, 0]), BOTH);
    sums.add(trial([1, 0, 0], 'sampled'), BOTH);
    expect(sums.sums().map(({ method }) => method)).toEqual(['sampled', 'sampled']);
  });
});
