import * as z from 'zod';
import { nextCursor } from './page';

/** Name of a key that the controller keeps. */
export const identityName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, 'lower-case letters, digits, `.`, `_` and `-`');

/** Takes a private key in; one that is there already stays as it is. */
export const importIdentityRequest = z.strictObject({
  /** Made from the fingerprint when left out. */
  name: identityName.optional(),
  /** OpenSSH or PEM form. */
  privateKey: z.string().min(1).max(20_000),
  /** Of a private key that is encrypted itself. */
  passphrase: z.string().max(1000).optional(),
});
/** Makes a key (ed25519); one of that name that was made before stays. */
export const makeIdentityRequest = z.strictObject({ name: identityName });

/** The private part never leaves the controller. */
export const identityView = z.object({
  name: z.string(),
  keyType: z.string(),
  fingerprint: z.string(),
  /** The line for authorized_keys. */
  publicKey: z.string(),
  made: z.boolean(),
  createdAt: z.iso.datetime(),
  devices: z.number().int(),
});
export const identityList = z.object({ identities: z.array(identityView), nextCursor });

export type ImportIdentityRequest = z.infer<typeof importIdentityRequest>;
export type MakeIdentityRequest = z.infer<typeof makeIdentityRequest>;
export type IdentityView = z.infer<typeof identityView>;
export type IdentityList = z.infer<typeof identityList>;
