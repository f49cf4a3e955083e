import { createHash } from 'node:crypto';
import type { ServerChannel } from 'ssh2';
import { Serve } from './serve';
import type { ServedDevice } from './served-device';

/** As the shell lines of the controller say (libs/remote/src/start-agent.ts). */
const NO_AGENT = 91;
const NOT_FOUND = 127;
const SERVE = /exec python3 (\.joulefleet\/agent-[0-9a-f]{16}\.pyz) serve/;
const UPLOAD = /cat > (\.joulefleet\/agent-[0-9a-f]{16}\.pyz)\.part/;
const FORGET = /rm -f (\.joulefleet\/agent-[0-9a-f]{16}\.pyz)'?$/;

/**
 * The login shell of a device without files and processes. It knows the controller's own lines only: start the agent, upload it, forget it. Nothing of what
 * is uploaded is executed; its hash is kept, and answered as that of the agent.
 */
export class ServedShell {
  private readonly files = new Map<string, string>();

  constructor(private readonly device: ServedDevice) {}

  /** Runs a line on a channel. No process is started. */
  run(channel: ServerChannel, line: string | null): undefined {
    const command = line ?? '';
    const [upload, serve, forget] = [UPLOAD, SERVE, FORGET].map((pattern) => pattern.exec(command)?.[1]);
    channel.on('error', () => undefined);
    if (upload) return this.upload(channel, upload);
    if (serve) return this.serve(channel, serve);
    if (forget) this.files.delete(forget);
    return leave(channel, forget ? 0 : NOT_FOUND);
  }

  private upload(channel: ServerChannel, path: string): undefined {
    const hash = createHash('sha256');
    channel.on('data', (data: Buffer) => hash.update(data));
    channel.on('end', () => {
      this.files.set(path, hash.digest('hex'));
      leave(channel, 0);
    });
  }

  private serve(channel: ServerChannel, path: string): undefined {
    channel.write('joulefleet-shell\n');
    const sha256 = this.files.get(path);
    if (sha256 === undefined) return leave(channel, NO_AGENT);
    new Serve(this.device, channel, sha256);
  }
}

function leave(channel: ServerChannel, code: number): undefined {
  channel.exit(code);
  channel.end();
}
