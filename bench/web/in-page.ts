import type { Browser, Page } from 'playwright-core';

/** Works in a page with nothing in its cache, which is closed afterwards. */
export async function inPage<T>(chromium: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await chromium.newContext();
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}
