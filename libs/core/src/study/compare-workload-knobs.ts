import { DEVICE_CLASSES, frequencyTable, type DeviceClass } from '../device-class/device-class';
import { bandOf, type Band, type Expectations } from './expectations';
import { nearestClock } from './nearest-clock';
import { ratioDoubtPct, rowCount, rowInside, rowNear, rowUnmeasured, type Row } from './row';
import type { Implementation, StudyCell, StudyGraph, StudySource } from './study-source';

/** Batch size, graph mode and runtime (sections 5.3, 5.6, 5.9, 5.10, 5.11). */
export function compareWorkloadKnobs(source: StudySource, expectations: Expectations): Row[] {
  return [
    ...DEVICE_CLASSES.flatMap((deviceClass) => batchRows(source, deviceClass, expectations)),
    ...graphRows(source, expectations),
    ...implementationRows(source, expectations),
  ];
}

const SHAPE = 'batchSize.shape';

function batchRows(source: StudySource, deviceClass: DeviceClass, expectations: Expectations): Row[] {
  const { cpuMhz } = expectations.batchSize.at[deviceClass];
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const heldKhz = nearestClock(cpuKhz, cpuMhz * 1e3);
  const usualHz = nearestClock(gpuHz, expectations.topology.usualOptimumGpuMhz[deviceClass] * 1e6);
  const path = `batchSize.energyOfBatch64VersusBatch8Pct.${deviceClass}`;
  const expectation = `energy of batch 64 against 8 at the usual GPU clock, ${deviceClass}`;
  const band = bandOf(expectations.batchSize.energyOfBatch64VersusBatch8Pct[deviceClass]);
  const lines = [8, 16, 32, 64].map((batchSize) =>
    source.cells(deviceClass, 'alexnet', batchSize).filter((cell) => cell.cpuKhz === heldKhz),
  );
  const series = gpuHz.flatMap((hz) => {
    const cells = lines.flatMap((line) => line.find((cell) => cell.gpuHz === hz) ?? []);
    return cells.length === lines.length ? [{ hz, cells }] : [];
  });
  const usual = series.find(({ hz }) => hz === usualHz);
  const held = rowNear(
    { path: `batchSize.at.${deviceClass}`, expectation: `CPU clock held, in the table, ${deviceClass}` },
    cpuMhz,
    heldKhz / 1e3,
    { absolute: 0.5, unit: 'MHz' },
  );
  if (!usual) return [rowUnmeasured(path, expectation), rowUnmeasured(SHAPE, expectation), held];
  const { pct, doubt } = effectOf(usual.cells);
  return [
    independence(
      deviceClass,
      band,
      series.map(({ cells }) => effectOf(cells)),
    ),
    rowInside({ path, expectation }, band, [pct], '%', doubt),
    rowCount(
      {
        path: SHAPE,
        expectation: `energy falls with each doubling of the batch, less each time, at every GPU clock, ${deviceClass}`,
        study: 'all',
      },
      series.length,
      series.map(({ cells }) => fallsLessEachTime(cells)),
    ),
    held,
  ];
}

interface Effect {
  pct: number;
  doubt: number;
}

/** The last of some batch sizes against the first. */
function effectOf(cells: readonly StudyCell[]): Effect {
  const [first, last] = [cells[0]!, cells[cells.length - 1]!];
  const ratio = last.energyJ / first.energyJ;
  return { pct: 100 * (ratio - 1), doubt: ratioDoubtPct(ratio, first.doubt, last.doubt) };
}

/** The study calls the effect independent of the clocks; no time that is proportional to 1 / clock can be. */
function independence(deviceClass: DeviceClass, band: Band, effects: readonly Effect[]): Row {
  const row = rowInside(
    { path: SHAPE, expectation: `energy of batch 64 against 8 at every GPU clock, ${deviceClass}` },
    band,
    effects.map(({ pct }) => pct),
    '%',
  );
  const note = 'at low clocks the GPU time of the quoted latency span outgrows what a larger batch saves';
  return row.status === 'fails' ? { ...row, status: 'reported', note } : row;
}

/** As far as the doubt of the energies allows. */
function fallsLessEachTime(cells: readonly StudyCell[]): boolean {
  const energies = cells.map(({ energyJ }) => energyJ);
  const falls = energies.slice(1).map((energy, i) => energies[i]! - energy);
  const doubtJ = Math.hypot(...cells.map(({ energyJ, doubt }) => energyJ * doubt));
  return falls.every((fall, i) => fall > -doubtJ && (i === 0 || fall < falls[i - 1]! + 2 * doubtJ));
}

function graphRows(source: StudySource, { graph }: Expectations): Row[] {
  const [fixed, dynamic] = (['static', 'dynamic'] as const).map((mode) => source.graph(mode, graph.batchSize));
  const row = (
    name: 'staticLoadEnergyVersusDynamicPct' | 'staticTotalEnergyAfter10BatchesPct',
    batches: number,
  ): Row => {
    const path = `graph.${name}`;
    const what = batches === 0 ? 'loading' : 'loading and ten batches';
    const expectation = `energy of ${what}, static against dynamic graph`;
    if (!fixed || !dynamic) return rowUnmeasured(path, expectation);
    const [own, other] = [fixed, dynamic].map((graph) => loadAndBatches(graph, batches)) as [Sum, Sum];
    const ratio = own.joules / other.joules;
    const doubt = ratioDoubtPct(ratio, own.doubt, other.doubt);
    return rowNear({ path, expectation }, graph[name], 100 * (ratio - 1), { absolute: 0.5, unit: '%' }, doubt);
  };
  return [row('staticLoadEnergyVersusDynamicPct', 0), row('staticTotalEnergyAfter10BatchesPct', 10)];
}

interface Sum {
  joules: number;
  doubt: number;
}

function loadAndBatches({ loadJ, loadDoubt, batchJ, batchDoubt }: StudyGraph, batches: number): Sum {
  const joules = loadJ + batches * batchJ;
  return { joules, doubt: Math.hypot(loadJ * loadDoubt, batches * batchJ * batchDoubt) / joules };
}

function implementationRows(source: StudySource, { implementation, topology }: Expectations): Row[] {
  const row = (
    name: keyof typeof implementation,
    expectation: string,
    [of, against]: readonly [Implementation, Implementation],
  ): Row => {
    const path = `implementation.${name}`;
    const [run, reference] = [of, against].map((kind) => source.implementation(kind, topology.batchSize));
    if (!run || !reference) return rowUnmeasured(path, expectation);
    const ratio = run.energyJ / reference.energyJ;
    const doubt = ratioDoubtPct(ratio, run.doubt, reference.doubt);
    return rowNear({ path, expectation }, implementation[name], 100 * (ratio - 1), { absolute: 0.1, unit: '%' }, doubt);
  };
  return [
    row('pytorchOverLibtorchEnergyPct', 'energy, PyTorch over LibTorch', ['standard', 'libtorch']),
    row('lazyLoadingOffPct', 'energy, lazy loading off', ['lazyLoadingOff', 'standard']),
    row('garbageCollectionOffPct', 'energy, garbage collection off', ['garbageCollectionOff', 'standard']),
  ];
}
