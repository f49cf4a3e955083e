import type { AnswerBaselineView, AnswerCandidate, AnswerQuery, AnswerView } from '@joulefleet/contracts';
import {
  campaignToLaunch,
  clockScripts,
  costPerMillion,
  describeWork,
  findAnswer,
  unknownsOf,
  type AnswerBaseline,
  type AnswerFigures,
  type AskedCampaign,
  type Asked,
  type Candidate,
  type NoScripts,
} from '@joulefleet/core';

const NO_SCRIPTS: Readonly<Record<NoScripts, string>> = {
  unknown_class: 'the class of the device is not known',
  power_mode:
    'the cell sets a power mode: a script does not switch it; do so with nvpmodel -m, and ask with cells of that mode',
  nothing_set: 'it leaves the device as it is: there is nothing to set',
};

/** The answer from the rows of some campaigns, the first of which counts for a cell that several measured; pure. */
export function answerFrom(
  campaigns: readonly AskedCampaign[],
  query: AnswerQuery,
  notes: readonly string[],
): AnswerView {
  const asked = askedBy(query);
  const price = query.pricePerKwh ?? null;
  const found = findAnswer(campaigns, asked);
  const { best, baseline } = found;
  const view = (candidate: Candidate) => candidateView(candidate, price);
  const simulated = campaigns.some((campaign) => campaign.simulated);
  return {
    asked: { ...named(asked), minimise: query.minimise, pricePerKwh: price },
    simulated,
    best: best && view(best),
    baseline: baseline && baselineView(baseline, price),
    runnersUp: found.runnersUp.map(view),
    closest: found.closest.map(view),
    candidates: found.candidates,
    campaigns: campaigns.map((each) => ({ id: each.campaignId, name: each.campaign, simulated: each.simulated })),
    unknowns: unknownsOf(asked, campaigns, found),
    campaignFile: best ? null : campaignToLaunch(asked),
    ...scriptsFor(best),
    notes: [...(simulated ? ['simulated: figures come from twins, not from boards'] : []), ...notes],
  };
}

function askedBy(query: AnswerQuery): Asked {
  return {
    workload: query.workload,
    objective: query.minimise,
    maxLatencyMs: query.maxLatencyMs ?? null,
    maxPowerMw: query.maxPowerW === undefined ? null : 1e3 * query.maxPowerW,
    device: query.device ?? null,
    deviceClass: query.deviceClass ?? null,
    batchSize: query.batchSize ?? null,
  };
}

function named({ workload, maxLatencyMs, maxPowerMw, device, deviceClass, batchSize }: Asked) {
  const maxPowerW = maxPowerMw === null ? null : maxPowerMw / 1e3;
  return { workload, maxLatencyMs, maxPowerW, device, deviceClass, batchSize };
}

function candidateView(candidate: Candidate, price: number | null): AnswerCandidate {
  const { campaignId, campaign, simulated, row, cell, fit, rankable, mayBeBest } = candidate;
  const { device, deviceClass, workload, batchSize, graphMode, inferences, unit, options } = row;
  return {
    ...{
      campaignId,
      campaign,
      simulated,
      device,
      deviceClass,
      workload,
      batchSize,
      graphMode,
      inferences,
      unit,
      options,
    },
    ...{ cellKey: cell.cellKey, levels: cell.levels, trials: cell.trials, grade: cell.grade },
    ...figuresOf(candidate, price),
    ...{ fit, rankable, mayBeBest },
  };
}

function baselineView(
  { cell, savingPct, corrected, rankable, ...figures }: AnswerBaseline,
  price: number | null,
): AnswerBaselineView {
  const { cellKey, levels, trials, grade } = cell;
  return { cellKey, levels, trials, grade, ...figuresOf(figures, price), savingPct, corrected, rankable };
}

function figuresOf(figures: AnswerFigures, price: number | null) {
  const { energyPerInferenceMj, energyPerBatchMj, latencyMs, powerMw, inferencesPerS, edpMjMs } = figures;
  return {
    ...{ energyPerInferenceMj, energyPerBatchMj, latencyMs, powerMw, inferencesPerS, edpMjMs },
    costPerMillionInferences: price === null ? null : costPerMillion(energyPerInferenceMj, price),
  };
}

function scriptsFor(best: Candidate | null): Pick<AnswerView, 'scripts' | 'noScripts'> {
  if (!best) return { scripts: null, noScripts: null };
  const { row, cell, campaignId, simulated } = best;
  const about = [
    `Clocks for ${describeWork(row)} with batch size ${row.batchSize}, as measured on ${row.device} (${row.deviceClass}).`,
    `Cell ${cell.cellKey} of campaign ${campaignId}, grade ${cell.grade.grade}${simulated ? ', SIMULATED by a twin' : ''}.`,
  ];
  const scripts = clockScripts({ deviceClass: row.deviceClass, levels: cell.levels, about });
  return typeof scripts === 'string' ? { scripts: null, noScripts: NO_SCRIPTS[scripts] } : { scripts, noScripts: null };
}
