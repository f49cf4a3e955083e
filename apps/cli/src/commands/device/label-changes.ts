import { deviceLabel, describeMismatch } from '@joulefleet/contracts';
import { InvalidArgumentError } from 'commander';

/** Labels to add and to take away. */
export interface LabelChanges {
  addLabels: string[];
  removeLabels: string[];
}

/** Collects `+x` (or `x`) and `-x`; the last word about a label counts. */
export function collectLabelChange(text: string, before: LabelChanges | undefined): LabelChanges {
  const label = text.replace(/^[+-]/, '');
  const parsed = deviceLabel.safeParse(label);
  if (!parsed.success)
    throw new InvalidArgumentError(`Expected +LABEL or -LABEL: ${describeMismatch(deviceLabel, parsed.error, label)}.`);
  const others = (labels: string[] = []): string[] => labels.filter((other) => other !== label);
  const [addLabels, removeLabels] = [others(before?.addLabels), others(before?.removeLabels)];
  (text.startsWith('-') ? removeLabels : addLabels).push(label);
  return { addLabels, removeLabels };
}
