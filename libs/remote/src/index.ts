export * from './agent-session';
export * from './connect';
export * from './open-agent';
export * from './pack-agent';
export * from './ssh-target';
