import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Debian's package, and what others call it. */
const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The installed Chromium; nothing is downloaded. `JOULEFLEET_CHROMIUM` names another one. `more`: arguments beside the usual ones. */
export async function openChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.JOULEFLEET_CHROMIUM ?? PROGRAMS.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no Chromium here: install the package chromium, or set JOULEFLEET_CHROMIUM');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...more],
  });
}
