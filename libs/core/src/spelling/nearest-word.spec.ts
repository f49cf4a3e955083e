import fc from 'fast-check';
import { editDistance, nearestWord } from './nearest-word';

describe('editDistance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['factros', 'factors', 1],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('%s to %s is %i', (from, to, distance) => expect(editDistance(from, to)).toBe(distance));

  it('is symmetric and zero only for the same word', () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe('nearestWord', () => {
  const words = ['alexnet', 'resnet18', 'mobilenetv2'];
  it.each([
    ['alxnet', 'alexnet'],
    ['ResNet18', 'resnet18'],
    ['mobilenet', 'mobilenetv2'],
    ['transformer-xl', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s gives %s', (typed, nearest) => expect(nearestWord(typed, words)).toBe(nearest));
});
