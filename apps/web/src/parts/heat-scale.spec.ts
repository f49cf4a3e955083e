import { heatColor, inkOn, logShare } from './heat-scale';

describe('colours of a heatmap', () => {
  it('go from dark to light over the logarithm of the figures', () => {
    expect([1, 10, 100].map((figure) => logShare(figure, 1, 100))).toEqual([0, 0.5, 1]);
    expect(heatColor(0)).toBe('rgb(0,34,78)');
    expect(heatColor(0.5)).toBe('rgb(112,113,115)');
    expect(heatColor(1)).toBe('rgb(254,232,56)');
  });

  it('stay on the scale where all figures are the same, or outside', () => {
    expect(logShare(5, 5, 5)).toBe(0);
    expect(heatColor(-1)).toBe(heatColor(0));
    expect(heatColor(2)).toBe(heatColor(1));
    expect([inkOn(0), inkOn(1)]).toEqual(['#fff', '#000']);
  });
});
