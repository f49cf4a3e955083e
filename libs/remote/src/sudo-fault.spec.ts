import { sudoFault } from './sudo-fault';

const UNRESOLVED = 'sudo: unable to resolve host nano-1: Name or service not known';
const of = (stderr: string, code: number | null = 1) => sudoFault({ code, stderr }, 'nano:22');

describe('sudoFault', () => {
  it.each([
    'sudo: a password is required',
    'sudo: a terminal is required to read the password; either use the -S option',
    'sudo: no tty present and no askpass program specified',
    'sudo: sorry, you must have a tty to run sudo',
    'sudo: interactive authentication is required',
    `Sorry, user jetson is not allowed to execute '/usr/bin/python3 -I /x serve' as root on nano-1.`,
    'Sorry, user jetson may not run sudo on nano-1.',
    'jetson is not in the sudoers file.  This incident will be reported.',
    'jetson is not allowed to run sudo on nano-1.  This incident will be reported.',
    'sudo: parse error in /etc/sudoers.d/joulefleet-jetson near line 1',
    'sudo: no valid sudoers sources found, quitting',
    'sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set',
    'sudo: /etc/sudoers is owned by uid 1000, should be 0',
    'sudo: PAM account management error: Authentication service cannot retrieve authentication info',
    'sudo: unable to execute /usr/bin/python3: Permission denied',
  ])('takes "%s" for a refusal, which an administrator mends', (said) => {
    const refused = { code: 'sudo_refused', origin: 'operator', transient: false };
    expect(of(said)).toMatchObject(refused);
    expect(of(`${UNRESOLVED}\n${said}`)).toMatchObject(refused);
  });

  it('names the cause first, behind whatever lecture', () => {
    const lecture = 'We trust you have received the usual lecture.\n'.repeat(70);
    const message = of(`${lecture}sudo: a password is required\n`)!.message;
    expect(message).toContain('sudo refused to start the agent: sudo: a password is required (before: ');
    expect(message.length).toBeLessThan(500);
  });

  it.each([
    UNRESOLVED,
    'sudo: unable to resolve host sorry: Temporary failure in name resolution',
    'sudo: unable to resolve host password',
    `${UNRESOLVED}\nTraceback (most recent call last):\nMemoryError`,
    'sudo: setrlimit(RLIMIT_CORE): Operation not permitted',
    'sudo: unable to send audit message',
    '',
  ])('takes "%s" for none: sudo started the agent', (said) => {
    expect(of(said)).toBeNull();
  });

  it('takes nothing for a refusal before sudo has ended', () => {
    expect(of('sudo: a password is required', null)).toBeNull();
  });

  it('distinguishes what is missing from what is refused', () => {
    expect(of('env: ‘sudo’: No such file or directory', 127)).toMatchObject({ code: 'sudo_missing' });
    expect(of('sudo: /usr/bin/python3: command not found')).toMatchObject({ code: 'python_missing', origin: 'device' });
    const absent = `${UNRESOLVED}\n/usr/bin/python3: can't open file '/usr/local/lib/joulefleet/a.pyz': [Errno 2]`;
    expect(of(absent, 2)).toMatchObject({ code: 'agent_not_installed', origin: 'operator' });
  });
});
