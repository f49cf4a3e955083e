const WIDTH = 90;
const HEIGHT = 20;

/** The course of a figure; its present one stands beside it in digits. */
export function Sparkline({ points, label }: { points: readonly number[]; label: string }) {
  if (points.length < 2) return null;
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const at = (point: number, i: number): string => {
    const x = (i / (points.length - 1)) * WIDTH;
    const y = HEIGHT - 2 - ((point - low) / (high - low || 1)) * (HEIGHT - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  return (
    <svg role="img" aria-label={label} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <polyline points={points.map(at).join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}
