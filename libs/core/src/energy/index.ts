export * from './select-inside';
export * from './integrate-energy';
export * from './star-discrepancy';
export * from './batch-phases';
export * from './alias-bound';
export * from './sensor-spec';
export * from './energy-uncertainty';
export * from './idle-power';
