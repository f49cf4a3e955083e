import { readFault } from './read-fault';

const fault = { code: 'bad_configuration', origin: 'operator', transient: false, where: 'JOULEFLEET_PORT' };

describe('readFault', () => {
  it('finds the last fault among other lines, whatever follows it', () => {
    const lines = [
      JSON.stringify({ fault: { ...fault, message: 'an earlier one' } }),
      JSON.stringify({ fault: { ...fault, message: 'expected a port number' } }),
      'npm notice',
    ];
    expect(readFault(lines)).toEqual({ ...fault, detail: 'expected a port number' });
  });

  it('takes nothing else for one', () => {
    const stranger = JSON.stringify({ fault: { ...fault, message: 'x', origin: 'the moon' } });
    expect(readFault(['{"level":60,"msg":"boom"}', stranger, 'Error: x', ''])).toBeNull();
  });
});
