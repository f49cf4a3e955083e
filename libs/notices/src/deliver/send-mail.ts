import { createTransport } from 'nodemailer';
import type { NoticeOptions } from '../notice-options';
import type { OpenTarget } from '../target-settings';
import { composeMail } from './compose-mail';
import { notSent, quote, sent, type Delivery, type Letter } from './delivery';

type MailTarget = Extract<OpenTarget, { kind: 'email' }>;

/** What nodemailer adds to its errors. */
interface MailError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
}

/** Bad sequence of commands: it says nothing about the mail. */
const BAD_SEQUENCE = 503;

/** Sends a mail, once, on a connection of its own. A server may refuse some recipients: the others have it, and it is not sent again. */
export async function sendMail(
  target: MailTarget,
  letter: Letter,
  options: NoticeOptions,
  signal: AbortSignal,
): Promise<Delivery> {
  const { host, port, tls, user, password, from, to } = target;
  const secrets = password === null ? [] : [password];
  const transport = createTransport({
    ...{ host, port, secure: tls === 'implicit', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' },
    ...(user !== null && password !== null && { auth: { user, pass: password }, forceAuth: true }),
    ...{ connectionTimeout: options.connectMs, dnsTimeout: options.connectMs },
    ...{ greetingTimeout: options.greetingMs, socketTimeout: options.answerMs },
    // A far side that does not close its half of the connection keeps nothing open here.
    ...{ socketCloseTimeout: 0, disableFileAccess: true, disableUrlAccess: true, logger: false },
  });
  try {
    const info = await transport.sendMail({ ...composeMail(letter, { from, to }), signal });
    const refused = info.rejected.map(String);
    const said = quote(info.response, secrets);
    return sent(refused.length === 0 ? said : `${said}; refused: ${refused.join(', ')}`);
  } catch (error) {
    if (signal.aborted) throw error;
    const { code, responseCode, response, message } = error as MailError;
    const final = responseCode !== undefined && responseCode >= 500 && responseCode !== BAD_SEQUENCE;
    // Another password may come in force there; what was refused otherwise is refused again (RFC 5321, 4.2.1).
    return notSent(quote(response ?? message, secrets), { permanent: final && code !== 'EAUTH' });
  }
}
