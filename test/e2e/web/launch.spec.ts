import type { Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot, signIn, type WebPages } from '../../testkit/web-pages';

const PASTED_CHARACTERS = 5_000_000;

/** What a browser has to paste with. */
interface PastingBrowser {
  DataTransfer: new () => { setData(type: string, text: string): void };
  ClipboardEvent: new (type: string, options: object) => object;
}
interface PastedInto {
  dispatchEvent(event: object): void;
}

describe('launching a campaign in the web interface', () => {
  let started: WebLab;
  let lab: Lab;
  let web: WebPages;
  let page: Page;

  beforeAll(async () => {
    started = await startWebLab({ twins: ['jetson-nano'], timeScale: 200 });
    ({ lab, web, page } = started);
  }, 60_000);
  afterAll(() => started.stop());

  const editor = () => page.getByRole('textbox', { name: 'Campaign file' });
  const name = () => page.getByRole('group', { name: 'What to measure' }).getByLabel('Name', { exact: true });
  const written = async () => (await editor().locator('.cm-line').allTextContents()).join('\n');
  const checked = () => page.getByText('Checked: it can be launched.').waitFor();

  /** As a person pastes: what is selected is replaced. */
  const paste = async (text: string, times = 1): Promise<void> => {
    await editor().click();
    await page.keyboard.press('Control+a');
    await editor().evaluate(
      (element, pasted) => {
        const { DataTransfer, ClipboardEvent } = globalThis as unknown as PastingBrowser;
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted.text.repeat(pasted.times));
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        (element as unknown as PastedInto).dispatchEvent(event);
      },
      { text, times },
    );
  };

  const pick = async (label: string, word: string): Promise<void> => {
    await page.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: word, exact: true }).click();
    await page.keyboard.press('Escape');
  };

  it('begins with nothing, and offers templates', async () => {
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByRole('link', { name: 'New campaign' }).click();
    await page.getByText('Choose a template to begin with').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'launch-empty');
  });

  it('writes what the form says into the text, and plans it', async () => {
    await page.getByLabel('Begin with').selectOption('first-look');
    await name().fill('from a <form>');
    await pick('Workloads', 'resnet18');
    await pick('Devices', 'nano');
    await checked();
    await eventually(async () => expect(await written()).toContain('name: from a <form>'));
    await eventually(async () =>
      expect(await written()).toContain('workloads: [alexnet, resnet18]\ndevices: { names: [nano] }'),
    );
    await page.getByRole('heading', { name: /cells, .* trials on 1 device/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'launch');
  });

  it('finds mistakes at their lines, and offers what is meant', async () => {
    const before = await written();
    await paste('name: x\nworkloads: [alxnet]\nrepetition: 2\n');
    await page.getByText('Checked: it cannot be launched.').waitFor();
    await page.getByText('did you mean repetitions?').waitFor();
    await eventually(async () =>
      expect(await page.getByRole('button', { name: 'Launch', exact: true }).getAttribute('aria-disabled')).toBe(
        'true',
      ),
    );
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'launch-mistakes');
    await page.getByRole('button', { name: 'Line 2' }).click();
    await page.locator('[role=textbox][aria-label="Campaign file"]:focus').waitFor();
    await page.getByRole('button', { name: 'Write alexnet' }).click();
    await page.getByRole('button', { name: 'Write repetitions' }).click();
    await checked();
    await paste(before);
    await checked();
    await eventually(async () => expect(await written()).toBe(before));
  });

  it('completes keys and words by the schema, and names of the lab', async () => {
    await editor().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('order');
    // Enter would be a new line: the editor takes no key for a choice in the moment in which the list appears.
    await page.getByRole('option', { name: 'order' }).click();
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: 'sequential' }).click();
    await eventually(async () => expect(await written()).toContain('order: sequential'));
    await checked();
  });

  it('sends no text that is too long, and keeps it', async () => {
    const before = await written();
    await paste('x', PASTED_CHARACTERS);
    await page.getByRole('heading', { name: 'The text is too long for a campaign file' }).waitFor();
    await page.getByText('5,000,000 characters').waitFor();
    await editor().click();
    await page.keyboard.press('Control+z');
    await checked();
    await eventually(async () => expect(await written()).toBe(before));
  });

  it('keeps the text over another page, a load, and the end of the session', async () => {
    const before = await written();
    await page.getByRole('link', { name: 'Fleet' }).click();
    await page.getByRole('link', { name: 'nano' }).waitFor();
    await page.goBack();
    await checked();
    await page.reload();
    await checked();
    await eventually(async () => expect(await written()).toBe(before));
    await page.context().clearCookies();
    await name().fill('after all');
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await signIn(page, 'admin', lab.admin.password);
    await checked();
    await eventually(async () => expect(await written()).toContain('name: after all'));
  });

  it('launches, goes to the campaign, and can begin with its file again', async () => {
    await page.getByRole('button', { name: 'Launch', exact: true }).click();
    await page.getByRole('heading', { name: /after all/ }).waitFor();
    const id = /campaigns\/([\w-]+)$/.exec(page.url())![1]!;
    expect((await lab.call('POST', `/v1/campaigns/${id}/cancel`)).status).toBe(200);
    const { source } = (await lab.call('GET', `/v1/campaigns/${id}/file`)).body as { source: string };
    await page.getByRole('link', { name: 'Launch again' }).click();
    await checked();
    await eventually(async () => expect((await written()).trim()).toBe(source.trim()));
    await page.goto(`${lab.controller().url}/campaigns/new`);
    await page.getByText('Choose a template to begin with').waitFor();
  });

  it('names who may, to a viewer', async () => {
    const viewer = await web.openAs('eva', 'viewer', '/campaigns/new');
    await viewer.getByRole('heading', { name: 'You may not launch campaigns' }).waitFor();
    await viewer.context().close();
  });

  it('broke no rule of its policy, and had no fault', () => {
    // Chromium reports a refused file (422) as an error.
    expect(web.complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
  });
});
