import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SshTarget } from '@joulefleet/remote';
import { PoweredBoard } from '../../../apps/twin/src/power/powered-board';
import { killBoardProcesses } from '../../../apps/twin/src/process/board-processes';
import { DEFAULT_ERRORS } from '../../../apps/twin/src/sensor/convert';
import { ACCOUNT, writeAccounts } from './account';
import { fetchOpenSsh, type OpenSsh } from './fetch-openssh';
import { Sshd } from './sshd';

const TIME_SCALE = 1000;
const SHELL = '/bin/bash';

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa';

/** A simulated board behind a real sshd: tree and physics of a twin, login by Debian's openssh-server. */
export class OpenSshBoard {
  readonly home: string;
  readonly root: string;
  readonly sshd: Sshd;
  private readonly power: PoweredBoard;

  private constructor(
    readonly openSsh: OpenSsh,
    readonly folder: string,
  ) {
    this.home = join(folder, 'home');
    this.root = join(folder, 'tree');
    this.sshd = new Sshd(openSsh, folder);
    this.power = new PoweredBoard({
      root: this.root,
      deviceClass: 'jetson-nano',
      timeScale: TIME_SCALE,
      seed: '1|openssh|1',
      sensor: DEFAULT_ERRORS,
      extras: {},
      identity: { name: 'openssh', serial: '1420000000001', bootId: '00000000-0000-4000-8000-000000000001' },
      onRun: () => undefined,
      onReboot: () => undefined,
    });
  }

  /** A board with an ed25519 host key and identity, that serves. `configLines` go before ours in sshd_config. */
  static async start(configLines: readonly string[] = []): Promise<OpenSshBoard> {
    const folder = mkdtempSync(join(tmpdir(), 'jf-openssh-'));
    const board = new OpenSshBoard(await fetchOpenSsh(), folder);
    mkdirSync(board.home);
    board.useShell();
    await board.makeKey('host-ed25519', 'ed25519');
    board.authorize(await board.makeKey('user-ed25519', 'ed25519'));
    await board.power.start();
    // Nobody tells it of commands that sshd runs; files are kept fresh as while one runs.
    board.power.refresher.commandStarted();
    await board.serve(configLines);
    return board;
  }

  /** Starts sshd, again if it runs, at the same port. `hostKeys` are names of keys that were made. */
  async serve(configLines: readonly string[] = [], hostKeys = ['host-ed25519'], root = this.root): Promise<void> {
    await this.sshd.stop();
    await this.sshd.start([
      ...configLines,
      'ListenAddress 127.0.0.1',
      ...hostKeys.map((name) => `HostKey ${this.at(name)}`),
      `AuthorizedKeysFile ${this.at('authorized_keys')}`,
      `SetEnv JOULEFLEET_ROOT=${root}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      'MaxSessions 10',
      'LogLevel DEBUG2',
    ]);
  }

  async stop(): Promise<void> {
    await this.sshd.stop();
    killBoardProcesses(this.root);
    await this.power.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** How to log in; the pinned host key is the one that is named, looked up as OpenSSH prints it. */
  async target(identity = 'user-ed25519', hostKey = 'host-ed25519'): Promise<SshTarget & { fingerprint: string }> {
    return {
      host: '127.0.0.1',
      port: this.sshd.port,
      user: ACCOUNT,
      privateKey: readFileSync(this.at(identity)),
      fingerprint: await this.fingerprint(hostKey),
      hostKeyType: this.publicLine(hostKey).split(' ')[0]!,
    };
  }

  /** Makes a key pair with ssh-keygen and returns its public line. */
  async makeKey(name: string, type: KeyType): Promise<string> {
    await this.openSsh.keygen('-q', '-t', type, '-N', '', '-C', name, '-f', this.at(name));
    return this.publicLine(name);
  }

  /** A key's line for `authorize`. */
  publicLine(name: string): string {
    return readFileSync(this.at(`${name}.pub`), 'utf8');
  }

  /** `SHA256:...`, by `ssh-keygen -l`. */
  async fingerprint(name: string): Promise<string> {
    return (await this.openSsh.keygen('-l', '-E', 'sha256', '-f', this.at(`${name}.pub`))).split(' ')[1]!;
  }

  /** Public lines that may log in from now on. */
  authorize(...publicLines: string[]): void {
    writeFileSync(this.at('authorized_keys'), publicLines.join(''));
  }

  /** The program that is the account's login shell from now on. */
  useShell(program = SHELL, home = this.home): void {
    writeAccounts(this.folder, home, program);
  }

  /** Makes bash the login shell, after these lines of shell. */
  useShellAfter(...lines: string[]): void {
    const program = this.at('login-shell');
    writeFileSync(program, ['#!/bin/bash', ...lines, `exec ${SHELL} "$@"`, ''].join('\n'));
    chmodSync(program, 0o755);
    this.useShell(program);
  }

  at(name: string): string {
    return join(this.folder, name);
  }
}
