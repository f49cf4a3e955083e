import type { DeviceView, DriftView, FindingView, MaintenanceView } from '@joulefleet/contracts';
import { factFields, formatCount } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import type { Colors } from '../../terminal/session';
import { formatDistance, formatMoment, formatMomentAndDistance } from '../format/format-moment';
import { renderAvailability, renderUntil } from './render-availability';
import { renderNextStep } from './render-next-step';
import { renderFields, type Field } from '../table/render-fields';

/** How a device stands: what is told after it was changed. */
export function renderStanding(device: DeviceView, screen: Screen): string {
  return `${heading(device, screen)}\n${renderFields(standingFields(device, screen), screen)}`;
}

/** Everything that is known of one device. */
export function renderDevice(device: DeviceView, screen: Screen): string {
  const fields = [
    ...standingFields(device, screen),
    ...adminFields(device),
    ...healthFields(device, screen),
    ...factFields(device.facts),
    ['probed', device.factsAt && formatMomentAndDistance(device.factsAt, screen.nowMs)] as const,
  ];
  return `${heading(device, screen)}\n${renderFields(fields, screen)}`;
}

function heading({ name, simulated }: DeviceView, { colors }: Screen): string {
  return colors.bold(name) + (simulated ? `  ${colors.yellow('SIMULATED')}` : '');
}

const SET_BY: Readonly<Record<string, string>> = {
  quarantined: 'quarantined by',
  retired: 'retired by',
  maintenance: 'planned by',
};

/** Who or what has to act before the device works again. */
const WAITING_FOR: Readonly<Record<NonNullable<DeviceView['nextStep']>['code'], string>> = {
  cool: 'the device to cool',
  answer: 'the device to answer',
  leave: 'the other login to leave the device',
  end_maintenance: 'the end of the window',
  repin: 'an admin',
  accept_drift: 'an admin',
  repair: 'an admin',
  bring_back: 'an admin',
};

function standingFields(device: DeviceView, { colors, nowMs }: Screen): Field[] {
  const { availability, until, stateOwner, nextStep } = device;
  const away = availability !== 'ready' && availability !== 'leased';
  return [
    ['state', `${renderAvailability(device, colors)} since ${formatMomentAndDistance(device.since, nowMs)}`],
    ['reason', device.reason],
    ['until', until && availability !== 'leased' ? `${formatMoment(until)} (${renderUntil(device, nowMs)})` : null],
    [SET_BY[availability] ?? 'set by', away ? stateOwner : null],
    ['waiting for', nextStep && WAITING_FOR[nextStep.code]],
    ['next step', renderNextStep(device)],
    ['last heard', device.lastSeenAt && formatDistance(device.lastSeenAt, nowMs)],
    ['campaign', device.campaign && `${device.campaign.id} of ${device.campaign.owner ?? 'nobody'}`],
    ['shard', device.shardId],
    ['maintenance', device.maintenance.map((window) => describeWindow(window, nowMs))],
  ];
}

function describeWindow({ id, startsAt, endsAt, reason, createdBy }: MaintenanceView, nowMs: number): string {
  const begun = Date.parse(startsAt) <= nowMs ? 'now' : formatDistance(startsAt, nowMs);
  return `${begun}: ${formatMoment(startsAt)} to ${formatMoment(endsAt)}, ${reason} (${createdBy}; ${id})`;
}

function adminFields(device: DeviceView): Field[] {
  const login = device.privilege === 'sudo' ? ', clocks through sudo' : '';
  const { powerCycle } = device;
  const recovery = [
    device.allowReboot ? 'reboot allowed' : 'no reboot',
    powerCycle
      ? `power-cycled by ${powerCycle.kind === 'command' ? `command:${powerCycle.name}` : powerCycle.url}`
      : '',
  ];
  return [
    ['class', device.deviceClass],
    ['address', `${device.user}@${device.host}:${device.port}${login}`],
    ['identity', device.identity],
    ['host key', device.fingerprint],
    ['labels', device.labels.join(' ')],
    ['group', device.group],
    ['owner', device.owner],
    ['notes', device.notes.split('\n')],
    ['recovery', recovery.filter(Boolean).join(', ')],
    ['commands', device.simulated ? (device.allowCommands ? 'of everyone' : 'of admins') : null],
  ];
}

function healthFields(device: DeviceView, { colors, nowMs }: Screen): Field[] {
  const { drift, preflight, preflightAt, clockOffsetMs } = device;
  return [
    ['clock', clockOffsetMs === null ? null : `${Math.abs(clockOffsetMs).toFixed(0)} ms ${direction(clockOffsetMs)}`],
    ['drift', drift.map((change) => renderDrift(change, colors))],
    ['pre-flight', preflight && renderFindings(preflight, preflightAt, nowMs, colors)],
  ];
}

function direction(offsetMs: number): string {
  return offsetMs < 0 ? "behind the controller's" : "ahead of the controller's";
}

/** `✘ power mode changed from MAXN to 5W`. */
export function renderDrift({ severity, message }: DriftView, colors: Colors): string {
  const mark = { blocks: colors.red('✘'), warns: colors.yellow('!'), info: colors.dim('·') }[severity];
  return `${mark} ${message}`;
}

/** How many checks passed and when; each that did not, with what mends it. */
function renderFindings(findings: readonly FindingView[], at: string | null, nowMs: number, colors: Colors): string[] {
  const failed = findings.filter(({ passed }) => !passed);
  const passed = findings.length - failed.length;
  return [
    `${passed} of ${formatCount(findings.length, 'check')} passed${at ? `, ${formatDistance(at, nowMs)}` : ''}`,
    ...failed.flatMap(({ check, severity, message, remedy }) => [
      `${severity === 'blocks' ? colors.red('✘') : colors.yellow('!')} ${check}: ${message}`,
      remedy === null ? '' : `${colors.dim('→')} ${remedy}`,
    ]),
  ];
}
