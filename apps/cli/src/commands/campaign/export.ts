import { extname, resolve } from 'node:path';
import { exportPath } from '@joulefleet/contracts';
import {
  dataDictionary,
  dictionaryCsv,
  dictionaryMarkdown,
  EXPORT_FORMATS,
  EXPORT_LEVELS,
  type ExportFormat,
  type ExportLevel,
} from '@joulefleet/core';
import { formatCount } from '@joulefleet/figures';
import { Option, type Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { download, type TakeBytes } from '../../client/download';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import type { Session } from '../../terminal/session';
import type { TextStream } from '../../terminal/streams';
import { writeStreamedFile } from '../../terminal/write-streamed-file';
import { action, example, type CommandRun } from '../command-run';

interface ExportOptions {
  level: ExportLevel;
  format?: ExportFormat;
  out: string;
  all?: boolean;
  force?: boolean;
  dictionary?: boolean;
  csv?: boolean;
}

/** `joulefleet campaign export [ID]`. */
export function registerCampaignExport(parent: Command, run: CommandRun): void {
  parent
    .command('export')
    .description('trials, cells, the comparison or raw traces as a file for pandas, DuckDB or a spreadsheet')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .addOption(new Option('--level <level>', 'what a row is').choices([...EXPORT_LEVELS]).default('trials'))
    .addOption(
      new Option('--format <format>', 'default: by the name of the file, else csv').choices([...EXPORT_FORMATS]),
    )
    .option('--out <file>', 'write it to this file; - is standard output', '-')
    .option('--all', 'with --level trials: every attempt, with those that do not count and why')
    .option('--force', 'replace the file if it exists')
    .option('--dictionary', 'print what each column is instead, as Markdown; with --json or --csv as such')
    .option('--csv', 'the dictionary as CSV')
    .addHelpText(
      'after',
      example(
        'joulefleet campaign export 0199c3f2 --out trials.parquet',
        'joulefleet campaign export --level cells --format csv > cells.csv',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const options = command.opts<ExportOptions>();
        if (options.dictionary) return printDictionary(session, options);
        await exportFile(session, (command.processedArgs as [string | undefined])[0], options);
      }),
    );
}

function printDictionary(session: Session, { csv = false }: ExportOptions): void {
  session.result(dataDictionary(), (csv ? dictionaryCsv() : dictionaryMarkdown()).trimEnd());
}

async function exportFile(session: Session, given: string | undefined, options: ExportOptions): Promise<void> {
  const { out, force = false } = options;
  const level = levelOf(options);
  const format = options.format ?? formatOf(out);
  const { stdout, environment } = session.io;
  if (out === '-' && format === 'parquet' && stdout.isTTY) throw usageFailure('Parquet is no text: give --out FILE');
  const client = session.client();
  const id = await campaignIdOrLatest(client, given);
  const fill = (take: TakeBytes) => download(client.address, exportPath(id, { level, format }), take);
  if (out === '-') return void (await fill((bytes) => writeOut(stdout, bytes)));
  const path = resolve(environment.workingFolder, out);
  const { rows, bytes } = await writeStreamedFile({ path, shown: out, force, option: '--out' }, fill);
  const size = [...(rows === null ? [] : [formatCount(rows, 'row')]), formatCount(bytes, 'byte')].join(', ');
  session.result({ out, level, format, rows, bytes }, `Wrote ${out}: ${size}.`);
}

function levelOf({ level, all = false }: ExportOptions): ExportLevel {
  if (!all || level === 'attempts') return level;
  if (level === 'trials') return 'attempts';
  throw usageFailure('--all goes with --level trials', {
    remedy: level === 'traces' ? 'Traces are of every attempt anyway.' : 'Leave it out.',
  });
}

/** The format that the name of a file says; CSV where it says none. A spreadsheet's own format is not written under its name. */
function formatOf(file: string): ExportFormat {
  const ending = extname(file).toLowerCase();
  if (ending === '') return 'csv';
  const format = EXPORT_FORMATS.find((each) => ending === `.${each}`);
  if (format !== undefined) return format;
  throw usageFailure(
    `"${file}" ends in ${ending}, which is none of ${EXPORT_FORMATS.map((each) => `.${each}`).join(', ')}`,
    {
      remedy: 'Name the file so, or say with --format what is written.',
    },
  );
}

/** Returns when there is room for more. */
async function writeOut(stdout: TextStream, bytes: Uint8Array): Promise<void> {
  if (stdout.write(bytes) !== false || !stdout.once) return;
  await new Promise<void>((resume) => stdout.once!('drain', resume));
}
