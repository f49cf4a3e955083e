const REDACTED = '[redacted]';
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):[^\s@/"]+@/gi;
const PRIVATE_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;
/** `jf_<id>_<secret>`: the id stays readable, because it identifies the key. */
const API_KEY = /\b(jf_[A-Za-z0-9]+)_[A-Za-z0-9_-]+/g;
/** A header inside text, such as a printed request; matches up to the end of the line or of a JSON string. */
const HEADER = /\b((?:set-)?cookie|authorization|x-csrf-token)(\\?"?\s*[:=]\s*\\?"?)(?!\[redacted\])[^\r\n"\\]+/gi;

/** Redacts passwords in URLs, private keys, API keys and secret headers in any text. */
export function redactSecrets(text: string): string {
  return text
    .replace(URL_PASSWORD, `$1:${REDACTED}@`)
    .replace(PRIVATE_KEY, REDACTED)
    .replace(API_KEY, `$1_${REDACTED}`)
    .replace(HEADER, `$1$2${REDACTED}`);
}
