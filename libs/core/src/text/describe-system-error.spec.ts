import { readFileSync } from 'node:fs';
import { describeSystemError, isSystemError } from './describe-system-error';

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

it.each([
  [thrownBy(() => readFileSync('/no/such/file')), 'there is no such file or folder'],
  [thrownBy(() => readFileSync('/')), 'it is a folder'],
  [Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' }), 'nothing listens there'],
  [Object.assign(new Error('odd'), { code: 'EODD' }), 'odd'],
  [Object.assign(new Error('odd'), { code: 'toString' }), 'odd'],
  [new Error(''), 'an error without a message'],
  ['text', 'text'],
])('says what %s means', (error, words) => expect(describeSystemError(error)).toBe(words));

it('distinguishes errors of the system from others', () => {
  expect(isSystemError(thrownBy(() => readFileSync('/')))).toBe(true);
  expect(isSystemError(new Error('x'))).toBe(false);
  expect(isSystemError(Object.assign(new Error('x'), { code: 'toString' }))).toBe(false);
});
