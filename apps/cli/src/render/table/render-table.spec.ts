import { createColors } from 'picocolors';
import { visibleWidth } from '../../terminal/visible-width';
import { renderTable } from './render-table';

const plain = createColors(false);

describe('renderTable', () => {
  it('aligns figures to the right, also under colours', () => {
    const colors = createColors(true);
    const rows = [
      ['a', colors.red('5')],
      ['bcd', '100'],
    ];
    const text = renderTable([{ title: 'x' }, { title: 'n', align: 'right' }], rows, plain);
    expect(text.split('\n').map(visibleWidth)).toEqual([8, 8, 8]);
    expect(text.split('\n')[0]).toBe('x      n');
  });
});
