import { decodeText } from './decode-text';

const TEXT = 'name,host\r\nnano-1,10.0.0.7\n# 19" Gerät\n';
const LITTLE = Buffer.from(TEXT, 'utf16le');
const big = (bytes: Buffer) => Buffer.from(bytes).swap16();
const mark = (...bytes: number[]) => Buffer.from(bytes);

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16 as PowerShell writes it', Buffer.concat([mark(0xff, 0xfe), LITTLE])],
    ['UTF-16 without a mark', LITTLE],
    ['big-endian UTF-16', Buffer.concat([mark(0xfe, 0xff), big(LITTLE)])],
    ['big-endian UTF-16 without a mark', big(LITTLE)],
  ])('reads %s', (_what, bytes) => expect(decodeText(bytes)).toEqual({ ok: true, text: TEXT }));

  it.each([
    ['UTF-32', Buffer.concat([mark(0xff, 0xfe, 0, 0), mark(0x61, 0, 0, 0)]), 'UTF-32'],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004xl/workbook.xml'), '.xlsx'],
    ['UTF-16 behind UTF-8', Buffer.concat([Buffer.from('a,b\nc,d\n'), LITTLE]), 'line 3 holds a NUL byte'],
    ['UTF-8 behind UTF-16', Buffer.concat([mark(0xff, 0xfe), LITTLE, Buffer.from('abc')]), 'UTF-16, but not all of it'],
    ['a binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]), 'NUL byte'],
    ['Latin-1', Buffer.from('a\nb\nGer\u00e4t\n', 'latin1'), 'line 3 is not UTF-8'],
  ])('names what it is: %s', (_what, bytes, message) => {
    expect(decodeText(bytes)).toEqual({
      ok: false,
      message: expect.stringContaining(message) as string,
      expected: 'text in UTF-8',
    });
  });

  it('reads Latin-1 where only comments hold it', () => {
    expect(decodeText(Buffer.from('# Ger\u00e4t\n', 'latin1'), { lenient: true })).toEqual({
      ok: true,
      text: '# Ger\u00e4t\n',
    });
  });

  it('reads nothing as nothing', () => expect(decodeText(Buffer.alloc(0))).toEqual({ ok: true, text: '' }));
});
