import type { DeviceView } from '@joulefleet/contracts';
import type { CallOf } from '../api/routes';

type EditBody = CallOf<'editDevice'>['body'];
type Hook = 'none' | 'command' | 'http';

/** What a person edits of a device, as the fields have it. */
export interface DeviceForm {
  labels: string;
  group: string;
  owner: string;
  notes: string;
  allowReboot: boolean;
  allowCommands: boolean;
  hook: Hook;
  /** Name of a program, or a URL. */
  hookTarget: string;
}

export const FIELD_NAMES: Readonly<Record<keyof DeviceForm, string>> = {
  labels: 'labels',
  group: 'group',
  owner: 'owner',
  notes: 'notes',
  allowReboot: 'whether it may be rebooted',
  allowCommands: 'who may run commands',
  hook: 'the power cycle',
  hookTarget: 'the power cycle',
};

/** The fields of a device as it is. */
export function formOf(device: DeviceView): DeviceForm {
  const { labels, group, owner, notes, allowReboot, allowCommands, powerCycle } = device;
  return {
    ...{ labels: labels.join(' '), group: group ?? '', owner: owner ?? '', notes, allowReboot, allowCommands },
    hook: powerCycle?.kind ?? 'none',
    hookTarget: powerCycle === null ? '' : powerCycle.kind === 'command' ? powerCycle.name : powerCycle.url,
  };
}

/** Only what was changed in the form, so that what others change meanwhile stays. Empty: nothing was. */
export function changesOf(before: DeviceForm, form: DeviceForm): EditBody {
  const changed = (key: keyof DeviceForm): boolean => form[key] !== before[key];
  const [had, has] = [labelsOf(before), labelsOf(form)];
  const addLabels = has.filter((label) => !had.includes(label));
  const removeLabels = had.filter((label) => !has.includes(label));
  return {
    ...(addLabels.length > 0 && { addLabels }),
    ...(removeLabels.length > 0 && { removeLabels }),
    ...(changed('group') && { group: form.group.trim() || null }),
    ...(changed('owner') && { owner: form.owner.trim() || null }),
    ...(changed('notes') && { notes: form.notes }),
    ...(changed('allowReboot') && { allowReboot: form.allowReboot }),
    ...(changed('allowCommands') && { allowCommands: form.allowCommands }),
    ...((changed('hook') || (form.hook !== 'none' && changed('hookTarget'))) && { powerCycle: powerCycleOf(form) }),
  };
}

/** Fields that were changed here and, since `before`, by somebody else too: saving replaces theirs. Labels add up. */
export function conflictsOf(before: DeviceForm, now: DeviceForm, form: DeviceForm): string[] {
  const keys = Object.keys(FIELD_NAMES) as (keyof DeviceForm)[];
  const clashing = keys.filter(
    (key) => key !== 'labels' && now[key] !== before[key] && form[key] !== before[key] && form[key] !== now[key],
  );
  return [...new Set(clashing.map((key) => FIELD_NAMES[key]))];
}

function labelsOf({ labels }: DeviceForm): string[] {
  return [...new Set(labels.split(/[\s,]+/).filter(Boolean))];
}

function powerCycleOf({ hook, hookTarget }: DeviceForm): EditBody['powerCycle'] {
  if (hook === 'none') return null;
  const target = hookTarget.trim();
  return hook === 'command' ? { kind: 'command', name: target } : { kind: 'http', url: target };
}
