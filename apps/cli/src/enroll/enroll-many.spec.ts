import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceView, EnrollRequest, PlannedEnrollment } from '@joulefleet/contracts';
import { failure } from '../cli-failure';
import { FINGERPRINT, sampleDevice } from '../fixtures/sample-views';
import { enrollMany, type EnrollmentOutcome } from './enroll-many';

const AT_ONCE = 50;

function planned(count: number, over: Partial<EnrollRequest> = {}): PlannedEnrollment[] {
  return Array.from({ length: count }, (_, i) => ({
    where: `rack.csv:${i + 2}:1`,
    identityFile: null,
    request: { name: `d-${i}`, host: `10.0.0.${i}`, port: 22, user: 'me', labels: [], ...over },
    hostKeys: { accepted: [], revoked: [] },
  }));
}

function problem(code: string, more: { fingerprint?: string } = {}) {
  return failure({ code, title: code, detail: code, origin: 'operator', transient: false, ...more });
}

/** A controller that answers each request by `answer`, and knows `known` before. */
function client(answer: (request: EnrollRequest) => Promise<DeviceView>, known: DeviceView[] = []) {
  const call = () => Promise.reject(problem('identity_unreadable'));
  return { call, enroll: answer, devices: () => Promise.resolve(known) };
}
const options = { atOnce: AT_ONCE, jitterMs: 1, trustFirstUse: false, stopped: () => false };
const ignore = () => undefined;
const outcomesOf = (all: EnrollmentOutcome[]) => all.map(({ outcome }) => outcome);

describe('enrollMany', () => {
  it('asks for fifty at most at once, goes on after failures, and keeps the order of the list', async () => {
    let [under, most] = [0, 0];
    const told: string[] = [];
    const bad = new Set(['d-3', 'd-77', 'd-199']);
    const enroll = async ({ name }: EnrollRequest): Promise<DeviceView> => {
      most = Math.max(most, ++under);
      await sleep(1 + Math.random() * 5);
      under--;
      if (bad.has(name)) throw problem('login_refused');
      return sampleDevice({ name });
    };
    const outcomes = await enrollMany(client(enroll), planned(200), options, ({ name }) => told.push(name));
    expect(most).toBe(AT_ONCE);
    expect(outcomes.map(({ name }) => name)).toEqual(planned(200).map(({ request }) => request.name));
    expect(outcomes.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name)).toEqual([...bad]);
    expect(told.sort()).toEqual(outcomes.map(({ name }) => name).sort());
  });

  it('distinguishes new, changed and unchanged devices by when they were probed', async () => {
    const known = ['d-1', 'd-2'].map((name) => sampleDevice({ name, factsAt: '2026-01-01T00:00:00.000Z' }));
    const factsAt = ['2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'];
    const enroll = ({ name }: EnrollRequest) =>
      Promise.resolve(sampleDevice({ name, factsAt: factsAt[Number(name.slice(2))] }));
    const outcomes = await enrollMany(client(enroll, known), planned(3), options, ignore);
    expect(outcomesOf(outcomes)).toEqual(['enrolled', 'updated', 'unchanged']);
  });

  it('trusts on first use only when requested, and only devices without a fingerprint', async () => {
    const enroll = ({ fingerprint }: EnrollRequest) =>
      fingerprint === FINGERPRINT
        ? Promise.resolve(sampleDevice())
        : Promise.reject(problem('host_key_unconfirmed', { fingerprint: FINGERPRINT }));
    const trusting = { ...options, trustFirstUse: true };
    expect(outcomesOf(await enrollMany(client(enroll), planned(1), options, ignore))).toEqual(['failed']);
    expect(outcomesOf(await enrollMany(client(enroll), planned(1), trusting, ignore))).toEqual(['enrolled']);
    const other = planned(1, { fingerprint: `SHA256:${'B'.repeat(43)}` });
    expect(outcomesOf(await enrollMany(client(enroll), other, trusting, ignore))).toEqual(['failed']);
  });

  describe('with known_hosts', () => {
    const OTHER = `SHA256:${'B'.repeat(43)}`;
    const key = (fingerprint: string) => ({ fingerprint, where: 'known_hosts:3:1' });
    const listed = (hostKeys: Partial<PlannedEnrollment['hostKeys']>) =>
      planned(1).map((each) => ({ ...each, hostKeys: { accepted: [], revoked: [], ...hostKeys } }));
    const shows = ({ fingerprint }: EnrollRequest) =>
      fingerprint === FINGERPRINT
        ? Promise.resolve(sampleDevice())
        : Promise.reject(problem('host_key_unconfirmed', { fingerprint: FINGERPRINT }));

    it('pins one of several listed keys when the device shows it', async () => {
      const accepted = [key(OTHER), key(FINGERPRINT)];
      expect(outcomesOf(await enrollMany(client(shows), listed({ accepted }), options, ignore))).toEqual(['enrolled']);
      const others = listed({ accepted: [key(OTHER)] });
      expect(outcomesOf(await enrollMany(client(shows), others, options, ignore))).toEqual(['failed']);
    });

    it('pins no revoked key, whoever trusts it', async () => {
      const asked = jest.fn(shows);
      const lists = listed({ accepted: [key(FINGERPRINT)], revoked: [key(FINGERPRINT)] });
      const [ended] = await enrollMany(client(asked), lists, { ...options, trustFirstUse: true }, ignore);
      expect(ended).toMatchObject({
        outcome: 'failed',
        error: { code: 'host_key_revoked', detail: expect.stringContaining('known_hosts:3:1') as string },
      });
      expect(asked.mock.calls.every(([{ fingerprint }]) => fingerprint === undefined)).toBe(true);
    });

    it('reports a device whose pinned key was revoked since', async () => {
      const known = [sampleDevice({ name: 'd-0', fingerprint: OTHER })];
      const enroll = () => Promise.resolve(known[0]!);
      const [ended] = await enrollMany(client(enroll, known), listed({ revoked: [key(OTHER)] }), options, ignore);
      expect(ended).toMatchObject({
        outcome: 'failed',
        error: { code: 'host_key_revoked', remedy: expect.stringContaining('device repin d-0') as string },
      });
      const other = listed({ revoked: [key(FINGERPRINT)] });
      expect(outcomesOf(await enrollMany(client(enroll, known), other, options, ignore))).toEqual(['unchanged']);
    });
  });

  it('starts no device after an interruption, and ends those under way', async () => {
    let begun = 0;
    const enroll = async () => {
      begun++;
      await sleep(5);
      return sampleDevice();
    };
    const stopped = () => begun >= AT_ONCE;
    const outcomes = await enrollMany(client(enroll), planned(120), { ...options, stopped }, ignore);
    expect(outcomes.filter(({ outcome }) => outcome === 'enrolled')).toHaveLength(begun);
    expect(outcomes.filter(({ outcome }) => outcome === 'left')).toHaveLength(120 - begun);
    expect(begun).toBeLessThan(120);
  });

  it('stops when the controller is gone', async () => {
    let asked = 0;
    const enroll = () => {
      asked++;
      return Promise.reject(problem('controller_unreachable'));
    };
    await expect(enrollMany(client(enroll), planned(500), options, ignore)).rejects.toThrow('controller_unreachable');
    expect(asked).toBeLessThanOrEqual(AT_ONCE);
  });
});
