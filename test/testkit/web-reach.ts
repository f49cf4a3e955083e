import type { Page } from 'playwright-core';

/** What can have the focus, in the document as it is now. */
const TABBABLE = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }))`;
const NAME_OF = `const nameOf = (each) =>
  [each.localName, each.type, (each.getAttribute('aria-label') ?? each.textContent ?? '').trim().slice(0, 40)].join(' ');`;
const MAX_STEPS = 200;
const MIN_TARGET_PX = 24;

/** What is wrong with how a page is walked by the Tab key from its beginning: elements without a visible focus, and those never reached. */
export async function walkByTab(page: Page): Promise<string[]> {
  await page.evaluate('document.activeElement.blur(); window.walk = { seen: new Set(), first: null }');
  const faults = new Set<string>();
  for (let step = 0; step < MAX_STEPS; step++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate<string | null>(LOOK);
    if (found === null) break;
    if (found !== '') faults.add(found);
  }
  return [...faults, ...(await page.evaluate<string[]>(UNREACHED))];
}

/** Null: all of the page was walked. What is focused in an editor is in its shadow root, where the editor has the outline. */
const LOOK = `(() => {
  ${NAME_OF}
  const host = document.activeElement;
  if (host === document.body || host === walk.first) return null;
  walk.first ??= host;
  walk.seen.add(host);
  let inner = host.shadowRoot?.activeElement ?? host;
  const isSeen = (each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  };
  while (host.shadowRoot && inner && !isSeen(inner)) inner = inner.parentElement;
  const { width, height } = host.getBoundingClientRect();
  return inner && isSeen(inner) && width > 0 && height > 0 ? '' : 'no visible focus: ' + nameOf(host);
})()`;

/** Of a group of radio buttons one is reached. */
const UNREACHED = `(() => {
  ${NAME_OF}
  const groups = new Set([...walk.seen].filter(({ type }) => type === 'radio').map(({ name }) => name));
  return ${TABBABLE}
    .filter((each) => !walk.seen.has(each) && !(each.type === 'radio' && groups.has(each.name)))
    .map((each) => 'not reached: ' + nameOf(each));
})()`;

/**
 * Targets smaller than 24 px (WCAG 2.2, 2.5.8), but for links that are words of a text, or so far from other targets that a circle of
 * 24 px around each touches none.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    ${NAME_OF}
    const min = ${MIN_TARGET_PX};
    const boxes = ${TABBABLE}
      .map((each) => ({ each, box: each.getBoundingClientRect() }))
      .filter(({ box }) => box.right > 0 && box.bottom > 0);
    const isSmall = ({ box }) => box.width < min - 0.01 || box.height < min - 0.01;
    const isLink = ({ each }) => each.localName === 'a';
    const isWord = ({ each }) =>
      getComputedStyle(each).display === 'inline' &&
      each.closest('p, li, dd, td, span, div, h1, h2, h3').textContent.trim() !== each.textContent.trim();
    const center = ({ box }) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const isNear = (one, other) => {
      const [x, y] = center(one);
      if (isSmall(other)) {
        const [otherX, otherY] = center(other);
        return Math.hypot(x - otherX, y - otherY) < min;
      }
      const [dx, dy] = [
        Math.max(other.box.left - x, 0, x - other.box.right),
        Math.max(other.box.top - y, 0, y - other.box.bottom),
      ];
      return Math.hypot(dx, dy) < min / 2;
    };
    const holds = (one, other) => one.each.contains(other.each) || other.each.contains(one.each);
    return boxes
      .filter((one) => isSmall(one) && !(isLink(one) && isWord(one)))
      .filter((one) => !isLink(one) || boxes.some((other) => other !== one && !holds(one, other) && isNear(one, other)))
      .map(({ each, box }) => Math.round(box.width) + ' x ' + Math.round(box.height) + ' px: ' + nameOf(each));
  })()`);
}
