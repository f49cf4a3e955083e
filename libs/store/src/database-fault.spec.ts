import { Fault } from '@joulefleet/core';
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

  it.each(['28P01', '28000', '3D000'])('knows a login that is refused: %s', (code) => {
    const error = Object.assign(new Error('password authentication failed for user "u"'), { code });
    expect(databaseFault(error)).toMatchObject({ code: 'postgres_rejected', origin: 'operator', transient: false });
  });

  it('shows nothing of what the driver said about a server that is gone', () => {
    const error = Object.assign(new Error('at /app/dist/x.js: SELECT secret'), { code: 'ECONNRESET' });
    expect(databaseFault(error)!.message).toBe('PostgreSQL does not answer (ECONNRESET)');
  });

  it('leaves a fault of somebody else alone, whatever caused it', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const fault = new Fault('no device', { code: 'device_unreachable', origin: 'network', transient: true, cause });
    expect(databaseFault(fault)).toBeNull();
    expect(databaseFault(new Error('following failed', { cause: fault }))).toBeNull();
  });

  it.each([Object.assign(new Error('duplicate key'), { code: '23505' }), new Error('other'), 'text', undefined])(
    'leaves other errors alone: %s',
    (error) => {
      expect(databaseFault(error)).toBeNull();
    },
  );
});
