export * from './seeded-random';
export * from './shuffle';
export * from './normal-deviate';
