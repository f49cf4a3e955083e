/** How notices are sent. */
export const TARGET_KINDS = ['email', 'webhook', 'slack'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** What a notice is: the digest of a night, the summary of a week, or a test that a person asked for. */
export const NOTICE_KINDS = ['night', 'week', 'test'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** `pending` until it was sent, or given up after days. */
export const NOTICE_STATES = ['pending', 'sent', 'given_up'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** How a mail server is spoken to: TLS from the start, STARTTLS before anything is said, or without. */
export const MAIL_TLS = ['implicit', 'starttls', 'none'] as const;
export type MailTls = (typeof MAIL_TLS)[number];
