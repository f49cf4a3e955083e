import type { WebhookBody } from '@joulefleet/contracts';
import { isAllowedHost, signNotice } from '@joulefleet/core';
import type { NoticeOptions } from '../notice-options';
import type { OpenTarget } from '../target-settings';
import { composeSlack } from './compose-slack';
import { notSent, withinLimit, type Delivery, type Letter } from './delivery';
import { postJson, type Post } from './post-json';
import { sendMail } from './send-mail';

/** Sends a letter to a target, once. Never throws; never takes longer than `attemptMs`. */
export async function deliver(
  target: OpenTarget,
  letter: Letter,
  { options, stopping, nowMs }: { options: NoticeOptions; stopping: AbortSignal; nowMs: number },
): Promise<Delivery> {
  const { host, port } = target;
  if (!isAllowedHost(options.hosts, host, port)) {
    return notSent(`${host}:${port} is not in JOULEFLEET_NOTICE_HOSTS of the controller`);
  }
  const secrets = secretsOf(target);
  return withinLimit({ attemptMs: options.attemptMs, stopping, secrets }, (signal) => {
    if (target.kind === 'email') return sendMail(target, letter, options, signal);
    return postJson({ ...composePost(target, letter, nowMs), secrets, nowMs }, signal);
  });
}

/** What no record may repeat: also the path of a URL, which often is a password. */
function secretsOf(target: OpenTarget): string[] {
  if (target.kind === 'email') return target.password === null ? [] : [target.password];
  const { pathname, search } = new URL(target.url);
  const path = `${pathname}${search}`;
  return [target.url, ...(path.length > 1 ? [path] : []), ...(target.kind === 'webhook' ? [target.secret] : [])];
}

function composePost(
  target: Exclude<OpenTarget, { kind: 'email' }>,
  letter: Letter,
  nowMs: number,
): Pick<Post, 'url' | 'body' | 'headers'> {
  const { url } = target;
  if (target.kind === 'slack') return { url, body: JSON.stringify(composeSlack(letter)), headers: {} };
  const { id, createdAt, target: name, title, text, digest } = letter;
  const content = { id, createdAt: createdAt.toISOString(), target: name, title, text };
  const body = JSON.stringify({ ...content, digest: digest as WebhookBody['digest'] } satisfies WebhookBody);
  const signature = signNotice(target.secret, Math.floor(nowMs / 1000), body);
  return { url, body, headers: { 'idempotency-key': id, 'joulefleet-signature': signature } };
}
