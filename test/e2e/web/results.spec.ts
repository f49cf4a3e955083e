import { readFileSync } from 'node:fs';
import { openDatabase, type Database } from '@joulefleet/store';
import type { Download, Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot, signIn, type WebPages } from '../../testkit/web-pages';

const GPU_MHZ = [300, 450, 600, 750, 900];
const CPU_MHZ = [600, 1000, 1400];

/** Energy is least in the middle: at GPU 600 MHz and CPU 1000 MHz. */
function pinned(gpuMhz: number, cpuMhz: number, more: Partial<SeededCell> = {}): SeededCell {
  const far = ((gpuMhz - 600) / 300) ** 2 + ((cpuMhz - 1000) / 400) ** 2;
  const durationMs = 24_000_000 / gpuMhz;
  const levels = { gpuHz: gpuMhz * 1e6, cpuKhz: cpuMhz * 1000, ...more.levels };
  return { durationMs, powerMw: (200_000_000 * (1 + 0.3 * far)) / durationMs, ...more, levels };
}

const DVFS: SeededCell = { levels: { gpuHz: 'dvfs', cpuKhz: 'dvfs' }, powerMw: 9_000, durationMs: 28_000 };

const POWERSAVE: SeededCell = {
  levels: { ...DVFS.levels, cpuGovernor: 'powersave' },
  powerMw: 3_500,
  durationMs: 58_000,
};

/** Two batch sizes and two graph modes of a model on two devices, and a second model. */
function cells(): SeededCell[] {
  const grid = [DVFS, ...CPU_MHZ.flatMap((cpu) => GPU_MHZ.map((gpu) => pinned(gpu, cpu)))];
  const batches = grid.map((cell) => ({
    ...cell,
    levels: { ...cell.levels, batchSize: 8 },
    durationMs: 1.3 * cell.durationMs,
  }));
  const loaded = grid.map((cell) => ({ ...cell, loadEnergyMj: 2e4 }));
  const traced = grid.map((cell) => ({
    ...{ ...cell, loadEnergyMj: 3e4 },
    ...{ graphMode: 'static' as const, durationMs: 0.9 * cell.durationMs },
  }));
  const others = [...grid, POWERSAVE].map((cell) => ({ ...cell, workload: 'resnet18' }));
  return [...loaded, ...batches, ...traced, ...others];
}

describe('views of results on a page', () => {
  let started: WebLab;
  let lab: Lab;
  let database: Database;
  let web: WebPages;
  let page: Page;
  let results: string;
  let earlier: string;

  beforeAll(async () => {
    let id = '';
    started = await startWebLab({ twins: [] }, async ({ databaseUrl }) => {
      database = openDatabase(databaseUrl);
      const [one, two] = [await seedDevice(database, 'nano-1'), await seedDevice(database, 'nano-2')];
      await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
      id = await seedResults(database, [{ id: one.id }, { id: two.id, gain: 1.2 }], cells());
      const costlier = cells()
        .slice(0, 20)
        .map((cell) => ({ ...cell, powerMw: 1.05 * cell.powerMw }));
      // With another scatter: differences that are all the same are not judged.
      earlier = await seedResults(database, [{ id: one.id }], costlier, 3, 0.003);
      await database.pool.query(`UPDATE campaign SET name = 'the week before' WHERE id = $1`, [earlier]);
    });
    ({ lab, web, page } = started);
    results = `${lab.controller().url}/campaigns/${id}/results`;
    await page.goto(`${results}?device=nano-1&workload=alexnet&batchSize=16`);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await started.stop();
  });

  const view = async (title: string): Promise<void> => {
    await page
      .getByRole('navigation', { name: 'Views of the results' })
      .getByRole('link', { name: title })
      .press('Enter');
    await page.locator('main nav a[aria-current=page]').getByText(title).waitFor();
    await figure().waitFor();
  };

  /** The first figure of the page. */
  const figure = () => page.locator('figure svg.figure').first();

  const download = async (button: string): Promise<Download> => {
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).first().click();
    return saving;
  };

  const saved = async (button: string): Promise<Buffer> => readFileSync(await (await download(button)).path());

  it('shows a map with its optimum in words, and the figures of a cell that is pointed at', async () => {
    await page.getByText('The least is', { exact: false }).first().waitFor();
    const caption = page.locator('figcaption').first();
    await eventually(async () =>
      expect(await caption.textContent()).toMatch(
        /over 15 measured pairs of clocks.*The least is 62\.5\d* ± [\d.]+ mJ\/inference at CPU 1000 MHz and GPU 600 MHz/,
      ),
    );
    await eventually(async () => expect(await page.locator('figure').first().locator('svg title').count()).toBe(15));
    await figure().locator('[data-key]').first().click();
    await page.getByText(/% above the optimum, grade/).waitFor();
    await eventually(async () => expect(await page.getByText('simulated', { exact: true }).count()).toBeGreaterThan(1));
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'topology');
  });

  /** Of the first figure, as large as it is on the screen. */
  const leastLetterPx = () =>
    page.evaluate<number>(`(() => {
      const svg = document.querySelector('svg.figure');
      const sizes = [...svg.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize));
      return (Math.min(...sizes) * svg.clientWidth) / svg.viewBox.baseVal.width;
    })()`);

  it('turns the same figures as a surface by mouse, keys and buttons, and keeps the angle in the address', async () => {
    await page.getByRole('combobox', { name: 'As', exact: true }).selectOption('surface');
    await page.getByRole('group', { name: 'View of the surface' }).first().waitFor();
    const keys = [...(await figure().innerHTML()).matchAll(/data-key="([^"]+)"/g)].map(([, key]) => key);
    expect(new Set(keys).size).toBe(15);
    const drawing = page.getByRole('region', { name: /^Figure: nano-1/ }).first();
    const drawn = () => figure().innerHTML();
    const turnedBy = async (act: () => Promise<unknown>, turn: RegExp): Promise<void> => {
      const before = await drawn();
      await act();
      await page.waitForURL(({ searchParams }) => turn.test(searchParams.get('turn') ?? ''));
      await eventually(async () => expect(await drawn()).not.toBe(before));
    };
    await turnedBy(() => page.getByRole('button', { name: 'Turn left' }).first().click(), /^-55,30$/);
    await turnedBy(() => drawing.press('ArrowUp'), /^-55,35$/);
    const { x, y, width, height } = (await figure().boundingBox())!;
    await turnedBy(async () => {
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + width / 2 + 60, y + height / 2, { steps: 4 });
      await page.mouse.up();
    }, /^-25,35$/);
    await page.mouse.move(0, 0);
    const status = page
      .getByRole('status')
      .filter({ hasText: /cell|CPU/ })
      .first();
    await status.getByText('Point at a cell').waitFor();
    await figure().locator('[data-key]').nth(7).hover();
    await status.getByText(/^CPU \d+ MHz, GPU \d+ MHz: [\d.]+ ± [\d.]+ mJ\/inference/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'surface');
    await page.setViewportSize({ width: 360, height: 800 });
    await eventually(async () => expect(await leastLetterPx()).toBeGreaterThanOrEqual(11));
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.reload();
    await figure().getByText('optimum').waitFor();
    await eventually(() => expect(new URL(page.url()).searchParams.get('turn')).toBe('-25,35'));
    expect((await saved('Save as SVG')).toString()).toContain('as a surface');
    await turnedBy(() => drawing.press('Home'), /^$/);
    await page.getByRole('combobox', { name: 'As', exact: true }).selectOption('map');
    await page.getByText('Point at a cell').first().waitFor();
  });

  it('saves a figure as CSV, SVG and PNG, with what is simulated in each', async () => {
    const csv = (await saved('Save as CSV')).toString().trimEnd().split('\n');
    expect(csv).toHaveLength(16);
    expect(csv[0]).toMatch(/energy_mj_per_inference.*simulated$/);
    const svg = (await saved('Save as SVG')).toString();
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('>simulated</text>');
    expect(svg).not.toMatch(/style=|<script/);
    const png = await download('Save as PNG');
    expect(png.suggestedFilename()).toMatch(/^topology-energy-nano-1-alexnet-.*\.png$/);
    const bytes = readFileSync(await png.path());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.readUInt32BE(16)).toBe(1440);
  });

  it('shows power, latency and energy along a clock', async () => {
    await view('Clock sweep');
    await page.getByText(/along the GPU clock with the CPU at 1400 MHz: nano-1, alexnet, batch/).waitFor();
    await page.getByRole('combobox', { name: 'Along the' }).selectOption('cpu');
    await page
      .getByText(/along the CPU clock with the GPU at 900 MHz/)
      .first()
      .waitFor();
    await page.getByText('3 rows as a table').first().click();
    await page.getByRole('columnheader', { name: 'latency, ms/batch' }).first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'sweep');
  });

  it('shows the effect of the batch size with the joint optimum', async () => {
    await view('Batch size');
    await page
      .getByText(/The joint optimum is batch 16 at GPU 600 MHz, CPU 1000 MHz; it saves/)
      .first()
      .waitFor();
    expect((await saved('Save as CSV')).toString()).toContain('joint optimum');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'batches');
  });

  it('shows when a traced graph has paid off its loading', async () => {
    await view('Graphs and runtimes');
    await page.getByText(/static has paid off after [\d]+ inferences \(95 %: \d+ to \d+\)/).waitFor();
    await page.getByRole('region', { name: 'Ratios to the control' }).getByText('under the governors').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'graphs');
  });

  it('holds governors against one another', async () => {
    await page.goto(`${results}?device=nano-1`);
    await view('Governors');
    const caption = page.locator('figcaption').first();
    await eventually(async () =>
      expect(await caption.textContent()).toMatch(
        /nano-1, resnet18, batch 16, .*The least estimate is that of .*\(powersave\): 0\.8056 ± [\d.]+ times the energy of the device's own/,
      ),
    );
    await page.getByText('2 rows as a table').click();
    await page.getByRole('cell', { name: "the device's own" }).waitFor();
    expect((await saved('Save as CSV')).toString()).toContain('cpu_governor');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'governors');
  });

  it('shows what loading and inference take', async () => {
    await page.goto(`${results}?view=phases&device=nano-1&workload=alexnet&batchSize=16`);
    const phases = page.getByRole('region', { name: /^Phases of nano-1, alexnet, batch 16, 3,200 inferences/ }).first();
    await phases
      .getByRole('row', { name: /load 3 20\.\d+ ± 1\.\d+ 2 / })
      .first()
      .waitFor();
    expect((await saved('Save as CSV')).toString()).toContain('phase_energy_uncertainty_mj');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'phases');
  });

  it('has all of it as files', async () => {
    await page.goto(`${results}?view=files`);
    await page.getByRole('region', { name: 'Files' }).getByText('every sample of every rail').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Cells as CSV' }).click();
    const csv = readFileSync(await (await saving).path(), 'utf8');
    expect(csv.trimEnd().split('\n')).toHaveLength(1 + 2 * cells().length);
    const report = (await saved('Save as HTML')).toString();
    for (const part of ['<!doctype html>', 'Methods', 'How to cite', '<svg']) expect(report).toContain(part);
    expect((await saved('Save as Markdown')).toString()).toContain('## Methods');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'files');
  });

  it('shows the front of time and energy, with the knee and the governors', async () => {
    await view('Pareto front');
    for (const name of ['front: no cell is better in both', 'knee']) await figure().getByText(name).waitFor();
    await page
      .getByText(/rows? as a table/)
      .first()
      .click();
    await page
      .getByRole('cell', { name: /certain, knee|possible, knee/ })
      .first()
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'front');
  });

  it('holds devices against one another in each frame', async () => {
    await view('Devices');
    await page.getByRole('heading', { name: /^Ranking, each at its optimum/ }).waitFor();
    const matrix = page.getByRole('region', { name: 'Ratios of energy between devices' }).first();
    await eventually(async () =>
      expect(await matrix.getByRole('row', { name: /^nano-1/ }).textContent()).toMatch(/^nano-110\.83\d* ± [\d.]+$/),
    );
    await page.getByRole('combobox', { name: 'Compare' }).selectOption('dvfs');
    await page.getByRole('heading', { name: /^Ranking, each under its governors/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'devices');
  });

  it('is held against an earlier campaign, cell by cell', async () => {
    await page.getByRole('link', { name: 'Another campaign' }).press('Enter');
    await page.getByRole('heading', { name: 'Choose the earlier campaign' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption(earlier);
    await page.getByText(/Change of energy of seeded results against the week before/).waitFor();
    await eventually(async () =>
      expect(await page.locator('figcaption').first().textContent()).toMatch(
        /Of 20 cells 0 are worse, 20 better, 0 equivalent and 0 undecided; 20 changed/,
      ),
    );
    const table = page.getByRole('region', { name: 'Changes by cell' });
    await table
      .getByRole('row', { name: /^nano-1.*-4\.7\d* ± .*better$/ })
      .first()
      .waitFor();
    expect((await saved('Save as CSV')).toString().trimEnd().split('\n')).toHaveLength(21);
    await page.getByRole('combobox', { name: 'A change matters from' }).selectOption('10');
    await page.getByText('None is: see every cell').waitFor();
    await page.getByLabel('every cell').check();
    await table.getByText('equivalent').first().waitFor();
    const chosen = new URL(page.url()).searchParams;
    expect([chosen.get('against'), chosen.get('margin'), chosen.get('every')]).toEqual([earlier, '10', 'true']);
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'comparison');
    await page.goto(`${results}?view=comparison&against=${earlier}&margin=1`);
    await page.getByText('20 changed by 1 % or more').waitFor();
    await page.goto(`${results}?view=comparison&against=00000000`);
    await page.getByRole('alert').waitFor();
  });

  it('shows the view that was asked for when the session ended meanwhile', async () => {
    await page.context().clearCookies();
    await page.goto(`${results}?view=sweep&axis=gpu&device=nano-1&workload=alexnet`);
    await signIn(page, 'admin', lab.admin.password);
    await figure().waitFor();
    await page.context().clearCookies();
    await page.getByRole('combobox', { name: 'Device' }).selectOption('nano-2');
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await signIn(page, 'admin', lab.admin.password);
    await page
      .getByText(/nano-2, alexnet, batch 16/)
      .first()
      .waitFor();
  });

  it('restores a view by its link, and leads to a figure', async () => {
    await page.goto(`${results}?view=sweep&axis=cpu&device=nano-2&workload=resnet18`);
    await page
      .getByText(/nano-2, resnet18, batch 16/)
      .first()
      .waitFor();
    await eventually(async () =>
      expect(await page.getByRole('combobox', { name: 'Device' }).inputValue()).toBe('nano-2'),
    );
    await page.getByRole('link', { name: 'Link to this figure' }).first().click();
    await eventually(() => expect(new URL(page.url()).hash).toMatch(/^#sweep-cpu-nano-2-resnet18-16/));
    await eventually(() => expect(new URL(page.url()).searchParams.get('axis')).toBe('cpu'));
  });

  it('says why there is nothing to see, and that a filter matches nothing', async () => {
    await page.goto(`${results}?view=sweep&workload=nothing`);
    await page.getByRole('heading', { name: 'No two clocks with all else equal are accepted yet' }).waitFor();
    await page.getByText(/no trial of nothing was accepted/).waitFor();
    await page.goto(`${results}?batchSize=none`);
    await page.getByRole('alert').getByText('batchSize').first().waitFor();
    await page.goto(results.replace(/campaigns\/[^/]+/, 'campaigns/00000000-0000-7000-8000-000000000000'));
    await page.getByRole('alert').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('asked no other host, broke no rule of its policy, and had no fault', () => {
    // What is refused (422) or not there (404) is an error to Chromium.
    expect(web.complaints.filter((complaint) => !/422|404/.test(complaint))).toEqual([]);
  });
});
