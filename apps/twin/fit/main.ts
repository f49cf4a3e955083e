import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareWithStudy, EXPECTATIONS, formatStudyTable } from '@joulefleet/core';
import { FITTED_PARAMETERS, type Parameters } from '../src/physics/parameters';
import { fitAll } from './fit-all';
import { modelSource } from './model-source';

const USAGE = `Usage, in the repository's root:
  node dist/apps/twin/fit/main.js           fit the model to the study, write the parameters, print the table
  node dist/apps/twin/fit/main.js --table   print the table of the parameters that are built in`;

const PARAMETERS = 'apps/twin/src/physics/parameters.json';

/** Exit code 0: every figure holds or is reported; 1: one fails; 2: wrong usage. */
function main(flags: readonly string[], root: string): number {
  if (flags.some((flag) => flag !== '--table')) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const parameters = flags.includes('--table') ? FITTED_PARAMETERS : fitAndWrite(resolve(root, PARAMETERS));
  const rows = compareWithStudy(modelSource(parameters));
  process.stdout.write(`${formatStudyTable(rows)}\n`);
  return rows.some((row) => row.status === 'fails') ? 1 : 0;
}

function fitAndWrite(path: string): Parameters {
  const parameters = fitAll(EXPECTATIONS, (line) => process.stderr.write(`fitting ${line}\n`));
  writeFileSync(path, `${JSON.stringify(parameters, null, 2)}\n`);
  return parameters;
}

process.exitCode = main(process.argv.slice(2), process.cwd());
