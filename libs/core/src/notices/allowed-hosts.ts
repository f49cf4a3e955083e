/** A host to which notices may be sent. */
export interface AllowedHost {
  /** Lower-case name or address. */
  host: string;
  /** Null: any. */
  port: number | null;
  /** Its subdomains are meant, and not the host itself. */
  subdomains: boolean;
}

const NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*$/;
const ADDRESS_6 = /^[0-9a-f:.]{2,45}$/;
const MAX_PORT = 65_535;

/** `hooks.example.com`, `*.example.com`, `10.0.0.2:25` or `[::1]:8080`; null for anything else. */
export function parseAllowedHost(text: string): AllowedHost | null {
  const found = /^(?:\[([^\]]*)\]|(\*\.)?([^:*[\]]+))(?::(\d{1,5}))?$/.exec(text.trim().toLowerCase());
  if (!found) return null;
  const [, address6, star, name, portText] = found;
  const port = portText === undefined ? null : Number(portText);
  if (port !== null && (port < 1 || port > MAX_PORT)) return null;
  const host = address6 ?? withoutDot(name!);
  if (!(address6 === undefined ? NAME : ADDRESS_6).test(host)) return null;
  return { host, port, subdomains: star !== undefined };
}

/** Whether notices may be sent to a host and port; nothing is allowed that is not on the list. */
export function isAllowedHost(allowed: readonly AllowedHost[], host: string, port: number): boolean {
  const asked = withoutDot(host.toLowerCase().replace(/^\[|\]$/g, ''));
  return allowed.some((each) => {
    if (each.port !== null && each.port !== port) return false;
    return each.subdomains ? asked.endsWith(`.${each.host}`) : asked === each.host;
  });
}

/** A name may end with the dot of the root. */
function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
