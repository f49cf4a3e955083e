import type { AnswerBaselineView } from '@joulefleet/contracts';
import { scaleInterval } from '@joulefleet/core';
import { formatInterval } from '../../format/format';

type Figures = Pick<AnswerBaselineView, 'energyPerInferenceMj' | 'latencyMs' | 'powerMw' | 'inferencesPerS'>;

export function energyText({ energyPerInferenceMj }: Figures, unit: string): string {
  return formatInterval(energyPerInferenceMj, `mJ/${unit}`);
}

export function latencyText({ latencyMs }: Figures): string {
  return formatInterval(latencyMs, 'ms/batch');
}

export function powerText({ powerMw }: Figures): string {
  return formatInterval(scaleInterval(powerMw, 1 / 1000), 'W');
}

export function throughputText({ inferencesPerS }: Figures, unit: string): string {
  return formatInterval(inferencesPerS, `${unit}s/s`);
}
