import { formatDuration } from '../render/format/format-duration';
import { LiveLines } from './live-lines';
import type { Session } from './session';
import { padRight } from './visible-width';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const REDRAW_MS = 100;
const TITLE_WIDTH = 46;

/** What a step ended with, in a few words, and what it yields. */
export interface StepResult<T> {
  done: string;
  value: T;
}

/**
 * Shows a step of a longer command on stderr: while it lasts a line with its time (on a terminal only), afterwards what
 * it ended with and how long it took.
 */
export async function runStep<T>(
  session: Session,
  title: string,
  work: (say: (detail: string) => void) => Promise<StepResult<T>>,
): Promise<T> {
  const { stderr } = session.io;
  const colors = session.noteColors;
  const startedMs = performance.now();
  const elapsed = (): string => formatDuration((performance.now() - startedMs) / 1000);
  let detail = '';
  const live = new LiveLines(stderr);
  const draw = (): void => {
    const frame = FRAMES[Math.floor((performance.now() - startedMs) / REDRAW_MS) % FRAMES.length]!;
    live.draw([`${colors.cyan(frame)} ${padRight(title, TITLE_WIDTH)} ${elapsed()}  ${colors.dim(detail)}`]);
  };
  const timer = stderr.isTTY ? setInterval(draw, REDRAW_MS) : undefined;
  const end = (mark: string, text: string): void => {
    clearInterval(timer);
    if (stderr.isTTY) live.clear();
    session.note(`${mark} ${padRight(text, TITLE_WIDTH)} ${elapsed()}`);
  };
  try {
    const { done, value } = await work((text) => (detail = text));
    end(colors.green('✔'), done);
    return value;
  } catch (error) {
    end(colors.red('✘'), title);
    throw error;
  }
}
