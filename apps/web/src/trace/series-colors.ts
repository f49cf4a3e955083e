import type { PlotColors } from './plot-marks';
import styles from './trace-chart.module.css';

const SERIES = [
  styles.series0,
  styles.series1,
  styles.series2,
  styles.series3,
  styles.series4,
  styles.series5,
  styles.series6,
  styles.series7,
];
const PARTS = ['text', 'faint', 'line', 'raised', 'accent'] as const;

/** The class that gives a series its colour. */
export function seriesClass(place: number): string {
  return SERIES[place % SERIES.length]!;
}

/** Colours of the theme in force, as the style sheet has them: a canvas does not take variables. */
export function readColors(host: HTMLElement, series: number): PlotColors {
  const colorOf = (className: string): string => {
    const probe = document.createElement('span');
    probe.className = className;
    host.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const [text, quiet, line, raised, accent] = PARTS.map((part) => colorOf(styles[part]!));
  return {
    ...{ text: text!, quiet: quiet!, line: line!, raised: raised!, accent: accent! },
    series: Array.from({ length: series }, (_, place) => colorOf(seriesClass(place))),
  };
}

/** Calls back when the theme changes, by choice or with the system. Returns what ends it. */
export function followTheme(onChange: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const choice = new MutationObserver(onChange);
  system.addEventListener('change', onChange);
  choice.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', onChange);
    choice.disconnect();
  };
}
