export * from './cell';
export * from './cell-key';
export * from './expand-sweep';
export * from './find-mixed-devices';
export * from './find-unknown-levels';
export * from './select-devices';
export * from './sort-in-steps';
export * from './sweep-spec';
export { listedLevels } from './zips';
