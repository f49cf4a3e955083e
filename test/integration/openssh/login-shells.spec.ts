import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openAgent, packAgent } from '@joulefleet/remote';
import { fetchShells, type ForeignShells } from '../../testkit/openssh/fetch-shells';
import { OpenSshBoard } from '../../testkit/openssh/openssh-board';

const agent = packAgent(resolve('agent'));
const SHELLS = ['tcsh', 'fish'] as const;

describe('a board whose user has another login shell than sh', () => {
  let board: OpenSshBoard;
  let shells: ForeignShells;

  beforeAll(async () => {
    [board, shells] = await Promise.all([OpenSshBoard.start(), fetchShells()]);
  }, 400_000);
  afterAll(() => board.stop());
  afterEach(() => board.useShell());

  it.each(SHELLS)('uploads the agent and starts it: %s', async (shell) => {
    rmSync(join(board.home, '.joulefleet'), { recursive: true, force: true });
    board.useShellAfter(...shells[shell]);
    const { session, close } = await openAgent(await board.target(), agent);
    expect(await session.hello()).toMatchObject({ sha256: agent.sha256 });
    close();
  });

  it.each(SHELLS)('names the missing Python: %s', async (shell) => {
    board.useShellAfter('export PATH=/nowhere', ...shells[shell]);
    await expect(openAgent(await board.target(), agent)).rejects.toMatchObject({ code: 'python_missing' });
  });
});
