import { serviceAccount } from '../service-account';
import { preparePostgresBinaries } from './prepare-binaries';

it('names each way to provide PostgreSQL on a machine that has no package', () => {
  const attempt = () => preparePostgresBinaries('/nowhere', serviceAccount(), 'linux-riscv64');
  expect(attempt).toThrow('cannot start PostgreSQL: no package exists for linux-riscv64');
  try {
    attempt();
  } catch (error) {
    expect(error).toMatchObject({ code: 'postgres_missing', origin: 'operator', transient: false });
    expect(error).toHaveProperty('remedy', expect.stringMatching(/npm ci --include=optional.*DATABASE_URL/));
  }
  expect.assertions(3);
});
