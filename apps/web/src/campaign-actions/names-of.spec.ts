import { namesOf } from './names-of';

it('takes names apart, each once', () => {
  expect(namesOf(' ada, bo\nada  everyone ')).toEqual(['ada', 'bo', 'everyone']);
  expect(namesOf('  ')).toEqual([]);
});
