import { EXPORT_FORMATS, type ExportFormat, type ExportLevel } from '@joulefleet/core';
import { pathOf } from '../../api/send-request';
import { ScrollTable } from '../../parts/scroll-table';
import { ReportFiles } from './report-files';
import type { ViewProps } from './view-props';

const FORMATS: Readonly<Record<ExportFormat, string>> = { parquet: 'Parquet', csv: 'CSV', jsonl: 'JSON Lines' };
const LEVELS: readonly (readonly [level: ExportLevel, title: string, what: string])[] = [
  ['trials', 'Trials', 'every accepted trial: what was set, energy, time and power with their uncertainties'],
  ['attempts', 'Attempts', 'every attempt, also those that do not count, with the reason'],
  ['cells', 'Cells', 'statistics of each cell on each device, with 95 % intervals'],
  ['campaign', 'Comparison', 'optimum, baseline and saving of each device and work'],
  ['traces', 'Traces', 'every sample of every rail; large'],
];

/** The whole campaign as files, as `campaign export` writes them, and its report. */
export function ResultFiles({ campaignId }: ViewProps) {
  return (
    <>
      <ScrollTable label="Files" columns={['File', 'Save as', 'What is in it']} framed>
        {LEVELS.map(([level, title, what]) => (
          <tr key={level}>
            <th scope="row">{title}</th>
            <td>
              {EXPORT_FORMATS.map((format, i) => (
                <span key={format}>
                  {i > 0 && ', '}
                  <a
                    href={pathOf('exportCampaign', { params: { id: campaignId }, query: { level, format } })}
                    aria-label={`${title} as ${FORMATS[format]}`}
                    download
                  >
                    {FORMATS[format]}
                  </a>
                </span>
              ))}
            </td>
            <td>{what}</td>
          </tr>
        ))}
      </ScrollTable>
      <ReportFiles campaignId={campaignId} />
    </>
  );
}
