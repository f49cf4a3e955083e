import type { DoctorView } from '@joulefleet/contracts';
import type { Screen } from '../../terminal/screen';
import { renderFields } from '../table/render-fields';
import { renderTable } from '../table/render-table';

type Run = DoctorView['runs'][number];

/** What a device can run, a row for each model and a column for each runtime; then what to do for the rest. */
export function renderDoctor(view: DoctorView, screen: Screen): string {
  const { name, simulated, modules, runs, advice } = view;
  if (simulated) return `${name} is a twin: it simulates the six models, and there is nothing to install.`;
  const installed = Object.entries(modules).flatMap(([module, found]) =>
    found ? [`${module} ${found.version ?? '(version unknown)'}${found.error === null ? '' : ', broken'}`] : [],
  );
  const about = renderFields(
    [
      ['system', describeSystem(view)],
      ['installed', installed.length > 0 ? installed.join(', ') : 'none of the libraries'],
    ],
    screen,
  );
  return [name, about, '', table(runs, screen), ...advice.map((each) => describeAdvice(each))].join('\n');
}

function describeSystem({ jetpack, l4t, python, machine }: DoctorView): string {
  const release = l4t === null ? 'no Jetson' : `JetPack ${jetpack ?? 'unknown'} (L4T ${l4t.release}.${l4t.revision})`;
  return [release, python && `Python ${python}`, machine].filter(Boolean).join(', ');
}

function table(runs: readonly Run[], screen: Screen): string {
  const runtimes = [...new Set(runs.map(({ runtime }) => runtime))];
  const models = [...new Set(runs.map(({ workload }) => workload))];
  const rows = models.map((model) => [
    model,
    ...runtimes.map((runtime) => cell(runs.find((run) => run.workload === model && run.runtime === runtime))),
  ]);
  const columns = ['', ...runtimes].map((title) => ({ title }));
  return renderTable(columns, rows, screen.colors);
}

/** `gpu`, `cpu`, `no` where something is missing, nothing where there is no such runner. */
function cell(run: Run | undefined): string {
  return run === undefined ? '' : (run.runsOn ?? 'no');
}

function describeAdvice({ need, why, commands, source, note }: DoctorView['advice'][number]): string {
  return [
    '',
    `${need}: ${why}${note === null ? '' : ` (${note})`}`,
    ...commands.map((line) => `  ${line}`),
    ...(source === null ? [] : [`  # from ${source}`]),
  ].join('\n');
}
