/** Something that the palette offers. */
export interface Entry {
  id: string;
  text: string;
  kind: string;
  run: () => void;
}
