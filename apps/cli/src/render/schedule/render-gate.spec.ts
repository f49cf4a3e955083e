import { spawnSync } from 'node:child_process';
import type { NightChange, NightChanges } from '@joulefleet/contracts';
import { SAMPLE_CHANGE, SAMPLE_NIGHT_CHANGES } from '../../fixtures/sample-night-changes';
import { renderAnnotations } from './render-annotations';
import { renderJunit } from './render-junit';

const CHANGE = SAMPLE_CHANGE;
const BETTER = { ...CHANGE, about: 'resnet18, batch 1', changePct: -2, lowPct: -2.6, highPct: -1.4 };
const HOSTILE = 'a<b> & "c" \'d\'\n::error::100 %, ]]>\u0000\ud800\t\r🚀';
const view = (changes: NightChange[], over: Partial<NightChanges> = {}): NightChanges => ({
  ...SAMPLE_NIGHT_CHANGES,
  changes,
  ...over,
});

/** The document as a parser of XML reads it: attributes of the suite, and of each case its name, and its failure or that it was skipped. */
function readXml(document: string) {
  const script = `
import json, sys, xml.etree.ElementTree as tree
suite = tree.fromstring(sys.stdin.buffer.read()).find('testsuite')
def of(case):
    failure = case.find('failure')
    return {'name': case.get('name'), 'skipped': case.find('skipped') is not None,
            'failure': None if failure is None else [failure.get('message'), failure.text]}
print(json.dumps({'suite': dict(suite.attrib), 'cases': [of(case) for case in suite]}))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: document, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { suite: Record<string, string>; cases: { name: string; failure: string[] | null }[] };
}

describe('the JUnit document of judged nights', () => {
  it('fails a case for each open change for the worse, and no other', () => {
    const fixed = { ...CHANGE, state: 'fixed' as const };
    const { suite, cases } = readXml(renderJunit(view([CHANGE, BETTER, fixed])));
    expect(suite).toEqual({ name: 'joulefleet nightly nightly', tests: '2', failures: '1', errors: '0', skipped: '0' });
    const said = 'energy per inference; nano-1: alexnet, batch 16; v1 to v2';
    expect(cases).toEqual([
      { name: said, skipped: false, failure: ['+3.0 % (2.6 to 3.5) since 2026-03-20 22:00 +01:00', said] },
      { name: said.replace('alexnet, batch 16', 'resnet18, batch 1'), skipped: false, failure: null },
    ]);
  });

  it('lets one pass that somebody has acknowledged', () => {
    const { suite, cases } = readXml(renderJunit(view([{ ...CHANGE, acknowledged: true }])));
    expect(suite).toMatchObject({ tests: '1', failures: '0' });
    expect(cases[0]!.failure).toBeNull();
    expect(renderAnnotations(view([{ ...CHANGE, acknowledged: true }]))).toMatch(/^::warning title/);
  });

  it('has a case where nothing changed, which is skipped where there are too few nights', () => {
    expect(readXml(renderJunit(view([]))).cases).toEqual([
      { name: 'no change is confirmed and open', skipped: false, failure: null },
    ]);
    const { suite, cases } = readXml(renderJunit(view([], { learning: 3, simulated: true })));
    expect(suite).toMatchObject({ name: 'joulefleet nightly nightly (simulated)', tests: '1', skipped: '1' });
    expect(cases).toEqual([{ name: 'nights are judged', skipped: true, failure: null }]);
  });

  it('holds any text: markup, newlines, and what XML does not allow', () => {
    const { cases } = readXml(renderJunit(view([{ ...CHANGE, about: HOSTILE }])));
    const kept = HOSTILE.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd');
    expect(cases[0]!.name).toBe(`energy per inference; nano-1: ${kept}; v1 to v2`);
  });
});

describe('annotations of judged nights', () => {
  it('are errors for the worse, notices for the better and warnings for what is suspected', () => {
    const suspected = { ...CHANGE, state: 'suspected' as const, decided: null };
    const gone = { ...CHANGE, state: 'went_away' as const };
    expect(renderAnnotations(view([CHANGE, BETTER, suspected, gone])).split('\n')).toEqual([
      '::error title=nightly%3A +3.0 %25 (2.6 to 3.5)::energy per inference; nano-1: alexnet, batch 16; v1 to v2; since 2026-03-20 22:00 +01:00',
      '::notice title=nightly%3A -2.0 %25 (-2.6 to -1.4)::energy per inference; nano-1: resnet18, batch 1; v1 to v2; since 2026-03-20 22:00 +01:00',
      '::warning title=nightly%3A +3.0 %25 (2.6 to 3.5)%2C suspected::energy per inference; nano-1: alexnet, batch 16; v1 to v2; since 2026-03-20 22:00 +01:00',
      'nightly: 40 nights, 2 open changes',
    ]);
  });

  it('are one line each, whatever text is in them', () => {
    const lines = renderAnnotations(view([{ ...CHANGE, about: HOSTILE }], { learning: 2 })).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('%0A::error::100 %25, ]]>');
    expect(lines[1]).toBe('::warning title=nightly%3A not judged yet::2 more nights');
    expect(lines.join('')).not.toContain('\r');
  });
});
