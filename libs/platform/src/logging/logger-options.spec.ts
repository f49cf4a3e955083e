import { Writable } from 'node:stream';
import pino from 'pino';
import { loggerOptions } from './logger-options';

function logged(write: (logger: pino.Logger) => void): string {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  write(pino(loggerOptions('test', { logLevel: 'info' }), sink));
  return text;
}

describe('loggerOptions', () => {
  it('hides secrets by key, at the top and deeper', () => {
    const text = logged((log) => log.info({ password: 'p1', ssh: { privateKey: 'p2', a: { token: 'p3' } } }, 'x'));
    expect(text).not.toMatch(/p1|p2|p3/);
    expect(text.match(/\[redacted\]/g)).toHaveLength(3);
  });

  it('hides the password in a URL inside an error', () => {
    const text = logged((log) =>
      log.error({ err: new Error('cannot reach redis://:hunter2@h:1') }, 'redis://:hunter2@h'),
    );
    expect(text).not.toContain('hunter2');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it('hides a private key inside a text', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----';
    expect(logged((log) => log.info(`got ${key}`))).not.toContain('secret');
  });

  it('hides headers that carry secrets, of a request and of an answer', () => {
    const req = { headers: { authorization: 'Bearer s1', cookie: 'a=s2', 'x-csrf-token': 's3', host: 'lab' } };
    const text = logged((log) => log.info({ req, res: { headers: { 'set-cookie': ['a=s4'] } } }, 'x'));
    expect(text).not.toMatch(/s[1-4]\b/);
    expect(text).toContain('lab');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it('hides an API key anywhere, and what login and enrollment carry', () => {
    const body = {
      password: 's1',
      passphrase: 's2',
      privateKey: 's3',
      csrfToken: 's4',
      oldPassword: 's8',
      name: 'ada',
    };
    const text = logged((log) => log.warn({ body, key: 'jf_id_s5', list: ['jf_id_s6'] }, 'with jf_id_s7'));
    expect(text).not.toMatch(/s[1-8]\b/);
    expect(text).toContain('ada');
  });

  it('keeps what is no secret, with an ISO time', () => {
    const line = JSON.parse(logged((log) => log.info({ device: 'orin-1' }, 'leased'))) as Record<string, unknown>;
    expect(line).toMatchObject({ name: 'test', device: 'orin-1', msg: 'leased' });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });
});
