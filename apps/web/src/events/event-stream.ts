import type { LiveEvent, StreamedEvent } from '@joulefleet/contracts';

const KINDS = ['campaign', 'shard', 'trial', 'trials', 'device'] as const;
const RETRY_MS = 2_000;

export interface StreamHandlers {
  onEvent(event: StreamedEvent): void;
  onLive(event: LiveEvent): void;
  /** Events were missed: the state is to be read anew. */
  onReset(): void;
  onState(connected: boolean): void;
  /** The controller answered, and with something else than a stream. */
  onRefused(): void;
}

/**
 * Follows a stream of the controller over restarts and sleep: it goes on after the last event that came. The browser connects
 * again by itself after a cut; after an answer of failure, where it would give up, this does. Returns what ends it.
 */
export function followStream(path: string, handlers: StreamHandlers): () => void {
  let lastId = '';
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const note = ({ lastEventId }: MessageEvent): void => {
    if (lastEventId !== '') lastId = lastEventId;
  };
  const open = (): void => {
    source = new EventSource(lastId === '' ? path : `${path}?after=${lastId}`);
    source.onopen = () => handlers.onState(true);
    source.onmessage = note;
    source.onerror = () => {
      handlers.onState(false);
      if (source.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(open, RETRY_MS);
      handlers.onRefused();
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (message: MessageEvent<string>) => {
        note(message);
        handlers.onEvent(JSON.parse(message.data) as StreamedEvent);
      });
    }
    source.addEventListener('live', ({ data }: MessageEvent<string>) => handlers.onLive(JSON.parse(data) as LiveEvent));
    source.addEventListener('reset', (message) => {
      note(message);
      handlers.onReset();
    });
    source.addEventListener('end', () => {
      source.close();
      handlers.onState(false);
      retry = setTimeout(open, RETRY_MS);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
