import { calibrationBody, EMPTY_CALIBRATION } from './calibration-form';

const FORM = { ...EMPTY_CALIBRATION, rail: 'POM_5V_IN', pairs: 'reading,meter\n1000,961\n2000,1950.5\n' };

describe('the form of a calibration', () => {
  it('becomes what the command line sends', () => {
    expect(calibrationBody({ ...FORM, meter: 'WT310, 0.1 % + 5 mW', note: 'bench 2', force: true })).toEqual({
      body: {
        rail: 'POM_5V_IN',
        pairs: [
          { readingMw: 1000, meterMw: 961, meterUncertaintyMw: null },
          { readingMw: 2000, meterMw: 1950.5, meterUncertaintyMw: null },
        ],
        meter: { name: 'WT310', accuracy: { share: 0.001, offsetMw: 5 } },
        ...{ note: 'bench 2', force: true, validFrom: undefined },
      },
    });
    expect(calibrationBody(FORM)).toMatchObject({ body: { meter: null } });
  });

  it.each([
    [{ pairs: '1000,961\n2000,NaN' }, /^Line 2 of the pairs: "NaN" must be a number/],
    [{ pairs: '' }, /no pairs/],
    [{ meter: 'WT310, fine' }, /a name, a comma/],
    [{ meter: ', 1 %' }, /a name, a comma/],
  ])('says what of it cannot be read: %j', (change, mistake) => {
    expect(calibrationBody({ ...FORM, ...change })).toEqual({ mistake: expect.stringMatching(mistake) as string });
  });
});
