import { readFileSync } from 'node:fs';
import type { LoginCodeView } from '@joulefleet/contracts';
import type { Role } from '@joulefleet/core';
import type { BrowserContext, Page } from 'playwright-core';
import { openChromium } from '../../bench/web/open-chromium';
import type { Lab } from './lab';
import { LIMIT_FACTOR } from './limit-factor';

const TIMEOUT_MS = LIMIT_FACTOR * 15_000;
const PASSWORD = 'a rather long password';
const WIDTHS = [360, 1280];
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** Where screenshots are left to be looked at; none are made when it is not set. */
const SHOTS = process.env.JOULEFLEET_SHOTS;

/** A process for each site, and one in reserve, cost a second of a core for each page that a test opens. There is one site. */
const FEWER_PROCESSES = ['--disable-site-isolation-trials', '--renderer-process-limit=1', '--process-per-site'];

/** A real Chromium before the web interface of a lab. */
export interface WebPages {
  /** Whatever a page or its policy complains of: empty at the end. */
  complaints: string[];
  open(within?: BrowserContext): Promise<Page>;
  /** A page that got in as the admin by a code, on the overview. */
  openAsAdmin(): Promise<Page>;
  /** A page of its own on a path, signed in with the password of a user who is made for it. */
  openAs(name: string, role: Role, path: string): Promise<Page>;
  close(): Promise<void>;
}

export async function openWebPages(lab: Lab): Promise<WebPages> {
  const chromium = await openChromium(FEWER_PROCESSES);
  const complaints: string[] = [];
  const open = async (within?: BrowserContext): Promise<Page> => {
    const page = await (within ?? (await chromium.newContext())).newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    page.on('console', (message) => {
      // Chromium reports a request without a session (401) as an error, and one to a controller that is away.
      if (message.type() === 'error' && !/401|net::ERR_CONNECTION/.test(message.text()))
        complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (
        !request
          .url()
          .replace(/^blob:/, '')
          .startsWith(lab.controller().url)
      )
        complaints.push(`asked for ${request.url()}`);
    });
    return page;
  };
  return {
    complaints,
    open,
    openAsAdmin: async () => {
      const page = await open();
      const { body } = await lab.call('POST', '/v1/session/codes');
      await page.goto(`${lab.controller().url}/#code=${(body as LoginCodeView).code}`);
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      return page;
    },
    openAs: async (name, role, path) => {
      const { status } = await lab.call('POST', '/v1/users', { name, role, password: PASSWORD });
      if (status !== 201) throw new Error(`${name} cannot be made: ${status}`);
      const page = await open();
      await page.goto(`${lab.controller().url}${path}`);
      await signIn(page, name, PASSWORD);
      return page;
    },
    close: () => chromium.close(),
  };
}

/** Fills in the dialog that asks who one is. */
export async function signIn(page: Page, name: string, password: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Serious and critical findings of axe on a page as it is now. */
export async function axeFindings(page: Page): Promise<string[]> {
  // The policy of the page refuses a script that is put into it; one that is evaluated by the debugger runs.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Leaves screenshots of a whole page at two widths and in both themes, where they are asked for. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  for (const width of WIDTHS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}
