import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliFailure } from '../cli-failure';
import { planEnrollments, type EnrollmentSources } from './plan-enrollments';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILhYYHd8p/whVRH14Wj9DtUVBjoFWG6zX63Dpbl0fi0z';
const FINGERPRINT = 'SHA256:2Jom5N5w+rf5niWPakP5Pgx7ObjPQcAazYhyCKycAhU';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jf-plan-'));
  mkdirSync(join(folder, '.ssh', 'conf.d'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const plan = (sources: Partial<EnrollmentSources>) =>
  planEnrollments(
    { hosts: [], labels: [], ...sources },
    { loginName: 'me', userHome: folder, workingFolder: join(folder, '.ssh') },
  );
function problemOf(sources: Partial<EnrollmentSources>) {
  try {
    plan(sources);
  } catch (error) {
    if (error instanceof CliFailure) return error.problem;
    throw error;
  }
  throw new Error('planned');
}

describe('planEnrollments', () => {
  it('finds the hosts of included files, and says which they are', () => {
    write('.ssh/conf.d/10-lab', 'Host nano-1\n  HostName 10.0.0.7\n  IdentityFile ~/keys/%n\n');
    write('.ssh/conf.d/.hidden', 'Host hidden\n');
    write('.ssh/config', 'Include conf.d/*\n');
    const { enrollments, skipped } = plan({ sshConfig: 'config' });
    expect(enrollments).toMatchObject([
      { request: { name: 'nano-1', host: '10.0.0.7' }, identityFile: join(folder, 'keys/nano-1') },
    ]);
    const message = `${join(folder, '.ssh/conf.d/10-lab')} is included`;
    expect(skipped).toEqual([{ where: 'config:1:1', message }]);
  });

  it('says what is not there where no device is named', () => {
    write('.ssh/config', 'Include nowhere/[z-a]*\n');
    expect(problemOf({ sshConfig: 'config' })).toMatchObject({
      detail: 'no device is named',
      errors: [{ where: 'config:1:1', message: expect.stringContaining('there is no such file') as string }],
    });
  });

  it('takes a name and a fingerprint for one host, unless the key is revoked', () => {
    write('.ssh/known_hosts', `nano-1 1024 37 159161\n@revoked 10.* ${KEY}\n`);
    const one = { hosts: ['nano-1'], name: 'lab-1', fingerprint: FINGERPRINT, knownHosts: 'known_hosts' };
    const { enrollments, skipped } = plan(one);
    expect(enrollments).toMatchObject([{ request: { name: 'lab-1', fingerprint: FINGERPRINT } }]);
    expect(skipped.map(({ where }) => where)).toEqual(['known_hosts:1:1']);
    expect(plan({ ...one, privilege: 'sudo' }).enrollments).toMatchObject([{ request: { privilege: 'sudo' } }]);
    expect(problemOf({ ...one, hosts: ['10.0.0.7'] })).toMatchObject({
      code: 'bad_inventory',
      errors: [{ message: expect.stringContaining('is revoked in known_hosts:2:1') as string }],
    });
  });

  it('names the first of many lines that are passed over', () => {
    write('.ssh/known_hosts', 'broken\n'.repeat(70));
    const { skipped } = plan({ hosts: ['nano-1'], knownHosts: 'known_hosts' });
    expect(skipped).toHaveLength(51);
    expect(skipped.at(-1)).toEqual({ where: 'known_hosts', message: '20 more lines' });
  });
});
