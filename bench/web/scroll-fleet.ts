import { DEVICE_CLASSES } from '@joulefleet/core';
import type { Database } from '@joulefleet/store';
import type { Page } from 'playwright-core';

/** Devices of a large fleet. */
export const FLEET_SIZE = 1000;
const SCROLL_MS = 4_000;
/** In each frame: the whole table of 42 px rows in about three seconds at 60 frames a second, and back. */
const STEP_PX = 240;

export interface Scrolled {
  /** Tasks of 50 ms or more while the table moved, and while the page was at rest for as long. */
  longTasks: number;
  restLongTasks: number;
  longestFrameMs: number;
  /** Rows that came into sight. */
  rows: number;
}

/** Devices that nobody connects to: they are in maintenance. */
export async function seedFleet({ pool }: Database): Promise<void> {
  await pool.query(
    `INSERT INTO device (id, name, device_class, host, port, login_user, host_key_type, fingerprint, labels, simulated,
                         availability, health, facts)
     SELECT gen_random_uuid(), 'board-' || n, ($2::text[])[1 + n % cardinality($2::text[])], '127.0.0.1', 1, 'nobody', 'ssh-ed25519',
            'SHA256:' || repeat('A', 43), ARRAY['rack-' || n % 20], true, 'maintenance', 'good', '{}'
     FROM generate_series(1, $1) AS n`,
    [FLEET_SIZE, DEVICE_CLASSES],
  );
}

/** Scrolls the table of the fleet page from its first row to its last and back, frame by frame. */
export async function scrollFleet(page: Page): Promise<Scrolled> {
  await page.getByRole('link', { name: 'board-1', exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  const scrolled = await page.evaluate<Scrolled>(SCROLL);
  if (scrolled.rows < FLEET_SIZE / 2) throw new Error(`only ${scrolled.rows} rows came into sight`);
  return scrolled;
}

/** Runs in the page. Long tasks are those of the browser's own Long Tasks API: 50 ms or more. */
const SCROLL = `new Promise((resolve) => {
  const scroller = document.querySelector('[role=region][aria-label=Devices]');
  const rows = new Set();
  let longTasks = 0;
  const count = (entries) => { longTasks += entries.length; };
  const observer = new PerformanceObserver((list) => count(list.getEntries()));
  observer.observe({ type: 'longtask' });
  const run = (eachFrame, done) => {
    const startedMs = performance.now();
    let longestMs = 0, lastMs = startedMs;
    longTasks = 0;
    const frame = () => {
      const nowMs = performance.now();
      longestMs = Math.max(longestMs, nowMs - lastMs);
      lastMs = nowMs;
      if (nowMs - startedMs >= ${SCROLL_MS}) {
        count(observer.takeRecords());
        return done({ longTasks, longestMs });
      }
      eachFrame();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };
  let step = ${STEP_PX};
  const move = () => {
    const end = scroller.scrollHeight - scroller.clientHeight;
    if (scroller.scrollTop >= end) step = -${STEP_PX};
    else if (scroller.scrollTop <= 0) step = ${STEP_PX};
    scroller.scrollTop += step;
    for (const row of scroller.querySelectorAll('tr[aria-rowindex]')) rows.add(row.ariaRowIndex);
  };
  run(() => undefined, (rest) => run(move, (moved) => resolve({
    longTasks: moved.longTasks,
    restLongTasks: rest.longTasks,
    longestFrameMs: moved.longestMs,
    rows: rows.size,
  })));
})`;
