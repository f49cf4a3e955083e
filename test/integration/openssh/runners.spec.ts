import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openAgent, packAgent } from '@joulefleet/remote';
import { OpenSshBoard } from '../../testkit/openssh/openssh-board';

const agent = packAgent(resolve('agent'));
const runners = agent.runners!;

describe('the runners of the known workloads under Debian’s sshd', () => {
  let board: OpenSshBoard;
  let path: string;

  beforeAll(async () => {
    board = await OpenSshBoard.start();
    path = join(board.home, runners.remotePath);
  }, 200_000);
  afterAll(() => board.stop());

  /** What the agent says that it finds, at a connection that may upload them first. */
  async function connect(): Promise<boolean | undefined> {
    const { session, close, closed } = await openAgent(await board.target(), agent);
    const { runnersPresent } = await session.hello(runners.sha256);
    close();
    await closed;
    return runnersPresent;
  }

  it('are not uploaded to a twin, which has its own', async () => {
    expect(await connect()).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  it('are uploaded to a board by their hash, once, and again when they are damaged', async () => {
    rmSync(join(board.root, 'etc/joulefleet-twin.json'));
    expect(await connect()).toBe(true);
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(runners.sha256);
    const before = statSync(path).ino;
    expect(await connect()).toBe(true);
    expect(statSync(path).ino).toBe(before);
    truncateSync(path, 100);
    expect(await connect()).toBe(true);
    expect(readFileSync(path).equals(runners.content)).toBe(true);
  });
});
