import { cleanText } from '@joulefleet/core';
import type { ClientChannel } from 'ssh2';
import { FLOOD, MAX_STRAY_BYTES } from './stray-bytes';

/** How the command ended; code and signal are both null if the connection was lost. */
export interface FeedResult {
  code: number | null;
  /** Such as "SIGKILL", or why it was not waited for any longer. */
  signal: string | null;
  stderr: string;
}

/** The command never exits if the file system hangs. */
const UPLOAD_TIMEOUT_MS = 60_000;
/** Characters kept of what it says: a device may talk without end. */
const MAX_STDERR = 500;

/** Writes `content` to a command's stdin and waits for it to exit, with a limit to its time and to what it says. */
export function feed(channel: ClientChannel, content: Buffer): Promise<FeedResult> {
  return new Promise((resolve) => {
    let stderr = '';
    let strayBytes = 0;
    let exit: Pick<FeedResult, 'code' | 'signal'> = { code: null, signal: null };
    const giveUp = (why: string): void => {
      resolve({ code: null, signal: why, stderr: why });
      channel.destroy();
    };
    const timer = setTimeout(() => giveUp(`no exit within ${UPLOAD_TIMEOUT_MS / 1000} s`), UPLOAD_TIMEOUT_MS);
    const count = (data: Buffer): void => {
      strayBytes += data.length;
      if (strayBytes > MAX_STRAY_BYTES) giveUp(FLOOD);
    };
    channel.on('data', count);
    channel.stderr.on('data', (data: Buffer) => {
      count(data);
      stderr = (stderr + cleanText(data.toString('utf8'))).slice(-MAX_STDERR);
    });
    channel.on('exit', (code: number | null, signal: string | null = null) => (exit = { code, signal }));
    channel.on('close', () => {
      clearTimeout(timer);
      resolve({ ...exit, stderr: stderr.trim() });
    });
    channel.end(content);
  });
}
