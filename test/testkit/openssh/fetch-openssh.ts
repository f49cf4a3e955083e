import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchDebianPackages, libraryPathIn } from '../../../libs/platform/src/embedded/debian/fetch-debian-packages';
import { testCacheFolder } from '../test-home';

const run = promisify(execFile);

/** Debian's OpenSSH, unpacked; nothing of it is installed. */
export interface OpenSsh {
  sshd: string;
  libraryPath: string;
  /** Lets a process take its accounts from files of ours. */
  accountsLibrary: string;
  /** Lines that this version's sshd_config needs to be run from another folder and asked often. */
  configLines: string[];
  /** Runs ssh-keygen and returns what it prints. */
  keygen(...args: string[]): Promise<string>;
  /** Runs ssh and returns what it prints. */
  ssh(...args: string[]): Promise<string>;
}

/** Fetches it into the test cache, once per machine. A machine that cannot fails the tests that ask for it. */
export async function fetchOpenSsh(): Promise<OpenSsh> {
  const folder = await fetchDebianPackages(testCacheFolder(), 'openssh', {
    packages: ['openssh-server', 'openssh-client', 'libnss-wrapper'],
    fallbackDependencies: ['openssh-sftp-server', 'runit-helper', 'libwrap0'],
  }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`these tests need apt-get to download Debian's openssh-server, and it could not: ${why}`, {
      cause,
    });
  });
  const libraryPath = libraryPathIn(folder);
  const program = async (name: string, args: string[]): Promise<string> => {
    const env = { ...process.env, LD_LIBRARY_PATH: libraryPath };
    return (await run(join(folder, 'usr/bin', name), args, { env })).stdout.trim();
  };
  return {
    sshd: join(folder, 'usr/sbin/sshd'),
    libraryPath,
    accountsLibrary: 'libnss_wrapper.so',
    configLines: configLinesOf(join(folder, 'usr/lib/openssh')),
    keygen: (...args) => program('ssh-keygen', args),
    ssh: (...args) => program('ssh', args),
  };
}

/** OpenSSH 9.8 split the server in two programs, later three, and began to punish addresses that fail to log in. */
function configLinesOf(programs: string): string[] {
  const [session, auth] = [join(programs, 'sshd-session'), join(programs, 'sshd-auth')];
  return [
    ...(existsSync(session) ? [`SshdSessionPath ${session}`, 'PerSourcePenalties no'] : []),
    ...(existsSync(auth) ? [`SshdAuthPath ${auth}`] : []),
  ];
}
