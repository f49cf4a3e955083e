import { LOGIN_CODE_S, LoginCodes } from './login-codes';

describe('LoginCodes', () => {
  let nowMs = 0;
  const codes = new LoginCodes(() => nowMs);

  it('gives the key of a code once', () => {
    const [one, two] = [codes.issue('key-1'), codes.issue('key-2')];
    expect(codes.redeem(two)).toBe('key-2');
    expect(codes.redeem(two)).toBeNull();
    expect(codes.redeem(one)).toBe('key-1');
    expect(codes.redeem('guessed')).toBeNull();
  });

  it('gives none a minute later', () => {
    const [early, late] = [codes.issue('key-1'), codes.issue('key-2')];
    nowMs += LOGIN_CODE_S * 1000 - 1;
    expect(codes.redeem(early)).toBe('key-1');
    nowMs += 1;
    expect(codes.redeem(late)).toBeNull();
  });

  it('keeps a bounded number, the newest', () => {
    const issued = Array.from({ length: 1_001 }, (_, i) => codes.issue(`key-${i}`));
    expect(codes.redeem(issued[0]!)).toBeNull();
    expect(codes.redeem(issued[1]!)).toBe('key-1');
    expect(codes.redeem(issued[1_000]!)).toBe('key-1000');
  });
});
