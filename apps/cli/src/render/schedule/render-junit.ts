import type { NightChange, NightChanges } from '@joulefleet/contracts';
import { describeChangeSize, describeNightChange } from '@joulefleet/figures';

/** What XML 1.0 cannot hold, not even escaped. */
const UNFIT = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const REPLACEMENT = '\ufffd';
/** Blanks of attributes are escaped as well: a parser would make spaces of them. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Judged nights as a JUnit document: a case for each open change, of which those for the worse have failed, and one that was skipped where
 * there are too few nights. There is always a case, because some readers take a suite without one for an error.
 */
export function renderJunit({ schedule, changes, learning, simulated }: NightChanges): string {
  const open = changes.filter(({ state }) => state === 'confirmed');
  const cases = open.map((change) => renderCase(schedule, describeNightChange(change), failureOf(change)));
  if (learning > 0) {
    const message = `judged after ${learning} more nights`;
    cases.push(renderCase(schedule, 'nights are judged', element('skipped', { message })));
  } else if (open.length === 0) {
    cases.push(renderCase(schedule, 'no change is confirmed and open'));
  }
  const failures = open.filter(hasFailed).length;
  const counts = { tests: cases.length, failures, errors: 0, skipped: learning > 0 ? 1 : 0 };
  const name = `joulefleet nightly ${schedule}${simulated ? ' (simulated)' : ''}`;
  const suite = element('testsuite', { name, ...counts }, cases);
  return ['<?xml version="1.0" encoding="UTF-8"?>', element('testsuites', counts, [suite])].join('\n');
}

function renderCase(schedule: string, name: string, inside = ''): string {
  return element('testcase', { classname: `nightly.${schedule}`, name }, inside === '' ? [] : [inside]);
}

/** What somebody has acknowledged passes, as it does for the exit code. */
function hasFailed({ changePct, acknowledged }: NightChange): boolean {
  return changePct > 0 && !acknowledged;
}

function failureOf(change: NightChange): string {
  if (!hasFailed(change)) return '';
  const message = `${describeChangeSize(change)} since ${change.since.local}`;
  return element('failure', { type: 'regression', message }, [escapeXml(describeNightChange(change))]);
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, inside: readonly string[] = []) {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  const start = `<${name}${given.join('')}`;
  return inside.length === 0 ? `${start}/>` : `${start}>${inside.join('\n')}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(UNFIT, REPLACEMENT).replace(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character]!);
}
