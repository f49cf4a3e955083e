import type { Page } from 'playwright-core';
import { startLab, type Lab, type LabOptions } from './lab';
import { openWebPages, type WebPages } from './web-pages';

/** A lab with a real Chromium before its web interface. */
export interface WebLab {
  lab: Lab;
  web: WebPages;
  /** The overview, as the admin. */
  page: Page;
  stop(): Promise<void>;
}

/** Starts a lab and enrolls its twins, unless that is left to the test; `prepare` is done before the browser gets in. */
export async function startWebLab(
  { enrolled = true, ...options }: LabOptions & { enrolled?: boolean },
  prepare: (lab: Lab) => Promise<unknown> = async () => undefined,
): Promise<WebLab> {
  const lab = await startLab(options);
  for (const twin of enrolled ? lab.twins : []) await lab.enroll(twin);
  await prepare(lab);
  const web = await openWebPages(lab);
  const page = await web.openAsAdmin();
  return {
    ...{ lab, web, page },
    stop: async () => {
      await web.close();
      await lab.stop();
    },
  };
}
