/*
 * Each pattern takes time linear in the text, whatever the text is: no part can match what the part before it could have left,
 * and whatever has no bound consumes what it looked at. test/check/regular-expressions.spec.ts tries them.
 */
const URL_PASSWORD = /(?<=[a-z0-9+.-])(:\/\/[^\s:@/"]*):[^\s@/"]+@/gi;
/** Without its end, as in a text that was cut, up to the end of the text or of its JSON string. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^"-]*(?:-(?!----END)[^"-]*)*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g;
/** `jf_<id>_<secret>`: the id stays readable, because it identifies the key. */
const API_KEY = /\b(jf_[A-Za-z0-9]{1,64})_[A-Za-z0-9_-]+/g;
/** A header inside text, such as a printed request; matches up to the end of the line or of a JSON string. */
const HEADER =
  /\b((?:set-)?cookie|authorization|x-csrf-token)(\\?"?\s{0,8}[:=]\s{0,8}\\?"?)(?!\[redacted\])[^\r\n"\\]+/gi;

/**
 * Redacts passwords in URLs, private keys and API keys in any text, also in a JSON line.
 * @param mark what stands in their place.
 */
export function redactSecrets(text: string, mark: string): string {
  return text.replace(URL_PASSWORD, `$1:${mark}@`).replace(PRIVATE_KEY, mark).replace(API_KEY, `$1_${mark}`);
}

/** Redacts the values of headers that carry secrets. */
export function redactHeaders(text: string, mark: string): string {
  return text.replace(HEADER, `$1$2${mark}`);
}
