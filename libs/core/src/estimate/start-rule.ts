/** At which temperature trials start: as usual, at any, or within these; and how long a device is waited for at most. */
export interface StartRule {
  readonly band: 'auto' | 'off' | { readonly lowC: number; readonly highC: number };
  readonly waitMs: number;
}
