/** What gestures do; places are shares of the width, 0 at the left edge. */
export interface GestureTarget {
  panBy: (share: number) => void;
  zoomBy: (factor: number, anchorShare: number) => void;
  selectBetween: (fromShare: number, toShare: number) => void;
  /** What dragging does; with the shift key, the other. */
  dragging: () => 'selects' | 'moves';
  /** Whether the wheel is meant for it rather than for the page; left out: always. */
  takesWheel?: (event: WheelEvent) => boolean;
}

const WHEEL_ZOOM = 0.0015;
const LINE_PX = 16;
/** A shorter drag is a click. */
const MIN_DRAG_PX = 4;

interface Finger {
  startX: number;
  x: number;
  selects: boolean;
}

/** Dragging with a mouse or a finger, pinching with two, and the wheel. Returns what ends it. */
export function listenToGestures(area: HTMLElement, target: GestureTarget): () => void {
  const fingers = new Map<number, Finger>();
  const shareOf = (x: number): number => {
    const { left, width } = area.getBoundingClientRect();
    return (x - left) / width;
  };

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest('a')) return;
    const selects = (target.dragging() === 'selects') !== event.shiftKey;
    fingers.set(event.pointerId, { startX: event.clientX, x: event.clientX, selects });
    area.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const before = finger.x;
    finger.x = event.clientX;
    const other = [...fingers.values()].find((each) => each !== finger);
    if (other) pinch(before, finger.x, other.x);
    else drag(finger, before);
  };
  const onUp = ({ pointerId }: PointerEvent): void => void fingers.delete(pointerId);

  const drag = (finger: Finger, beforeX: number): void => {
    if (!finger.selects) return target.panBy(shareOf(beforeX) - shareOf(finger.x));
    if (Math.abs(finger.x - finger.startX) < MIN_DRAG_PX) return;
    target.selectBetween(shareOf(finger.startX), shareOf(finger.x));
  };
  /** What was between the fingers stays between them. */
  const pinch = (beforeX: number, nowX: number, otherX: number): void => {
    const [before, now] = [Math.abs(beforeX - otherX), Math.abs(nowX - otherX)];
    if (before < MIN_DRAG_PX || now < MIN_DRAG_PX) return;
    target.zoomBy(before / now, shareOf(otherX));
  };
  const onWheel = (event: WheelEvent): void => {
    if (target.takesWheel?.(event) === false) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const isAlong = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (isAlong) target.panBy(((event.deltaX || event.deltaY) * unit) / area.clientWidth);
    else target.zoomBy(Math.exp(event.deltaY * unit * WHEEL_ZOOM), shareOf(event.clientX));
  };

  area.addEventListener('pointerdown', onDown);
  area.addEventListener('pointermove', onMove);
  area.addEventListener('pointerup', onUp);
  area.addEventListener('pointercancel', onUp);
  area.addEventListener('wheel', onWheel, { passive: false });
  return () => {
    area.removeEventListener('pointerdown', onDown);
    area.removeEventListener('pointermove', onMove);
    area.removeEventListener('pointerup', onUp);
    area.removeEventListener('pointercancel', onUp);
    area.removeEventListener('wheel', onWheel);
  };
}
