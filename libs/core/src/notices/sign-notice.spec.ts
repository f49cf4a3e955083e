import { signNotice } from './sign-notice';

const SECRET = 'a secret of the lab';
const BODY = '{"title":"nightly: grün"}';
const signature = signNotice(SECRET, 1_767_225_600, BODY);

it('is what OpenSSL computes', () => {
  // printf '1767225600.{"title":"nightly: grün"}' | openssl dgst -sha256 -hmac 'a secret of the lab'
  expect(signature).toBe('t=1767225600,v1=921133013b2a7b28f4360711c1ad9b3e07a84f7fd94238f4177872bfa1bed2bd');
});

it('is another one for another body, secret or time', () => {
  const others = [
    signNotice(SECRET, 1_767_225_600, `${BODY} `),
    signNotice('another', 1_767_225_600, BODY),
    signNotice(SECRET, 1_767_225_601, BODY),
  ].map((other) => other.split(',')[1]);
  expect(new Set([signature.split(',')[1], ...others]).size).toBe(4);
});
