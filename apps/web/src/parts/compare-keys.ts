const FINGERPRINT = /SHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/;

/** Whether what a board printed names the host key that was seen; null: it names none. */
export function namesKey(printed: string, seen: string): boolean | null {
  const found = FINGERPRINT.exec(printed)?.[0];
  return found === undefined ? null : found === seen;
}
