export * from './build-strategy';
export * from './propose-launch';
export * from './strategy';
export * from './with-sentinels';
