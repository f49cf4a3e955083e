import { describeChangeSize, describeNightChange } from '@joulefleet/figures';
import type { CheckedDigest, CheckedInjection } from '../../nights/check-digest';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { renderWrappedTable } from '../table/render-wrapped-table';

/** What was injected beside what the digest says of it, and what it names besides. */
export function renderCheckedDigest({ injections, others, right }: CheckedDigest, screen: Screen): string {
  const { green, red, bold } = screen.colors;
  const rows = injections.map((each) => {
    const cells = [each.wrong.length === 0 ? green('✔') : red('✘'), describeInjected(each), describeFound(each)];
    return { cells, parts: cells, lines: (columns: number) => wrapText(each.injected.what, columns) };
  });
  const besides = others.map((change) => `${describeChangeSize(change)}: ${describeNightChange(change)}`);
  return [
    bold(right ? 'All four are named rightly, and nothing else.' : 'Not all is named rightly.'),
    renderWrappedTable(['', 'injected', 'named', 'what'], rows, screen),
    ...besides.flatMap((text) => wrapText(`Named, and not injected: ${text}`, screen.columns)),
  ].join('\n');
}

function describeInjected({ injected: { name, fromNight, cause } }: CheckedInjection): string {
  return `${name}, night ${fromNight}, ${cause}`;
}

function describeFound({ found, night, wrong }: CheckedInjection): string {
  const named = found ? `${describeChangeSize(found)}, night ${night}, ${found.cause}` : 'nothing';
  return wrong.length === 0 ? named : `${named} (${wrong.join(', ')})`;
}
