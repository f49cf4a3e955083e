import type { z } from 'zod';
import { show } from './show';

/**
 * Refuses the items of a list that stand there before: the cell would be measured once, which is not what the list says.
 *
 * @param written how the items stand in the file, where the parsed ones are something else: two units, one frequency.
 */
export function refuseRepeated(items: readonly unknown[], context: z.RefinementCtx, written = items): void {
  const first = new Map<unknown, number>();
  for (const [index, item] of items.entries()) {
    const before = first.get(item);
    if (before === undefined) first.set(item, index);
    else {
      const [here, there] = [show(written[index]), show(written[before])].map((text) => text.replace(/^"(.*)"$/, '$1'));
      const message = here === there ? `${here} is repeated` : `${here} is the same as ${there}`;
      context.addIssue({ code: 'custom', path: [index], message, params: { expected: 'each once' } });
    }
  }
}
