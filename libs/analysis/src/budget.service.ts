import { Inject, Injectable } from '@nestjs/common';
import type { BudgetQuery, BudgetView } from '@joulefleet/contracts';
import { combineBudget, Fault, poolVariance, type BudgetedTrial } from '@joulefleet/core';
import {
  DATABASE,
  readBudget,
  readScatter,
  readUsedCalibrations,
  type BudgetRow,
  type CampaignSummary,
  type Database,
} from '@joulefleet/store';

/** Uncertainties of energies, part by part. */
@Injectable()
export class BudgetService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @throws Fault `cell_unknown`, `budget_unknown` (operator). */
  async budget({ id: campaignId, simulated }: CampaignSummary, query: BudgetQuery): Promise<BudgetView> {
    const db = this.database.pool;
    const ofTrial = query.trial !== undefined;
    const subject = ofTrial ? { trialId: query.trial! } : { device: query.device!, cellKey: query.cell! };
    const rows = await readBudget(db, campaignId, subject);
    const [first] = rows;
    if (!first || rows.some(({ cellKey }) => cellKey !== first.cellKey)) throw cellUnknown(query, rows.length > 0);
    const cells = await readScatter(db, campaignId, first.deviceId);
    const scatter = cells.find(({ cellKey }) => cellKey === first.cellKey) ?? { trials: 1, sdLog: null };
    const budget = combineBudget(rows.map(budgeted), scatter, poolVariance(cells), ofTrial)!;
    const { calibrationId, rawEnergyMj, device, cellKey, workload, trialId } = first;
    const used = await readUsedCalibrations(db, calibrationId === null ? [] : [calibrationId], campaignId);
    const { rail, version } = used.get(calibrationId ?? '') ?? {};
    return {
      ...{ campaignId, simulated, device, cellKey, workload, trialId: ofTrial ? trialId : null, trials: rows.length },
      ...budget,
      rawEnergyMj: rawEnergyMj === null ? null : meanOf(rows),
      counterDifferencePct: meanDifference(rows),
      calibration: rail !== undefined && version !== undefined ? { rail, version } : null,
    };
  }
}

/** @throws Fault `budget_unknown` (operator). */
function budgeted({ trialId, energyMj, relativeUncertaintyMj, parts }: BudgetRow): BudgetedTrial {
  if (parts) return { energyMj, relativeUncertaintyMj, parts };
  throw new Fault(`trial ${trialId} was judged by an older version, which did not store the parts of its uncertainty`, {
    code: 'budget_unknown',
    origin: 'operator',
    transient: false,
    remedy: 'Judge it anew: `joulefleet results recompute --apply`',
  });
}

function meanOf(rows: readonly BudgetRow[]): number {
  return rows.reduce((sum, { rawEnergyMj, energyMj }) => sum + (rawEnergyMj ?? energyMj), 0) / rows.length;
}

/** Null: a trial was not held against a counter. */
function meanDifference(rows: readonly BudgetRow[]): number | null {
  const each = rows.flatMap(({ counterDifferencePct: pct }) => (pct === null ? [] : [pct]));
  return each.length < rows.length ? null : each.reduce((sum, pct) => sum + pct, 0) / each.length;
}

function cellUnknown({ trial, device, cell }: BudgetQuery, isAmbiguous: boolean): Fault {
  const what = trial === undefined ? `cell ${cell} on ${device}` : `trial ${trial}`;
  const message = isAmbiguous ? `several cells on ${device} begin with ${cell}` : `no ${what} with an energy`;
  return new Fault(`the campaign has ${message}`, {
    code: 'cell_unknown',
    origin: 'operator',
    transient: false,
    remedy: 'See the keys of its cells: `joulefleet campaign report --json`',
  });
}
