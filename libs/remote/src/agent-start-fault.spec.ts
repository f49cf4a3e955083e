import { channelFault, uploadFault } from './agent-start-fault';

const path = '.joulefleet/agent-00.pyz';
const upload = (code: number | null, stderr: string, signal: string | null = null) =>
  uploadFault({ code, signal, stderr, where: 'nano:22', path });

describe('uploadFault', () => {
  it.each([
    ['cat: write error: No space left on device', 'disk_full'],
    ['cat: write error: Disk quota exceeded', 'disk_full'],
    [`mkdir: cannot create directory '.joulefleet': Read-only file system`, 'read_only_file_system'],
    [`mkdir: cannot create directory '.joulefleet': Permission denied`, 'upload_failed'],
    ['', 'upload_failed'],
  ])('takes "%s" for %s, a fault of the device that stays', (stderr, code) => {
    const fault = upload(1, stderr);
    expect(fault).toMatchObject({ code, origin: 'device', transient: false, where: 'nano:22' });
    expect(fault.message).toContain(stderr || 'exit code 1');
    expect(fault.remedy).toBeDefined();
  });

  it('takes an upload that never ended for a lost connection', () => {
    const lost = { code: 'connection_lost', origin: 'network', transient: true };
    expect(upload(null, '')).toMatchObject(lost);
    expect(upload(null, 'bash: warning: setlocale: LC_ALL: cannot change locale')).toMatchObject(lost);
    const killed = upload(null, '', 'SIGKILL');
    expect(killed).toMatchObject({ code: 'upload_failed', origin: 'device' });
    expect(killed.message).toContain('SIGKILL');
  });
});

describe('channelFault', () => {
  it('distinguishes a refusing sshd from a lost connection', () => {
    const refused = channelFault(new Error('(SSH) Channel open failure: open failed'), 'nano:22');
    expect(refused).toMatchObject({ code: 'channel_refused', origin: 'device', transient: true });
    const gone = channelFault(new Error('No response from server'), 'nano:22');
    expect(gone).toMatchObject({ code: 'connection_lost', origin: 'network', transient: true });
  });
});
