export * from './find-short-windows';
export * from './plan-period';
