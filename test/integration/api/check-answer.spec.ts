import { checkAnswer } from '../../testkit/check-answer';

const fault = { type: 'x', title: 'x', status: 404, code: 'x', detail: 'x', origin: 'operator', transient: false };

describe('checkAnswer', () => {
  it('lets pass what the contract says', () => {
    checkAnswer('GET', '/v1/health/live', 200, { ok: true });
    checkAnswer('GET', '/v1/devices?limit=5', 200, { devices: [], nextCursor: null });
    checkAnswer('GET', '/v1/nowhere', 404, fault);
    checkAnswer('DELETE', '/v1/identities/x', 204, null);
  });

  it.each<[string, string, number, unknown]>([
    ['a member too few', '/v1/devices', 200, { devices: [] }],
    ['a member too many', '/v1/devices', 200, { devices: [], nextCursor: null, total: 0 }],
    ['another status', '/v1/devices', 201, { devices: [], nextCursor: null }],
    ['an error that is no problem', '/v1/devices', 500, { message: 'sorry' }],
    ['a problem with more than there is to tell', '/v1/devices', 404, { ...fault, stack: 'at x' }],
  ])('finds %s', (_case, path, status, body) => {
    expect(() => checkAnswer('GET', path, status, body)).toThrow(/GET \/v1\/devices answers/);
  });
});
