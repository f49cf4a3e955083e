import { Argument, Command, Option, type CommanderError } from 'commander';
import { describeParseError } from './describe-parse-error';
import { captureIo } from './fixtures/controller-double';
import { runCli } from './run-cli';

const program = (): Command => {
  const root = new Command('fleet').exitOverride().configureOutput({ writeErr: () => undefined });
  root
    .command('show')
    .argument('<name>')
    .addArgument(new Argument('[kind]').choices(['a', 'b']))
    .option('--limit <n>')
    .addOption(new Option('--state <state>').choices(['ready', 'leased']))
    .addOption(new Option('--all').conflicts('limit'));
  root.command('need').requiredOption('--key <key>');
  root.command('group').command('inner');
  return root;
};

const thrownBy = (line: string): CommanderError => {
  try {
    program().parse(line.split(' '), { from: 'user' });
  } catch (error) {
    return error as CommanderError;
  }
  throw new Error('parsed');
};

it.each([
  ['shw x', 'there is no command "shw"', 'Did you mean show?'],
  ['show x --limt 3', 'there is no option "--limt"', 'Did you mean --limit?'],
  ['show', 'the argument "name" is missing', undefined],
  ['show x --limit', 'the option "--limit <n>" needs a value', undefined],
  ['show x a y', '"show" takes 2 arguments, not 3', undefined],
  ['show x c', '"kind" cannot be "c". Allowed choices are a, b.', undefined],
  ['show x --state z', 'the option "--state <state>" cannot be "z". Allowed choices are ready, leased.', undefined],
  ['show x --all --limit 3', 'the options "--all" and "--limit <n>" exclude each other', undefined],
  ['need', 'the option "--key <key>" is missing', undefined],
  ['group', 'no command is named', undefined],
])('says what is wrong with `%s`', (line, detail, remedy) => {
  const { problem } = describeParseError(thrownBy(line));
  expect(problem).toMatchObject({ code: 'usage', detail });
  expect(problem.remedy).toBe(remedy);
});

it('prints the commands there are where none is named, and no error beside them', async () => {
  const io = captureIo('/no/home');
  await runCli(['device', '--json'], io);
  expect(io.err()).toContain('enroll [options]');
  expect(io.err()).not.toContain('no command is named');
  expect((JSON.parse(io.out()) as { error: unknown }).error).toMatchObject({
    code: 'usage',
    detail: 'no command is named',
  });
});

it('calls what the machine refuses no bug of ours', async () => {
  const io = captureIo('/no/home');
  expect(await runCli(['campaign', 'init'], io)).toBe(2);
  expect(io.err()).toContain('what      there is no such file or folder\n');
  expect(io.err()).not.toContain('    at ');
});
