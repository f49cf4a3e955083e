export { startTwin, Twin, type TwinOptions } from './start-twin';
export type { TruthRecord } from './truth';
export { generateKeyPair, keyPairAt, type KeyPair } from './ssh/key-pair';
export { LightTwin, type LightTwinOptions } from './light/light-twin';
export { RecordedTwin, type RecordedTwinOptions } from './recorded/recorded-twin';
