import type { AddNoticeTargetRequest } from '@joulefleet/contracts';
import { Fault, MAIL_TLS, requireZone } from '@joulefleet/core';
import { openSecret, type MasterKey } from '@joulefleet/platform';
import type { StoredTarget } from '@joulefleet/store';
import * as z from 'zod';

const mailSettings = z.object({
  host: z.string(),
  port: z.number(),
  tls: z.enum(MAIL_TLS),
  from: z.string(),
  to: z.array(z.string()),
  user: z.string().nullable(),
});
const urlSettings = z.object({ origin: z.string(), host: z.string(), port: z.number() });
const mailSecret = z.object({ password: z.string() });
const webhookSecret = z.object({ url: z.string(), secret: z.string() });
const slackSecret = z.object({ url: z.string() });

/** A target with all that it takes to send to it. */
export type OpenTarget =
  | ({ kind: 'email'; password: string | null } & z.infer<typeof mailSettings>)
  | ({ kind: 'webhook' } & z.infer<typeof urlSettings> & z.infer<typeof webhookSecret>)
  | ({ kind: 'slack' } & z.infer<typeof urlSettings> & z.infer<typeof slackSecret>);

/** What is stored of a request: what is shown, and what is sealed; null: nothing. */
export interface TargetParts {
  settings: z.infer<typeof mailSettings> | z.infer<typeof urlSettings>;
  secret: object | null;
}

const HTTPS_PORT = 443;
const HTTP_PORT = 80;
const SMTPS_PORT = 465;

/** Divides a request into what may be shown and what may not. @throws Fault `notice_target_invalid`, `zone_unknown` (operator). */
export function divideTarget(request: AddNoticeTargetRequest): TargetParts {
  requireZone(request.zone);
  if (request.kind !== 'email') {
    const { origin, host, port, href: url } = readUrl(request.url, request.tls === 'none');
    const secret = request.kind === 'webhook' ? { url, secret: request.secret } : { url };
    return { settings: { origin, host, port }, secret };
  }
  const { host, port, from, to, user, password } = request;
  if ((user === null) !== (password === null)) {
    throw invalidTarget(
      'a login needs a user and a password',
      'Give both, or neither for a server that asks for none.',
    );
  }
  const tls = request.tls ?? (port === SMTPS_PORT ? 'implicit' : 'starttls');
  return { settings: { host, port, tls, from, to, user }, secret: password === null ? null : { password } };
}

/** The parts of a URL; its text is a secret, and no message repeats it. */
function readUrl(text: string, plain: boolean) {
  if (!URL.canParse(text)) throw invalidTarget('the URL cannot be read', 'Give the whole of it: https://HOST/PATH.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw invalidTarget(`the URL begins with ${url.protocol}`, 'Give a URL that begins with https://.');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalidTarget('the URL has a user or a password in it', 'Leave them out: the signature says who sends.');
  }
  if (url.protocol === 'http:' && !plain) {
    throw invalidTarget(
      'the URL begins with http://, so others could read and change what is sent',
      'Give one that begins with https://, or, for a server on this machine, say that there is no TLS (--tls none).',
    );
  }
  url.hash = '';
  const port = Number(url.port) || (url.protocol === 'https:' ? HTTPS_PORT : HTTP_PORT);
  return { origin: url.origin, host: url.hostname, port, href: url.href };
}

/** Opens a stored target. @throws Fault `master_key_wrong`, `secret_damaged` (controller). */
export function openTarget(masterKey: MasterKey, target: StoredTarget): OpenTarget {
  const { kind, settings } = target;
  const secret = secretOf(masterKey, target);
  if (kind === 'webhook') return { kind, ...urlSettings.parse(settings), ...webhookSecret.parse(secret) };
  if (kind === 'slack') return { kind, ...urlSettings.parse(settings), ...slackSecret.parse(secret) };
  const password = secret === null ? null : mailSecret.parse(secret).password;
  return { kind, ...mailSettings.parse(settings), password };
}

function secretOf(masterKey: MasterKey, { id, name, sealed, masterKeyId }: StoredTarget): unknown {
  if (sealed === null || masterKeyId === null) return null;
  try {
    return JSON.parse(openSecret(masterKey, id, { sealed, masterKeyId }).toString('utf8')) as unknown;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'secret_damaged') throw error;
    throw new Fault(`the stored secret of ${name} is damaged`, {
      ...{ code: error.code, origin: error.origin, transient: false, where: name },
      remedy: 'Remove the target and add it again.',
    });
  }
}

/** Where it goes, for people. */
export function describeTo({ kind, settings }: Pick<StoredTarget, 'kind' | 'settings'>): { to: string; tls: boolean } {
  if (kind !== 'email') {
    const { origin } = urlSettings.parse(settings);
    return { to: origin, tls: origin.startsWith('https:') };
  }
  const { to, host, port, tls } = mailSettings.parse(settings);
  return { to: `${to.join(', ')} by ${host}:${port}`, tls: tls !== 'none' };
}

export function invalidTarget(message: string, remedy: string): Fault {
  return new Fault(message, { code: 'notice_target_invalid', origin: 'operator', transient: false, remedy });
}
