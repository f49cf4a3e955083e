export * from './cell';
export * from './cell-key';
export * from './cut-shards';
export * from './expand-sweep';
export * from './format-frequency';
export * from './order-trials';
export * from './select-devices';
export * from './sweep-spec';
