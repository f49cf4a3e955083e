export { startTwin, Twin, TWIN_USER, type TwinOptions } from './start-twin';
export type { TruthRecord } from './truth';
export { keyPairAt, fingerprintOf, type KeyPair } from './ssh/key-pair';
