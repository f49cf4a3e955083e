import type { CalibrationList, CalibrationView, Problem } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';

const RAIL = 'POM_5V_IN';
const pairs = (gain: number, offsetMw: number) =>
  [1_200, 2_000, 3_500, 5_000, 7_500, 10_000].map((meterMw) => ({ readingMw: meterMw * gain + offsetMw, meterMw }));
const METER = { name: 'WT310', accuracy: { share: 0.001, offsetMw: 2 } };

describe('the ledger of calibrations', () => {
  let lab: Lab;
  let database: Database;

  beforeAll(async () => {
    lab = await startLab({ twins: [], controller: { workerName: null } });
    database = openDatabase(lab.databaseUrl);
    await seedDevice(database, 'nano-1');
    await seedDevice(database, 'nameless');
    await isBoard('serial-a');
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const isBoard = (serial: string) =>
    database.pool.query(`UPDATE device SET facts = $1 WHERE name = 'nano-1'`, [
      { serial, rails: [{ label: RAIL, total: true, layout: 'iio' }] },
    ]);
  const add = async (over: object = {}, call: Call = lab.call, name = 'nano-1') => {
    const body = { rail: RAIL, pairs: pairs(1.01, 30), meter: METER, ...over };
    const answer = await call('POST', `/v1/devices/${name}/calibrations`, body);
    return { status: answer.status, body: answer.body as CalibrationView & Problem };
  };
  const list = async () => (await lab.call('GET', '/v1/devices/nano-1/calibrations')).body as CalibrationList;
  const states = async () =>
    (await list()).calibrations.map(({ version, inForce, withdrawn }) => [version, inForce, withdrawn !== null]);

  it('appends versions, of which the latest that is valid and not withdrawn is in force', async () => {
    const { status, body } = await add({ note: 'bench 2' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ version: 1, boardSerial: 'serial-a', inForce: true, note: 'bench 2', meter: METER });
    expect(body.gain).toBeCloseTo(1 / 1.01, 6);
    expect(body.offsetMw).toBeCloseTo(-30 / 1.01, 4);
    expect((await add({ validFrom: '2020-01-01T00:00:00Z' })).body).toMatchObject({ version: 2, inForce: true });
    expect((await add({ validFrom: '2150-01-01T00:00:00Z' })).body).toMatchObject({ version: 3, inForce: false });
    expect(await states()).toEqual([
      [3, false, false],
      [2, true, false],
      [1, false, false],
    ]);
  });

  it('withdraws a version, and never edits one', async () => {
    const before = (await list()).calibrations[1]!;
    const path = `/v1/devices/nano-1/calibrations/${RAIL}/2/withdraw`;
    const { body } = await lab.call('POST', path, { reason: 'wrong shunt' });
    const { withdrawn } = body as CalibrationView;
    expect(withdrawn).toMatchObject({ reason: 'wrong shunt' });
    expect(body).toEqual({ ...before, inForce: false, withdrawn });
    expect((await lab.call('POST', path, {})).body).toEqual(body);
    expect(await states()).toContainEqual([1, true, false]);
    expect((await lab.call('POST', `/v1/devices/nano-1/calibrations/${RAIL}/9/withdraw`, {})).body).toMatchObject({
      code: 'calibration_unknown',
    });
  });

  it.each<[string, object, string]>([
    ['too few pairs', { pairs: pairs(1, 0).slice(2) }, 'too few'],
    ['readings that are close together', { pairs: pairs(1, 90_000) }, 'too close together'],
    ['a gain that the data sheet does not allow', { pairs: pairs(1.08, 0) }, 'data sheet'],
    ['a meter without an accuracy', { meter: null }, 'accuracy of the meter'],
    ['what turns power negative, by force', { pairs: pairs(1, 400), force: true }, 'would turn'],
  ])('refuses %s and stores nothing', async (_case, over, detail) => {
    const before = await list();
    const { status, body } = await add(over);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'calibration_refused' });
    expect(body.detail).toContain(detail);
    expect(body.remedy).not.toBe('');
    expect(await list()).toEqual(before);
  });

  it('takes by force what the data sheet does not allow', async () => {
    expect((await add({ pairs: pairs(1.08, 0), force: true })).body).toMatchObject({ forced: true, version: 4 });
  });

  it('refuses a rail and a board that it does not know', async () => {
    expect((await add({ rail: 'POM_5V_OUT' })).body).toMatchObject({ code: 'rail_unknown' });
    expect((await add({}, lab.call, 'nameless')).body).toMatchObject({ code: 'serial_unknown' });
    expect((await add({ pairs: [{ readingMw: null, meterMw: 3 }] })).body).toMatchObject({ code: 'bad_request' });
  });

  it('is written by those who may change devices, and audited', async () => {
    const mia = await lab.as('mia', 'researcher');
    expect((await add({}, mia)).status).toBe(403);
    expect((await mia('GET', '/v1/devices/nano-1/calibrations')).status).toBe(200);
    const { body } = await lab.call('GET', '/v1/audit?subject=device&subjectId=nano-1');
    expect((body as { entries: { action: string }[] }).entries.map(({ action }) => action)).toEqual([
      'calibration.add',
      'calibration.withdraw',
      ...Array.from({ length: 3 }, () => 'calibration.add'),
    ]);
  });

  it('does not apply to another board of the same name', async () => {
    await isBoard('serial-b');
    expect((await list()).calibrations.some(({ inForce }) => inForce)).toBe(false);
    expect((await add()).body).toMatchObject({ version: 1, boardSerial: 'serial-b', inForce: true });
  });
});
