import { redactSecrets } from '../text/redact-secrets';

/** Substrings of property names whose values are secret. */
const SECRET_WORDS = /pass(word|phrase)|secret|private_?key|token|credential|cookie|authorization|sealed|hash/i;

export const HIDDEN = '[hidden]';

/**
 * Removes secrets from a JSON value: properties with secret names, and private keys, API keys and URL passwords in
 * text.
 */
export function hideSecrets(content: unknown): unknown {
  if (typeof content === 'string') return hideSecretsInText(content);
  if (Array.isArray(content)) return content.map(hideSecrets);
  if (typeof content !== 'object' || content === null) return content;
  if (content instanceof Date) return content.toISOString();
  const entries = Object.entries(content as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, value]) => [key, hideUnder(key, value)]));
}

/** Keeps null and false, which only show that there is no secret. */
function hideUnder(key: string, value: unknown): unknown {
  const says = value !== null && value !== undefined && typeof value !== 'boolean';
  return SECRET_WORDS.test(key) && says ? HIDDEN : hideSecrets(value);
}

/** Removes private keys, API keys and URL passwords from text. */
export function hideSecretsInText(text: string): string {
  return redactSecrets(text, HIDDEN);
}
