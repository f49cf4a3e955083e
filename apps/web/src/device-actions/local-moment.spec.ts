import { fromLocalField, toLocalField } from './local-moment';

describe('moments of a field in the zone of the viewer', () => {
  it('come back as they were, to the minute', () => {
    for (const iso of ['2026-01-31T23:30:00.000Z', '2026-07-01T00:00:00.000Z', '2026-03-29T00:59:00.000Z'])
      expect(fromLocalField(toLocalField(new Date(iso)))).toBe(iso);
  });

  it('are none where the field is empty or unfinished', () => {
    expect(fromLocalField('')).toBeNull();
    expect(fromLocalField('2026-13-01T00:00')).toBeNull();
  });
});
