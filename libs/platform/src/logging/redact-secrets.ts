const REDACTED = '[redacted]';
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):[^\s@/"]+@/gi;
const PRIVATE_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;
/** `jf_<id>_<secret>`: the id may be read, it is how the key is told from others. */
const API_KEY = /\b(jf_[A-Za-z0-9]+)_[A-Za-z0-9_-]+/g;
/** A header inside a text, such as a request that somebody printed; up to the end of its line or of a string of JSON. */
const HEADER = /\b((?:set-)?cookie|authorization|x-csrf-token)(\\?"?\s*[:=]\s*\\?"?)(?!\[redacted\])[^\r\n"\\]+/gi;

/** Hides passwords inside URLs, private keys, API keys and the headers that carry secrets, inside any text. */
export function redactSecrets(text: string): string {
  return text
    .replace(URL_PASSWORD, `$1:${REDACTED}@`)
    .replace(PRIVATE_KEY, REDACTED)
    .replace(API_KEY, `$1_${REDACTED}`)
    .replace(HEADER, `$1$2${REDACTED}`);
}
