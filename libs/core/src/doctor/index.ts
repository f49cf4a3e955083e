export * from './diagnose-runtimes';
