import { resolve } from 'node:path';
import type { Command } from 'commander';
import { describeRequest, enrollRequest } from '@joulefleet/contracts';
import type { DeviceView, EnrollRequest } from '@joulefleet/contracts';
import { CliFailure, usageFailure } from '../../cli-failure';
import type { ControllerClient } from '../../client/controller-client';
import { defaultIdentity } from '../../enroll/default-identity';
import { enrollList } from '../../enroll/enroll-list';
import { IdentityFiles } from '../../enroll/identity-files';
import { nameFromHost } from '@joulefleet/core';
import { exitCodeOfEnrolled } from '../../exit-codes';
import { renderDevice } from '../../render/device/render-device';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { action, example, wholeNumber } from '../command-run';
import type { CommandRun } from '../command-run';

interface EnrollOptions {
  inventory?: string;
  sshConfig?: string;
  knownHosts?: string;
  port?: number;
  user?: string;
  identity?: string;
  identityName?: string;
  sudo?: boolean;
  name?: string;
  label: string[];
  fingerprint?: string;
  yes?: boolean;
}

const SSH_PORT = 22;
const MAX_PORTS = 65_535;

/** `joulefleet device enroll HOST`, or many at once. */
export function registerDeviceEnroll(parent: Command, run: CommandRun): void {
  parent
    .command('enroll')
    .description('enroll a board: pin its host key, probe it, make it available to campaigns')
    .argument('[hosts...]', 'host names or addresses, as the controller reaches them')
    .option('--inventory <file>', 'many devices at once: a YAML or CSV file')
    .option('--ssh-config <file>', 'OpenSSH’s: host names, ports, users, identities; without hosts each of its hosts')
    .option('--known-hosts <file>', 'OpenSSH’s: the host keys to pin')
    .option('--port <port>', 'SSH port (default: 22)', wholeNumber(1, MAX_PORTS))
    .option('--user <login>', 'login name on the device (default: yours)')
    .option('--identity <file>', 'private key to store in the controller (default: ~/.ssh/id_ed25519 or the like)')
    .option('--identity-name <name>', 'a key that the controller keeps (default, without any key of yours: fleet)')
    .option('--sudo', 'let the agent work through sudo (default: only where the login may not set clocks)')
    .option('--name <name>', 'name of the device (default: from the host)')
    .option('--label <label>', 'label for selectors; may be repeated', (label, all: string[]) => [...all, label], [])
    .option('--fingerprint <sha256>', 'host key to pin, as `ssh-keygen -lf` prints it')
    .option('--yes', 'pin whatever host key is seen now (trust on first use)')
    .addHelpText(
      'after',
      example(
        'joulefleet device enroll nano-1.lab --user jetson --label rack-a',
        'joulefleet device enroll 10.0.0.7 --name orin-1 --fingerprint SHA256:… --json',
        'joulefleet device enroll --inventory rack.yaml --known-hosts ~/.ssh/known_hosts',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [hosts] = command.processedArgs as [string[]];
        const options = command.opts<EnrollOptions>();
        requireOneIdentity(options);
        if (isSingle(hosts, options)) return enrollSingle(session, hosts[0]!, options);
        requireNoneOfOne(hosts, options);
        const { label: labels, yes } = options;
        const privilege = options.sudo === true ? 'sudo' : undefined;
        return enrollList(session, { ...options, hosts, labels, privilege }, yes === true);
      }),
    );
}

function isSingle(hosts: readonly string[], { inventory, sshConfig, knownHosts }: EnrollOptions): boolean {
  const files = [inventory, sshConfig, knownHosts].filter((file) => file !== undefined);
  return hosts.length === 1 && files.length === 0;
}

function requireOneIdentity({ identity, identityName }: EnrollOptions): void {
  if (identity === undefined || identityName === undefined) return;
  throw usageFailure('--identity and --identity-name exclude each other', { remedy: 'Name one key.' });
}

/** What is said of one device cannot hold for several. */
function requireNoneOfOne(hosts: readonly string[], { inventory, name, fingerprint, sudo }: EnrollOptions): void {
  if (hosts.length !== 1 && (name !== undefined || fingerprint !== undefined)) {
    throw usageFailure('--name and --fingerprint are about one device', { remedy: 'Say it in the inventory.' });
  }
  if (sudo && hosts.length !== 1)
    throw usageFailure('--sudo is about one device', { remedy: 'Of many, each is tried without it first.' });
  if (inventory !== undefined && hosts.length > 0) {
    throw usageFailure('hosts and --inventory exclude each other', { remedy: 'Name the hosts in the inventory.' });
  }
}

/** Exit code 3 when the device is stored, but quarantined. */
async function enrollSingle(session: Session, host: string, options: EnrollOptions): Promise<number> {
  const request = buildRequest(host, options, session);
  const file = identityFile(options, session);
  if (file !== undefined) request.identity = await new IdentityFiles(session.client()).fingerprintOf(file);
  const device = await enroll(session, request, options.yes === true);
  session.result(device, renderDevice(device, screenOf(session)));
  return exitCodeOfEnrolled([device]);
}

function buildRequest(host: string, options: EnrollOptions, session: Session): EnrollRequest {
  const { environment } = session.io;
  const request = {
    name: options.name ?? nameFromHost(host),
    host,
    port: options.port ?? SSH_PORT,
    user: options.user ?? environment.loginName,
    identity: options.identityName,
    privilege: options.sudo === true ? 'sudo' : undefined,
    fingerprint: options.fingerprint,
    labels: options.label,
  };
  const parsed = enrollRequest.safeParse(request);
  if (parsed.success) return parsed.data;
  const findings = describeRequest(enrollRequest, parsed.error, request);
  const complaints = findings.map(({ where, message }) => `${where}: ${message}`);
  throw usageFailure(complaints.join('; '), { remedy: `See \`${session.commandLine('device enroll --help')}\`.` });
}

/** Of the key that the reader names, or else would log in with; undefined: a key that the controller keeps. */
function identityFile({ identity, identityName }: EnrollOptions, { io }: Session): string | undefined {
  if (identityName !== undefined) return undefined;
  const { workingFolder, userHome } = io.environment;
  return identity === undefined ? defaultIdentity(userHome) : resolve(workingFolder, identity);
}

/** Enrolls; a host key that nobody has confirmed yet is confirmed by the reader, by --yes, or not at all. */
async function enroll(session: Session, request: EnrollRequest, trustFirstUse: boolean): Promise<DeviceView> {
  const client = session.client();
  try {
    return await client.enroll(request);
  } catch (error) {
    const seen = unconfirmedKey(error);
    if (!seen) throw error;
    return confirmAndEnroll(session, client, { ...request, fingerprint: seen }, trustFirstUse);
  }
}

function unconfirmedKey(error: unknown): string | undefined {
  if (!(error instanceof CliFailure) || error.problem.code !== 'host_key_unconfirmed') return undefined;
  return error.problem.fingerprint;
}

async function confirmAndEnroll(
  session: Session,
  client: ControllerClient,
  request: EnrollRequest & { fingerprint: string },
  trustFirstUse: boolean,
): Promise<DeviceView> {
  const { host, port, fingerprint } = request;
  if (trustFirstUse) {
    session.note(`Trusting the host key seen on first use at ${host}:${port}: ${fingerprint}`);
  } else {
    await confirm(session, `${host}:${port}`, fingerprint);
  }
  return client.enroll(request);
}

async function confirm(session: Session, address: string, fingerprint: string): Promise<void> {
  if (session.json || !session.io.stdinIsTty) {
    throw usageFailure('the host key is not confirmed, and there is no terminal to ask on', {
      code: 'host_key_unconfirmed',
      where: address,
      fingerprint,
      remedy: 'Compare the key seen with `ssh-keygen -lf` on the device, then pass it with --fingerprint (or --yes).',
    });
  }
  session.note(
    `${address} shows the host key\n  ${fingerprint}\nOn the device: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`,
  );
  const answer = await session.io.ask('Is it the same, and shall it be pinned? [y/N] ');
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw usageFailure('the host key was not confirmed; the device is not enrolled', {
    code: 'host_key_unconfirmed',
    where: address,
  });
}
