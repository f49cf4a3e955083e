export type { ColumnDescription, ColumnType, ExportColumn, ExportValue } from './column';
export { CAMPAIGN_COLUMNS, CELL_COLUMNS, type CampaignRow, type CellRow } from './comparison-columns';
export * from './dictionary';
export { csvHeader, csvRows, guardFormula, jsonRows, valuesOf } from './encode-rows';
export type { ExportedAttempt, ExportedCampaign, StoredPart } from './exported-attempt';
export { TRACE_COLUMNS, phaseAt, phasesOf, type TraceRow } from './trace-columns';
export { TRIAL_COLUMNS, type TrialRow } from './trial-columns';
