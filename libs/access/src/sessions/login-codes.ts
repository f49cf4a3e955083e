import { newSecret, hashSecret } from '../api-keys/new-api-key';

export const LOGIN_CODE_S = 60;
const MAX_CODES = 1_000;

interface Issued {
  keyId: string;
  /** On the clock of `performance.now`. */
  endsAtMs: number;
}

/** Codes that log a browser in: each once, within a minute. They live in this process and end with it; only hashes are kept. */
export class LoginCodes {
  private readonly issued = new Map<string, Issued>();

  constructor(private readonly nowMs: () => number) {}

  /** A code that stands for an API key. The oldest one gives way where too many are open. */
  issue(keyId: string): string {
    this.dropEnded();
    for (const hash of this.issued.keys()) if (this.issued.size >= MAX_CODES) this.issued.delete(hash);
    const code = newSecret();
    this.issued.set(nameOf(code), { keyId, endsAtMs: this.nowMs() + LOGIN_CODE_S * 1000 });
    return code;
  }

  /** The key that a code stands for, which is used up by that; null: unknown, used, or too old. */
  redeem(code: string): string | null {
    this.dropEnded();
    const found = this.issued.get(nameOf(code));
    this.issued.delete(nameOf(code));
    return found?.keyId ?? null;
  }

  private dropEnded(): void {
    const nowMs = this.nowMs();
    for (const [hash, { endsAtMs }] of this.issued) if (endsAtMs <= nowMs) this.issued.delete(hash);
  }
}

function nameOf(code: string): string {
  return hashSecret(code).toString('base64url');
}
