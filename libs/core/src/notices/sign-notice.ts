import { createHmac } from 'node:crypto';

/**
 * The signature of a webhook's body: `t=1767225600,v1=<hex>`, where v1 is the HMAC-SHA256 over `<t>.<body>`.
 * @param timestampS when it was signed, in seconds since the epoch.
 */
export function signNotice(secret: string, timestampS: number, body: string): string {
  const digest = createHmac('sha256', secret).update(`${timestampS}.${body}`).digest('hex');
  return `t=${timestampS},v1=${digest}`;
}
