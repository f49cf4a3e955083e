export * from './build-strategy';
export * from './arrange-trials';
export * from './propose-launch';
export * from './strategy';
export * from './with-sentinels';
