const API_KEY = /^jf_([0-9A-Za-z]{12})_([A-Za-z0-9_-]{43})$/;

/** A parsed API key: a public id, and a secret of 256 bits in base64url. */
export interface ApiKeyParts {
  id: string;
  secret: string;
}

export function formatApiKey({ id, secret }: ApiKeyParts): string {
  return `jf_${id}_${secret}`;
}

/** Null if the text is not an API key. */
export function parseApiKey(text: string): ApiKeyParts | null {
  const match = API_KEY.exec(text);
  return match ? { id: match[1]!, secret: match[2]! } : null;
}
