import { identityList, identityView, importIdentityRequest, generateIdentityRequest } from '../identity';
import { pageQuery } from '../page';
import { defineRoutes } from '../route';

export const identityRoutes = defineRoutes({
  importIdentity: {
    method: 'POST',
    path: '/v1/identities/import',
    summary: 'Import a private key, which is stored encrypted.',
    scope: 'devices:write',
    body: importIdentityRequest,
    answer: identityView,
    status: 200,
    problems: {
      identity_unreadable: 'not a private key',
      identity_encrypted: 'the private key is encrypted and no passphrase was given',
      identity_passphrase_wrong: 'the passphrase does not decrypt the private key',
      identity_exists: 'another key has this name',
    },
  },
  generateIdentity: {
    method: 'POST',
    path: '/v1/identities',
    summary: 'Generate a key for logging in to devices.',
    scope: 'devices:write',
    body: generateIdentityRequest,
    answer: identityView,
    status: 200,
    problems: { identity_exists: 'an imported key has this name' },
  },
  listIdentities: {
    method: 'GET',
    path: '/v1/identities',
    summary: 'List the public parts of the keys for logging in to devices.',
    scope: 'devices:read',
    query: pageQuery,
    answer: identityList,
    status: 200,
    problems: { bad_cursor: 'the cursor is not from an earlier answer' },
  },
  removeIdentity: {
    method: 'DELETE',
    path: '/v1/identities/:name',
    summary: 'Delete a key that no device uses.',
    scope: 'devices:write',
    answer: null,
    status: 204,
    problems: { identity_unknown: 'no key has this name', identity_used: 'a device uses the key' },
  },
});
