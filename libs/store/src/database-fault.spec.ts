import { Fault } from '@joulefleet/core';
import { databaseFault } from './database-fault';

describe('databaseFault', () => {
  it.each([
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    new Error('timeout exceeded when trying to connect'),
    new Error('query failed', { cause: Object.assign(new Error('gone'), { code: '08006' }) }),
  ])('knows a database that is gone: %s', (error) => {
    expect(databaseFault(error)).toMatchObject({ code: 'postgres_unreachable', origin: 'controller', transient: true });
  });

  it.each(['28P01', '28000', '3D000'])('knows a login that is refused: %s', (code) => {
    const error = Object.assign(new Error('password authentication failed for user "u"'), { code });
    expect(databaseFault(error)).toMatchObject({ code: 'postgres_rejected', origin: 'controller', transient: false });
  });

  it.each([
    ['25006', 'cannot execute UPDATE in a read-only transaction', 'postgres_read_only'],
    ['53100', 'could not extend file "base/5/16384": No space left on device', 'postgres_disk_full'],
    ['53200', 'out of memory', 'postgres_out_of_memory'],
    ['53300', 'sorry, too many clients already', 'postgres_connections_used_up'],
    ['53400', 'temporary file size exceeds temp_file_limit', 'postgres_limit_reached'],
    ['57P01', 'terminating connection due to administrator command', 'postgres_unreachable'],
    ['57014', 'canceling statement due to statement timeout', 'postgres_timed_out'],
    ['55P03', 'canceling statement due to lock timeout', 'postgres_timed_out'],
    ['40P01', 'deadlock detected', 'postgres_conflict'],
    ['42501', 'permission denied for table device', 'postgres_denied'],
    ['58030', 'could not read block 7', 'postgres_failed'],
    ['XX001', 'invalid page in block 7', 'postgres_failed'],
  ])('reports %s in the words of the server, with a remedy', (code, message, kind) => {
    const said = Object.assign(new Error(message), { code });
    const cause = { originalCode: code, originalMessage: message };
    const byPrisma = Object.assign(new Error('Invalid `prisma.user.create()` invocation'), {
      code: 'P2039',
      meta: { driverAdapterError: { cause } },
    });
    for (const error of [said, byPrisma, new Error('query failed', { cause: said })]) {
      const fault = databaseFault(error)!;
      expect(fault).toMatchObject({ code: kind, origin: 'controller', transient: true });
      expect(fault.message).toContain(message);
      expect(fault.remedy).toBeDefined();
    }
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
