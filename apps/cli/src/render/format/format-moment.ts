const SPANS = [
  { fromMs: 172_800_000, unitMs: 86_400_000, unit: 'd' },
  { fromMs: 7_200_000, unitMs: 3_600_000, unit: 'h' },
  { fromMs: 120_000, unitMs: 60_000, unit: 'min' },
  { fromMs: 0, unitMs: 1_000, unit: 's' },
] as const;

/** How long something lasts, in its largest unit of which there are two at least: `45 s`, `90 min`, `5 d`. */
export function formatSpan(spanMs: number): string {
  const lastsMs = Math.max(0, spanMs);
  const { unitMs, unit } = SPANS.find(({ fromMs }) => lastsMs >= fromMs)!;
  return `${Math.round(lastsMs / unitMs)} ${unit}`;
}

/** `in 5 min`, `2 h ago`. */
export function formatDistance(iso: string, nowMs: number): string {
  const distanceMs = Date.parse(iso) - nowMs;
  return distanceMs > 0 ? `in ${formatSpan(distanceMs)}` : `${formatSpan(-distanceMs)} ago`;
}

/** `2026-05-01 08:00 UTC`. */
export function formatMoment(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2026-05-01 08:00 UTC (2 h ago)`. */
export function formatMomentAndDistance(iso: string, nowMs: number): string {
  return `${formatMoment(iso)} (${formatDistance(iso, nowMs)})`;
}
