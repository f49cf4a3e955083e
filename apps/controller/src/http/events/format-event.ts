/** One Server-Sent Event. JSON has no line breaks, so its data is one line. */
export function formatEvent(kind: string, data: object, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Where the stream is, without an event: a client that connects again asks for what comes after it. */
export function formatPosition(id: number): string {
  return `: the stream is open\nid: ${id}\n\n`;
}
