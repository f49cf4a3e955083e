/** One Server-Sent Event. Without data it only says where the stream is. */
export interface ServerSentEvent {
  /** The last id that the stream had, also one of an earlier event; null: it had none yet. */
  id: string | null;
  event: string;
  data: string | null;
}

/** An event larger than this is not one of ours. */
const MAX_CHARACTERS = 1_000_000;

/** Reads an event stream (WHATWG HTML, section 9.2.6) piece by piece, wherever it is cut. */
export class EventStreamParser {
  private rest = '';
  private id: string | null = null;
  private event = '';
  private data: string[] = [];
  private hasId = false;

  /** The events that end in this piece. @throws Error when one does not end. */
  push(piece: string): ServerSentEvent[] {
    const lines = `${this.rest}${piece}`.split('\n');
    this.rest = lines.pop()!;
    if (this.rest.length > MAX_CHARACTERS) throw new Error('the event stream has a line without an end');
    return lines.flatMap((line) => this.take(line.replace(/\r$/, '')));
  }

  private take(line: string): ServerSentEvent[] {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id') {
      this.id = value;
      this.hasId = true;
    }
    return [];
  }

  private dispatch(): ServerSentEvent[] {
    const { id, data, hasId } = this;
    const event = this.event || 'message';
    this.event = '';
    this.data = [];
    this.hasId = false;
    if (data.length > 0) return [{ id, event, data: data.join('\n') }];
    return hasId ? [{ id, event, data: null }] : [];
  }
}
