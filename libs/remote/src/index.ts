export * from './agent-file';
export * from './agent-session';
export * from './connect';
export * from './open-agent';
export * from './ssh-target';
