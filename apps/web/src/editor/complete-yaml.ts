import { placeInYaml } from './place-in-yaml';
import { keysOf, schemasAt, wordsOf, type JsonSchema } from './schema-at';

export interface Offer {
  text: string;
  kind: 'key' | 'word' | 'known';
  description?: string;
}

/** What can be typed at a position, and where the word that it replaces begins; null: nothing is known there. */
export interface Offers {
  from: number;
  offers: readonly Offer[];
}

/** Words that only the lab knows, such as names of its devices, by path: `devices.names.[]`. */
export type KnownWords = Readonly<Record<string, readonly string[]>>;

/** Completes a YAML text by its schema. A key that the top of the text has is not offered again. */
export function completeYaml(
  { schema, known }: { schema: JsonSchema; known: KnownWords },
  text: string,
  position: number,
): Offers | null {
  const place = placeInYaml(text, position);
  if (!place) return null;
  const schemas = schemasAt(schema, place.path);
  const isTaken = (key: string): boolean => place.path.length === 0 && new RegExp(`^${key}\\s*:`, 'm').test(text);
  const keys = keysOf(schemas)
    .filter(({ key }) => !isTaken(key))
    .map(({ key, description }): Offer => ({ text: key, kind: 'key', description }));
  const words = [
    ...(known[place.path.join('.')] ?? []).map((word): Offer => ({ text: word, kind: 'known' })),
    ...wordsOf(schemas).map((word): Offer => ({ text: word, kind: 'word' })),
  ];
  const offers = [...(place.expects === 'key' ? [] : words), ...(place.expects === 'value' ? [] : keys)];
  return offers.length === 0 ? null : { from: place.from, offers };
}
