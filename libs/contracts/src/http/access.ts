import { AUDIT_SUBJECTS, ROLES, SCOPES } from '@joulefleet/core';
import * as z from 'zod';
import { plainLine } from './device';
import { sentMoment } from './moment';
import { nextCursor, pageQuery } from './page';

export const MIN_PASSWORD_CHARACTERS = 12;

/** As restricted as a device name, because it appears in file names, tables and logs. */
export const userName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'at most 63 lower-case letters, digits and hyphens, not starting with a hyphen')
  .refine((name) => !['controller', 'anonymous', 'everyone'].includes(name), 'this name is reserved');
/** Any text; only the length matters for security. */
export const newPassword = z
  .string()
  .min(MIN_PASSWORD_CHARACTERS, `at least ${MIN_PASSWORD_CHARACTERS} characters`)
  .max(1000, 'at most 1000 characters');
const enteredPassword = z.string().max(1000);
const role = z.enum(ROLES);
const scopes = z.array(z.enum(SCOPES)).max(SCOPES.length);
const keyName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,62}$/, 'letters, digits, spaces and . _ @ -, at most 63');

export const logInRequest = z.strictObject({ name: z.string().max(100), password: enteredPassword });
/** The code of an address that `joulefleet web` opened. */
export const redeemLoginCodeRequest = z.strictObject({ code: z.string().max(100) });
/** Logs one browser in, once; the text is given only here. */
export const loginCodeView = z.object({ code: z.string(), expiresAt: z.iso.datetime() });
export const changePasswordRequest = z.strictObject({ oldPassword: enteredPassword, newPassword });
export const createUserRequest = z.strictObject({
  name: userName,
  role,
  /** Without a password the user can use API keys only. */
  password: newPassword.optional(),
});
/** Omitted fields stay unchanged. A new password or disabling ends the user's sessions. */
export const editUserRequest = z.strictObject({
  role: role.optional(),
  disabled: z.boolean().optional(),
  password: newPassword.optional(),
});
export const createKeyRequest = z.strictObject({
  /** The purpose of the key. */
  name: keyName,
  /** Default: all scopes of the user. */
  scopes: scopes.min(1).optional(),
  /** Default: never. */
  expiresAt: sentMoment.optional(),
});

/** The caller's identity and scopes. */
export const whoAmIView = z.object({ name: z.string(), role, scopes, via: z.string() });
/** A browser session. Every request that changes something must send the token in the header X-CSRF-Token. */
export const sessionView = z.object({
  name: z.string(),
  role,
  scopes,
  csrfToken: z.string(),
  expiresAt: z.iso.datetime(),
});

export const userView = z.object({
  name: z.string(),
  role,
  disabledAt: z.iso.datetime().nullable(),
  /** Whether the user can log in with a password. */
  hasPassword: z.boolean(),
  /** Number of keys that are neither revoked nor expired. */
  keys: z.number().int(),
  createdAt: z.iso.datetime(),
});
export const userList = z.object({ users: z.array(userView), nextCursor });

export const keyView = z.object({
  id: z.string(),
  name: z.string(),
  user: z.string(),
  /** Effective scopes: those of the key that the user's role still includes. */
  scopes,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** Updated at most once a minute. */
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export const keyList = z.object({ keys: z.array(keyView), nextCursor });
export const keyQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^[0-9]{1,15}_[0-9A-Za-z]{12}$/, 'a cursor from an earlier answer')
    .optional(),
});
/** `key` is returned only in this answer. */
export const createdKey = keyView.extend({ key: z.string() });

export const auditQuery = pageQuery.extend({
  cursor: z.uuid('a cursor from an earlier answer').optional(),
  actor: plainLine.optional(),
  subject: z.enum(AUDIT_SUBJECTS).optional(),
  subjectId: plainLine.optional(),
  /** `user.edit`, or its beginning: `user`. */
  action: plainLine.optional(),
  /** Entries from then on, and before `to`. */
  from: sentMoment.optional(),
  to: sentMoment.optional(),
});
export const auditEntryView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** Name of the user, `controller` or `anonymous`. */
  actor: z.string(),
  /** `key <id>`, `session`, `schedule <name>`, `controller` or `none`. */
  via: z.string(),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export const auditList = z.object({ entries: z.array(auditEntryView), nextCursor });

/** Written to first-admin.json in JOULEFLEET_HOME for `joulefleet up`, which shows it once and deletes the file. */
export const firstAdmin = z.object({ name: z.string(), password: z.string(), key: z.string() });

export type LogInRequest = z.infer<typeof logInRequest>;
export type ChangePasswordRequest = z.infer<typeof changePasswordRequest>;
export type CreateUserRequest = z.infer<typeof createUserRequest>;
export type EditUserRequest = z.infer<typeof editUserRequest>;
export type CreateKeyRequest = z.infer<typeof createKeyRequest>;
export type WhoAmIView = z.infer<typeof whoAmIView>;
export type SessionView = z.infer<typeof sessionView>;
export type UserView = z.infer<typeof userView>;
export type UserList = z.infer<typeof userList>;
export type KeyView = z.infer<typeof keyView>;
export type KeyList = z.infer<typeof keyList>;
export type CreatedKey = z.infer<typeof createdKey>;
export type KeyQuery = z.infer<typeof keyQuery>;
export type AuditQuery = z.infer<typeof auditQuery>;
export type AuditEntryView = z.infer<typeof auditEntryView>;
export type AuditList = z.infer<typeof auditList>;
export type FirstAdmin = z.infer<typeof firstAdmin>;
export type LoginCodeView = z.infer<typeof loginCodeView>;
export type RedeemLoginCodeRequest = z.infer<typeof redeemLoginCodeRequest>;
