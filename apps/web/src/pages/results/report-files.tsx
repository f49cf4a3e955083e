import { reportDocument, toHtml, toMarkdown, type ReportDocument } from '@joulefleet/figures';
import { useMutation } from '@tanstack/react-query';
import type { ApiFailure } from '../../api/api-failure';
import { callRoute } from '../../api/call-route';
import { Button } from '../../parts/button';
import { saveText } from '../../parts/save-file';
import { Failure } from '../../parts/states';
import styles from './results.module.css';
import type { ViewProps } from './view-props';

interface Format {
  title: string;
  ending: string;
  type: string;
  write: (report: ReportDocument) => string;
}

const FORMATS: readonly Format[] = [
  { title: 'HTML', ending: 'html', type: 'text/html', write: toHtml },
  { title: 'Markdown', ending: 'md', type: 'text/markdown', write: toMarkdown },
];

/** The campaign as one document with figures, methods and a citation, as `campaign report --html` writes it. */
export function ReportFiles({ campaignId }: ViewProps) {
  const save = useMutation<void, ApiFailure, Format>({
    mutationFn: async ({ ending, type, write }) => {
      const report = await callRoute('showReport', { params: { id: campaignId }, query: {} });
      saveText(`${report.campaign.name}.${ending}`, type, write(reportDocument(report, __VERSION__)));
    },
  });
  return (
    <section aria-labelledby="report">
      <h2 id="report">Report</h2>
      <p>
        One document that needs no other file: optima, savings and their figures, methods, conditions of each board,
        what does not count, and a citation. Markdown has no drawings.
      </p>
      <div className={styles.tools}>
        {FORMATS.map((format) => (
          <Button key={format.title} disabled={save.isPending} onClick={() => save.mutate(format)}>
            Save as {format.title}
          </Button>
        ))}
      </div>
      {save.error && <Failure failure={save.error} />}
    </section>
  );
}
