import fc from 'fast-check';
import { LiveLines } from './live-lines';
import { visibleWidth } from './visible-width';

/** A terminal that wraps long lines, and wraps them anew when its width changes. */
class Screen {
  lines: string[] = [];
  readonly isTTY = true;
  constructor(public columns: number) {}

  write(text: string): void {
    for (const [, up, line] of text.matchAll(/\r\u001b\[(\d+)A\u001b\[J|([^\n]*)\n/g)) {
      if (up !== undefined) this.eraseUpwards(Number(up));
      else this.lines.push(line!);
    }
  }

  private eraseUpwards(rows: number): void {
    for (let left = rows; left > 0;) {
      const line = this.lines.pop() ?? '';
      const taken = Math.max(1, Math.ceil(visibleWidth(line) / this.columns));
      if (taken > left) throw new Error('a wrapped line would be cut in the middle');
      left -= taken;
    }
  }
}

describe('LiveLines', () => {
  it('leaves nothing of what it drew before, at any width, also when the width shrinks in between', () => {
    const block = fc.array(
      fc.string({ maxLength: 120 }).map((text) => text.replace(/\s/g, ' ')),
      { maxLength: 8 },
    );
    const draws = fc.array(fc.record({ block, columns: fc.integer({ min: 2, max: 130 }) }), { minLength: 1 });
    fc.assert(
      fc.property(draws, (steps) => {
        const screen = new Screen(80);
        screen.lines = ['above'];
        const live = new LiveLines(screen);
        for (const { block: lines, columns } of steps) {
          screen.columns = columns;
          live.draw(lines);
          expect(screen.lines).toHaveLength(1 + lines.length);
          expect(screen.lines[0]).toBe('above');
          for (const line of screen.lines.slice(1)) expect(visibleWidth(line)).toBeLessThan(columns);
        }
        live.clear();
        expect(screen.lines).toEqual(['above']);
      }),
    );
  });
});
