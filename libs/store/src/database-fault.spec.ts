import { databaseFault } from './database-fault';

describe('databaseFault', () => {
  it.each([
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('terminating connection'), { code: '57P01' }),
    new Error('timeout exceeded when trying to connect'),
    new Error('query failed', { cause: Object.assign(new Error('gone'), { code: '08006' }) }),
  ])('knows a database that is gone: %s', (error) => {
    expect(databaseFault(error)).toMatchObject({ code: 'postgres_unreachable', origin: 'controller', transient: true });
  });

  it.each([Object.assign(new Error('duplicate key'), { code: '23505' }), new Error('other'), 'text', undefined])(
    'leaves other errors alone: %s',
    (error) => {
      expect(databaseFault(error)).toBeNull();
    },
  );
});
