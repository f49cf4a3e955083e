import type { Page } from 'playwright-core';

const PAN_MS = 4_000;
/** Of what is in sight, in each frame: a screen in two seconds at 60 frames a second. */
const STEP_SHARE = 1 / 120;
/** So much of the trace is in sight. */
const ZOOM_STEPS = 6;

export interface Panned {
  /** Frames a second that drew the trace, and those that the browser shows of a page at rest. */
  fps: number;
  restFps: number;
  longestFrameMs: number;
  /** Answers about parts of the trace that came meanwhile. */
  tiles: number;
}

/** Zooms into the trace on a page, then moves along it frame by frame, by wheel events as a hand makes them. */
export async function panTrace(page: Page): Promise<Panned> {
  await page.getByRole('group', { name: /^Power over time/ }).focus();
  for (let step = 0; step < ZOOM_STEPS; step++) await page.keyboard.press('+');
  await page.getByRole('group', { name: /^Power over time/ }).scrollIntoViewIfNeeded();
  await page.waitForLoadState('networkidle');
  return page.evaluate<Panned>(PAN);
}

/** Runs in the page. A frame counts when the plot was cleared, and so drawn, in it. */
const PAN = `new Promise((resolve) => {
  const area = document.querySelector('.u-over');
  const canvas = document.querySelector('.uplot canvas');
  const context = canvas.getContext('2d');
  const clear = context.clearRect.bind(context);
  let drawn = false;
  context.clearRect = (...place) => { drawn = true; clear(...place); };
  const answers = () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/trace?')).length;
  const run = (eachFrame, done) => {
    const startedMs = performance.now();
    let frames = 0, drawnFrames = 0, longestMs = 0, lastMs = startedMs;
    const frame = () => {
      const nowMs = performance.now();
      frames++;
      if (drawn) drawnFrames++;
      drawn = false;
      longestMs = Math.max(longestMs, nowMs - lastMs);
      lastMs = nowMs;
      if (nowMs - startedMs >= ${PAN_MS}) return done({ seconds: (nowMs - startedMs) / 1000, frames, drawnFrames, longestMs });
      eachFrame();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };
  performance.clearResourceTimings();
  const deltaX = area.clientWidth * ${STEP_SHARE};
  const { left, top } = area.getBoundingClientRect();
  const move = () => area.dispatchEvent(new WheelEvent('wheel', { deltaX, clientX: left + 50, clientY: top + 50, bubbles: true, cancelable: true }));
  run(() => undefined, (rest) => run(move, (panned) => resolve({
    fps: panned.drawnFrames / panned.seconds,
    restFps: rest.frames / rest.seconds,
    longestFrameMs: panned.longestMs,
    tiles: answers(),
  })));
})`;
