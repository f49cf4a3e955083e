import { reportDocument, toHtml, toMarkdown } from '@joulefleet/figures';
import type { CellView, ComparisonRow, ReportView } from '@joulefleet/contracts';
import { factorLevels } from '@joulefleet/core';
import { sampleCampaign, sampleCell, sampleReport } from '../../fixtures/sample-views';

const CPU_KHZ = [403_200, 710_400, 1_036_800, 1_479_000];
const GPU_HZ = [76_800_000, 307_200_000, 614_400_000, 921_600_000];

/** A bowl with its least energy inside. */
function gridCells(batchSize: number): CellView[] {
  return CPU_KHZ.flatMap((cpuKhz, c) =>
    GPU_HZ.map((gpuHz, g) => {
      const mj = (600_000 + 40_000 * ((c - 1) ** 2 + (g - 2) ** 2)) / Math.log2(1 + batchSize);
      const energyMj = { estimate: mj, low: mj * 0.99, high: mj * 1.01 };
      const durationMs = 100_000 / (1 + c + 2 * g);
      const levels = factorLevels({ batchSize, cpuKhz, gpuHz });
      return sampleCell({
        ...{ cellKey: `${batchSize}-${c}-${g}`, levels, energyMj, mayBeOptimum: c === 1 && g >= 1 },
        durationMs: { estimate: durationMs, low: durationMs, high: durationMs },
      });
    }),
  );
}

function gridRow(batchSize: number, over: Partial<ComparisonRow> = {}): ComparisonRow {
  const [row] = sampleReport().rows;
  const cells = gridCells(batchSize);
  return { ...row!, batchSize, cells, optimum: cells[6]!, ...over };
}

const grid = (over: Partial<ReportView> = {}) => sampleReport({ rows: [gridRow(8), gridRow(16)], ...over });
const HOSTILE = '<script>alert("x")</script>\'"&|`*_\u202e\u200f ]] {x}\\';
const hostile = () =>
  grid({
    campaign: sampleCampaign({ name: HOSTILE, owner: HOSTILE }),
    rows: [8, 16].map((batchSize) => gridRow(batchSize, { device: HOSTILE, workload: HOSTILE })),
    warnings: [HOSTILE],
    failures: [{ ...sampleReport().failures[0]!, reason: HOSTILE, device: HOSTILE }],
  });
const pageOf = (report: ReportView) => toHtml(reportDocument(report, '1.2.3'));

describe('the page of a report', () => {
  const page = pageOf(grid());

  it('needs nothing but itself', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;');
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|javascript:|\son\w+=/i);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  });

  it('has a figure of each kind, with words and a table', () => {
    const captions = [...page.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map(([, caption]) => caption);
    for (const kind of [
      'Energy saved',
      'over CPU and GPU clock',
      'along the GPU clock',
      'by batch size',
      'Time and energy',
    ]) {
      expect(captions).toContainEqual(expect.stringContaining(kind));
    }
    const maps = captions.filter((caption) => caption!.includes('over CPU and GPU clock'));
    expect(page.match(/The same as a surface/g)).toHaveLength(maps.length);
    expect(page.match(/<svg/g)).toHaveLength(captions.length + maps.length);
    expect(page.match(/<details>/g)).toHaveLength(captions.length + maps.length);
    // Closed tables are printed: Chromium, Firefox and Safari of 2025 have this part of a closed element.
    expect(page).toMatch(/@media print \{[^]*details::details-content \{ content-visibility: visible;/);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  it('says in its title, headings and captions that it is simulated, or nowhere', () => {
    const spoken = [...page.matchAll(/<(title|h1|h2|figcaption|caption)>(.*?)<\/\1>/g)].map(([, , text]) => text!);
    expect(spoken.length).toBeGreaterThan(10);
    for (const text of spoken) expect(text).toMatch(/simulated/i);
    expect(page).toContain('note = {Simulated, not measured on boards.');
    expect(pageOf(grid({ simulated: false }))).not.toMatch(/simulated/i);
  });

  it('names what a reviewer asks for', () => {
    for (const word of ['JetPack', 'L4T', 'INA3221', 'warm-up', 'seed', 'repetitions', '95 %', 'Repeatability']) {
      expect(page).toContain(word);
    }
  });

  it.each(['html', 'markdown'])('shows hostile names as they are written (%s)', (kind) => {
    const text =
      kind === 'html' ? pageOf(hostile()) : toMarkdown(reportDocument(hostile(), '1')).replaceAll(/^ {4}.*$/gm, '');
    expect(text).not.toContain('<script');
    expect(text).not.toMatch(/[\u202a-\u202e\u200e\u200f\u2066-\u2069]/);
    expect(text).toContain('&lt;script');
    const open = [...text.matchAll(/<(\w+)(?=[\s>])/g)].map(([, name]) => name!);
    const allowed =
      'html head meta title style body main h1 h2 p bdi table thead tbody tr th td caption figure figcaption';
    const more = 'svg g rect text path circle b details summary div ul li pre code';
    expect(open.filter((name) => !`${allowed} ${more}`.split(' ').includes(name))).toEqual([]);
  });

  it('is a page too where there is nothing to show', () => {
    const empty = pageOf(
      sampleReport({ rows: [], ratios: [], conditions: [], failures: [], rejected: [], flagged: [] }),
    );
    expect(empty).toContain('No trial was rejected');
    expect(empty).not.toContain('<svg');
    const bare = pageOf(
      grid({
        rows: [gridRow(8, { optimum: null, dvfs: null, savingPct: null, correctedSavingPct: null, cells: [] })],
        protocol: null,
      }),
    );
    expect(bare).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the Markdown of a report', () => {
  it('has the tables and the captions', () => {
    const text = toMarkdown(reportDocument(grid(), '1.2.3'));
    expect(text).toMatch(/^# .*\(simulated\)/);
    expect(text).toContain('| --- |');
    expect(text).toContain('Energy saved by the optimum clocks');
    expect(text).not.toContain('<svg');
  });

  it('does not say how to read drawings that it does not have', () => {
    const key = /is framed|drawn|triangle|left is faster/i;
    expect(pageOf(grid())).toMatch(key);
    expect(toMarkdown(reportDocument(grid(), '1'))).not.toMatch(key);
  });

  it('says that there are no figures instead of an empty table', () => {
    const document = reportDocument(sampleReport({ rows: [], ratios: [] }), '1');
    for (const text of [toHtml(document), toMarkdown(document)]) {
      expect(text).toContain('No trial was accepted, so there are no figures.');
      expect(text).not.toContain('Optimum clocks of each device');
    }
  });
});
