export * from './interval';
export * from './median';
export * from './trimmed-mean';
export * from './student-t';
export * from './cell-statistics';
export * from './pooled-variance';
export * from './cell-interval';
