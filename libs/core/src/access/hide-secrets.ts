/** Parts of a key's name that mark its value as secret, whatever stands around them. */
const SECRET_WORDS = /pass(word|phrase)|secret|private_?key|token|credential|cookie|authorization|sealed|hash/i;
const PRIVATE_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g;
const API_KEY = /\bjf_([0-9A-Za-z]{12})_[A-Za-z0-9_-]+/g;
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):[^\s@/"]+@/gi;

export const HIDDEN = '[hidden]';

/** A JSON value without secrets: by the names of its keys, and inside texts private keys, API keys, passwords of URLs. */
export function hideSecrets(content: unknown): unknown {
  if (typeof content === 'string') return hideSecretsInText(content);
  if (Array.isArray(content)) return content.map(hideSecrets);
  if (typeof content !== 'object' || content === null) return content;
  if (content instanceof Date) return content.toISOString();
  const entries = Object.entries(content as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, value]) => [key, hideUnder(key, value)]));
}

/** Whether there is one stays visible: null and false say nothing that is secret. */
function hideUnder(key: string, value: unknown): unknown {
  const says = value !== null && value !== undefined && typeof value !== 'boolean';
  return SECRET_WORDS.test(key) && says ? HIDDEN : hideSecrets(value);
}

/** A text without private keys, API keys and passwords of URLs. */
export function hideSecretsInText(text: string): string {
  return text.replace(PRIVATE_KEY, HIDDEN).replace(API_KEY, `jf_$1_${HIDDEN}`).replace(URL_PASSWORD, `$1:${HIDDEN}@`);
}
