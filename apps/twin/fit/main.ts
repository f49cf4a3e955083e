import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FITTED_PARAMETERS, type Parameters } from '../src/physics/parameters';
import { compareWithStudy } from './compare/compare-with-study';
import { formatTable } from './compare/format-table';
import type { Expectations } from './expectations';
import { fitAll } from './fit-all';

const USAGE = `Usage, in the repository's root:
  node dist/apps/twin/fit/main.js           fit the model to the study, write the parameters, print the table
  node dist/apps/twin/fit/main.js --table   print the table of the parameters that are built in`;

const EXPECTATIONS = 'test/fixtures/paper/expectations.json';
const PARAMETERS = 'apps/twin/src/physics/parameters.json';

/** Exit code 0: every figure holds or is reported; 1: one fails; 2: wrong usage. */
function main(flags: readonly string[], root: string): number {
  if (flags.some((flag) => flag !== '--table')) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const expectations = JSON.parse(readFileSync(resolve(root, EXPECTATIONS), 'utf8')) as Expectations;
  const parameters = flags.includes('--table')
    ? FITTED_PARAMETERS
    : fitAndWrite(expectations, resolve(root, PARAMETERS));
  const rows = compareWithStudy(expectations, parameters);
  process.stdout.write(`${formatTable(rows)}\n`);
  return rows.some((row) => row.status === 'fails') ? 1 : 0;
}

function fitAndWrite(expectations: Expectations, path: string): Parameters {
  const parameters = fitAll(expectations, (line) => process.stderr.write(`fitting ${line}\n`));
  writeFileSync(path, `${JSON.stringify(parameters, null, 2)}\n`);
  return parameters;
}

process.exitCode = main(process.argv.slice(2), process.cwd());
