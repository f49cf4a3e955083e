import type { AddressInfo, Socket } from 'node:net';
import { Server, type Connection, type ParsedKey, type ServerChannel, type Session } from 'ssh2';
import { authenticate } from './authenticate';

const ADDRESS = '127.0.0.1';

export interface SshOptions {
  hostKey: string;
  user: string;
  authorized: readonly ParsedKey[];
  /** sshd before 7.9 ignores signals sent on a channel. */
  forwardSignals: boolean;
  /** Runs a command (null: a shell) on a channel; returns the process group to signal. */
  run(channel: ServerChannel, command: string | null): number | undefined;
}

/** The login service of a twin: commands only, no terminal, no forwarding, on 127.0.0.1. */
export class SshServer {
  private readonly server: Server;
  private readonly connections = new Set<Connection>();

  constructor(private readonly options: SshOptions) {
    this.server = new Server({ hostKeys: [options.hostKey] }, (connection) => this.accept(connection));
  }

  /** Listens on the wanted port, or on a free one if that is taken or 0; returns the port. */
  async start(wantedPort: number): Promise<number> {
    try {
      return await this.listen(wantedPort);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      return this.listen(0);
    }
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.cutConnections();
    await closed;
  }

  /** Drops every connection without a word, as a pulled cable does to those who wait for an answer. */
  cutConnections(): void {
    for (const connection of this.connections) socketOf(connection).destroy();
  }

  private listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, ADDRESS, () => {
        this.server.removeListener('error', reject);
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  private accept(connection: Connection): void {
    const { user, authorized } = this.options;
    this.connections.add(connection);
    // As OpenSSH's server does.
    socketOf(connection).setNoDelay(true);
    connection.on('authentication', (context) => authenticate(context, user, authorized));
    connection.on('ready', () => connection.on('session', (accept) => this.serve(accept())));
    connection.on('close', () => this.connections.delete(connection));
    connection.on('error', () => connection.end());
  }

  private serve(session: Session): void {
    let group: number | undefined;
    session.on('exec', (accept, _reject, { command }) => (group = this.options.run(accept(), command)));
    session.on('shell', (accept) => (group = this.options.run(accept(), null)));
    session.on('signal', (accept, reject, { name }) => {
      if (!this.options.forwardSignals || group === undefined) return reject?.();
      signalGroup(group, name);
      accept?.();
    });
  }
}

function signalGroup(group: number, name: string): void {
  try {
    process.kill(-group, `SIG${name}` as NodeJS.Signals);
  } catch {
    // The group has ended, or there is no such signal.
  }
}

/** ssh2 hides a server connection's socket; `end()` would say goodbye first. */
function socketOf(connection: Connection): Pick<Socket, 'destroy' | 'setNoDelay'> {
  return (connection as unknown as { _sock: Socket })._sock;
}
