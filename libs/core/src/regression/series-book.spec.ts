import { REFERENCE_NIGHTS, SeriesBook } from './series-book';

function bookOf(values: readonly number[], hold: (night: number) => boolean = () => false): SeriesBook {
  const book = new SeriesBook(1);
  values.forEach((value, night) => book.add(0, value, hold(night)));
  return book;
}

const flat = (count: number, value: number): number[] => Array<number>(count).fill(value);

it('takes a night into the reference when it is seven nights old', () => {
  expect(bookOf(flat(7, 1)).referenceNights(0)).toBe(0);
  expect(bookOf([...flat(8, 1), ...flat(7, 2)]).referenceMean(0)).toBe(0);
  expect(bookOf([...flat(1, 1), ...flat(8, 2)]).referenceMean(0)).toBe(0.5);
});

it('follows what is not held, and never takes in a step that is', () => {
  const step = [...flat(40, 1), ...flat(100, 2)];
  expect(bookOf(step).deviation(0, 2)).toBe(0);
  expect(bookOf(step, (night) => night > 40).deviation(0, 2)).toBe(1);
});

it('keeps the anchor where the reference drifts along', () => {
  const drift = Array.from({ length: 200 }, (_, night) => Math.max(0, night - 50) / 100);
  const book = bookOf(drift);
  expect(book.anchorNights(0)).toBe(REFERENCE_NIGHTS);
  expect(book.anchorMean(0)).toBe(0);
  expect(book.referenceMean(0)).toBeGreaterThan(1);
  book.moveAnchor(0);
  expect(book.anchorMean(0)).toBeCloseTo(book.referenceMean(0), 12);
});

it('starts from what is accepted, and forgets what was before', () => {
  const book = bookOf([...flat(40, 1), ...flat(3, 2)], (night) => night >= 40);
  book.accept(0, 3);
  expect(book.deviation(0, 2)).toBe(0);
  expect([book.referenceNights(0), book.anchorNights(0), book.recentNights(0)]).toEqual([3, 3, 0]);
});

it('shifts a shadow, not the row', () => {
  const book = bookOf(flat(40, 1));
  const shadow = book.shadow(0, { shift: 0.02, nights: 3 });
  expect([0, 1, 2, 3].map((back) => shadow.recentAt(0, back))).toEqual([0.02, 0.02, 0.02, 0]);
  expect(book.recentAt(0, 0)).toBe(0);
  expect(shadow.referenceMean(0)).toBe(book.referenceMean(0));
});
