/** `Nano-1.lab` is called nano-1, `10.0.0.7` is called 10-0-0-7. */
export function nameFromHost(host: string): string {
  const isAddress = /^[0-9.]+$/.test(host) || host.includes(':');
  const wanted = isAddress ? host : (host.split('.')[0] ?? host);
  return wanted
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
