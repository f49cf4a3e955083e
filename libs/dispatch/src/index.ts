export { DispatchLoop } from './dispatch-loop';
export * from './dispatch.module';
