/** Kinds of subjects in the audit log. */
export const AUDIT_SUBJECTS = [
  'device',
  'group',
  'campaign',
  'schedule',
  'notice',
  'user',
  'key',
  'identity',
  'session',
  'request',
] as const;

export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];
