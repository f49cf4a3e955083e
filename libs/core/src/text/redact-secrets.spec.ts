import { redactHeaders, redactSecrets } from './redact-secrets';

const redact = (text: string): string => redactHeaders(redactSecrets(text, '[redacted]'), '[redacted]');

describe('redactSecrets', () => {
  it.each([
    ['postgresql://joule:hunter2@db:5432/x', 'postgresql://joule:[redacted]@db:5432/x'],
    ['redis://:hunter2@127.0.0.1:6379', 'redis://:[redacted]@127.0.0.1:6379'],
    ['two: a://u:p1@h and b://u:p2@h', 'two: a://u:[redacted]@h and b://u:[redacted]@h'],
    ['key -----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY----- end', 'key [redacted] end'],
    ['cut -----BEGIN RSA PRIVATE KEY-----\nab-c', 'cut [redacted]'],
    ['{"key":"-----BEGIN PRIVATE KEY-----\\nabc","n":1}', '{"key":"[redacted]","n":1}'],
    ['refused jf_a1B2c3D4e5F6_s3cr3t-_X today', 'refused jf_a1B2c3D4e5F6_[redacted] today'],
    ['{"msg":"jf_abc_def","n":1}', '{"msg":"jf_abc_[redacted]","n":1}'],
    ['GET /\nAuthorization: Basic dTpw\nHost: x', 'GET /\nAuthorization: [redacted]\nHost: x'],
    ['Set-Cookie: joulefleet_session=abc; HttpOnly', 'Set-Cookie: [redacted]'],
    ['{"Cookie":"a=b; c=d","n":1}', '{"Cookie":"[redacted]","n":1}'],
    ['"{\\"x-csrf-token\\":\\"abc\\",\\"n\\":1}"', '"{\\"x-csrf-token\\":\\"[redacted]\\",\\"n\\":1}"'],
  ])('hides the secret in %j', (text, expected) => expect(redact(text)).toBe(expected));

  it.each([
    'http://127.0.0.1:4680/v1/devices',
    'jetson@192.0.2.7:22',
    '12:30:01 user@host',
    'jf_list of keys',
    'no cookie, no authorization',
  ])('leaves %j alone', (text) => expect(redact(text)).toBe(text));
});
