const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Takes control characters out of every text of a JSON value: device and file names must not steer a terminal. */
export function stripControls(content: unknown): unknown {
  if (typeof content === 'string') return content.replace(CONTROLS, '\ufffd');
  if (Array.isArray(content)) return content.map(stripControls);
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).map(([key, inner]) => [key, stripControls(inner)]));
}
