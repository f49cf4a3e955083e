export * from './enroll-device';
export * from './fleet.module';
export * from './fleet.service';
export * from './ssh-target-of';
