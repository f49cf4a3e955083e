import { boundLine } from './bound-line';

const line = (content: object): string => `${JSON.stringify(content)}\n`;

describe('boundLine', () => {
  it('leaves a short line as it is', () => {
    const short = line({ level: 30, msg: 'x'.repeat(16_000) });
    expect(boundLine(short)).toBe(short);
  });

  it('cuts long texts at any depth, and says how long they were', () => {
    const cut = boundLine(
      line({ level: 40, msg: 'm', err: { stack: 'x'.repeat(200_000) }, list: ['y'.repeat(9_000)] }),
    );
    const read = JSON.parse(cut) as { msg: string; err: { stack: string }; list: string[] };
    expect(read.msg).toBe('m');
    expect(read.err.stack).toMatch(/^x{4096} ... \(200000 characters\)$/);
    expect(read.list[0]).toContain('(9000 characters)');
    expect(cut.length).toBeLessThan(10_000);
  });

  it('keeps what identifies a line of many long texts', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, 'z'.repeat(4_000)]));
    const cut = boundLine(line({ level: 50, time: 't', name: 'n', msg: 'm', ...many }));
    expect(JSON.parse(cut)).toEqual({
      level: 50,
      time: 't',
      name: 'n',
      msg: 'm',
      cutFrom: expect.any(Number) as number,
    });
  });
});
