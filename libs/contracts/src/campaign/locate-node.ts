import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, LineCounter, Node, Pair } from 'yaml';

/** Line and column, both from 1, of a place in a YAML document; of the deepest part of the path that is there. */
export function locateNode(
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly PropertyKey[],
  key?: string,
): { line: number; column: number } {
  let node = resolve(document, document.contents);
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    const child = childOf(node, step);
    if (!child) break;
    node = resolve(document, child.value);
    offset = placeOf(child);
  }
  if (key !== undefined) offset = rangeStart(pairOf(node, key)?.key) ?? offset;
  const position = lines.linePos(offset);
  return { line: position.line || 1, column: position.col || 1 };
}

interface Child {
  value: Node | null;
  /** Where the child's key begins, or the child itself in a list. */
  offset: number;
}

/** An empty value has no place of its own worth showing; its key has. */
function placeOf({ value, offset }: Child): number {
  return value?.range && !isEmpty(value) ? value.range[0] : offset;
}

function childOf(node: Node | null, step: PropertyKey): Child | undefined {
  if (isSeq(node)) {
    const value = node.items[Number(step)] as Node | undefined;
    return value && { value, offset: value.range?.[0] ?? 0 };
  }
  const pair = pairOf(node, String(step));
  return pair && { value: pair.value as Node | null, offset: rangeStart(pair.key) ?? 0 };
}

function pairOf(node: Node | null, key: string): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function resolve(document: Document.Parsed, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

function rangeStart(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && !node.source;
}
