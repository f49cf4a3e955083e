import { identityList, identityView, importIdentityRequest, makeIdentityRequest } from '../identity';
import { pageQuery } from '../page';
import { defineRoutes } from '../route';

export const identityRoutes = defineRoutes({
  importIdentity: {
    method: 'POST',
    path: '/v1/identities/import',
    summary: 'Takes a private key in, which is kept encrypted.',
    scope: 'devices:write',
    body: importIdentityRequest,
    answer: identityView,
    status: 200,
    problems: {
      identity_unreadable: 'this is no private key',
      identity_encrypted: 'the private key is encrypted, and no passphrase was given',
      identity_passphrase_wrong: 'it does not open with this passphrase',
      identity_exists: 'another key has that name',
    },
  },
  makeIdentity: {
    method: 'POST',
    path: '/v1/identities',
    summary: 'Makes a key for devices of the fleet to let in.',
    scope: 'devices:write',
    body: makeIdentityRequest,
    answer: identityView,
    status: 200,
    problems: { identity_exists: 'a key that was imported has that name' },
  },
  listIdentities: {
    method: 'GET',
    path: '/v1/identities',
    summary: 'The keys that log in to devices: their public parts.',
    scope: 'devices:read',
    query: pageQuery,
    answer: identityList,
    status: 200,
    problems: { bad_cursor: 'no answer gave that cursor' },
  },
  removeIdentity: {
    method: 'DELETE',
    path: '/v1/identities/:name',
    summary: 'Forgets a key that no device needs.',
    scope: 'devices:write',
    answer: null,
    status: 204,
    problems: { identity_unknown: 'no key has that name', identity_used: 'a device is logged in to with it' },
  },
});
