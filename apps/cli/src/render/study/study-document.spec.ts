import { EXPECTATIONS, measuredSource, type StudyTrial } from '@joulefleet/core';
import { toHtml } from '@joulefleet/figures';
import { modelSource } from '../../../../twin/fit/model-source';
import { studyDocument } from './study-document';
import type { StudySummary } from './render-study';

const ROW = {
  path: 'topology.savingOverDvfsPct.jetson-nano.alexnet',
  expectation: 'saving of the optimum over DVFS, jetson-nano alexnet',
  ...{ study: '13.5 %', found: '13.14 ± 0.59 %', truth: '13.65 %', tolerance: '± 0.5 points' },
};
const SUMMARY: StudySummary = {
  ...{ quick: false, minutes: 14.5, trials: 48_470, deviceHours: 1316, outsideTolerance: 1 },
  rows: [
    { ...ROW, status: 'holds' },
    { ...ROW, path: 'dvfs.voltage', expectation: 'another', status: 'fails', truth: null },
    { ...ROW, expectation: 'an input', status: 'input' },
    { ...ROW, path: 'protocol.runToRun', expectation: 'not there', status: 'unmeasured' },
  ],
  energies: { trials: 48_470, rmsPct: 0.11, worstPct: 1.2, beyondHalfPct: 50, beyondUncertainty: 0 },
};
const kinds = ({ blocks }: ReturnType<typeof studyDocument>, kind: string) =>
  blocks.filter((block) => block.kind === kind) as { kind: string; caption: string; svg: string; text: string }[];

describe('the page of the study', () => {
  const document = studyDocument(SUMMARY, modelSource(), '1.2.3');

  it('has every figure of chapter 5', () => {
    const captions = kinds(document, 'figure').map(({ caption }) => caption);
    const count = (number: string) =>
      captions.filter((text) => text.includes(`as figure ${number} of the study`)).length;
    for (const sweep of ['5.1', '5.4', '5.7']) expect(count(sweep)).toBe(2);
    for (const topology of ['5.2', '5.5', '5.8']) expect(count(topology)).toBe(6);
    for (const batches of ['5.3', '5.6', '5.9']) expect(count(batches)).toBe(1);
    expect(count('5.10')).toBe(1);
    expect(captions.find((text) => text.includes('5.10'))).toMatch(/spent less from batch \d+ on/);
    const { alexnet } = EXPECTATIONS.topology.savingOverDvfsPct['jetson-nano'];
    expect(captions.find((text) => text.includes('jetson-nano, alexnet, batch 16'))).toContain(
      `the study has ${alexnet} %`,
    );
  });

  it('has each figure beside the truth with its verdict, and says everywhere that it is simulated', () => {
    const html = toHtml(document);
    expect(html).toContain('13.65 %');
    expect(html).toContain('FAILS');
    expect(html).toContain('not measured');
    expect(html).not.toContain('an input');
    expect(html).toContain('1 figures are outside');
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
    const captioned = [...kinds(document, 'figure'), ...kinds(document, 'table')];
    expect(captioned.filter(({ caption }) => !caption.includes('Simulated.'))).toEqual([]);
    expect(kinds(document, 'heading').filter(({ text }) => !text.includes('(simulated)'))).toEqual([]);
    expect(kinds(document, 'notice')[0]!.text).toContain('simulated');
  });

  it('leaves out figures of what was not measured', () => {
    const none: StudyTrial[] = [];
    const empty = studyDocument(SUMMARY, measuredSource(none, new Map()), '1.2.3');
    expect(kinds(empty, 'figure')).toEqual([]);
    expect(kinds(empty, 'paragraph').map(({ text }) => text)).toContain(
      'Nothing that these figures take was measured.',
    );
  });
});
