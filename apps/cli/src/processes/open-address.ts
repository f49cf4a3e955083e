import { spawn } from 'node:child_process';

/** Opens an address in the browser of the desktop. Returns false where there is no desktop. */
export function openAddress(url: string, environment: NodeJS.ProcessEnv): boolean {
  const program = openerOf(process.platform, environment);
  if (program === null) return false;
  const child = spawn(program, [url], { stdio: 'ignore', detached: true, env: environment });
  // A desktop without the program: the address was printed.
  child.on('error', () => undefined);
  child.unref();
  return true;
}

/** The program that opens an address; null: nobody sits in front of a desktop here. */
export function openerOf(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string | null {
  if (environment.SSH_CONNECTION) return null;
  if (platform === 'darwin') return 'open';
  return platform === 'linux' && (environment.DISPLAY || environment.WAYLAND_DISPLAY) ? 'xdg-open' : null;
}
