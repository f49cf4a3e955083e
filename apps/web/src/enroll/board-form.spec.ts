import { enrollRequest } from '@joulefleet/contracts';
import { EMPTY_BOARD, enrollBody } from './board-form';

const FORM = { ...EMPTY_BOARD, host: ' 10.0.0.7 ', user: 'jetson', name: 'nano-1', labels: 'rack-a,  fast ' };

describe('the form of a board', () => {
  it('becomes the request of the contract, without what was not chosen', () => {
    const body = enrollBody(FORM);
    expect(body).toEqual({ host: '10.0.0.7', port: 22, user: 'jetson', name: 'nano-1', labels: ['rack-a', 'fast'] });
    expect(enrollRequest.safeParse(body).success).toBe(true);
  });

  it('names a key, sudo and a fingerprint where there are some', () => {
    const fingerprint = `SHA256:${'a'.repeat(43)}`;
    const body = enrollBody({ ...FORM, identity: 'lab', sudo: true }, fingerprint);
    expect(body).toMatchObject({ identity: 'lab', privilege: 'sudo', fingerprint });
    expect(enrollRequest.safeParse(body).success).toBe(true);
  });
});
