import { turned, USUAL_ANGLE, type ViewAngle } from '@joulefleet/figures';
import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type HTMLAttributes,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import { textOfAngle } from './angle-text';

/** Until an angle counts as chosen: browsers refuse an address that changes with every frame. */
const SETTLED_MS = 300;
/** A press that moves less is a click. */
const MIN_DRAG_PX = 4;
const DEGREES_PER_PX = 0.5;
const STEP_DEGREES = 5;

const KEYS: Readonly<Record<string, Partial<ViewAngle>>> = {
  ArrowLeft: { azimuth: -STEP_DEGREES },
  ArrowRight: { azimuth: STEP_DEGREES },
  ArrowUp: { elevation: STEP_DEGREES },
  ArrowDown: { elevation: -STEP_DEGREES },
};

export interface Turn {
  /** As it is drawn now. */
  angle: ViewAngle;
  turn: (by: Partial<ViewAngle>) => void;
  reset: () => void;
  /** For the element that is dragged and has the focus. */
  handlers: Pick<
    HTMLAttributes<HTMLElement>,
    'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onKeyDown'
  >;
}

interface Turning {
  angle: ViewAngle;
  /** The angle of the address as it was seen last, and as it was set here last. */
  seen: string;
  written: string;
}

/** The angle of a surface while it is turned by mouse, finger, keys or buttons; `settled` is the one of the address, which follows. */
export function useTurn(settled: ViewAngle, onSettled: (angle: ViewAngle) => void): Turn {
  const address = textOfAngle(settled);
  const [turning, setTurning] = useState<Turning>({ angle: settled, seen: address, written: address });
  const { angle, seen, written } = turning;
  // Another angle than what was written here, as after a link, counts at once.
  if (seen !== address) setTurning({ angle: address === written ? angle : settled, seen: address, written: address });
  const settle = useEffectEvent(() => {
    setTurning((before) => ({ ...before, written: textOfAngle(angle) }));
    onSettled(angle);
  });
  const chosen = textOfAngle(angle);
  useEffect(() => {
    if (chosen === written) return undefined;
    const timer = setTimeout(settle, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [chosen, written]);
  const set = (next: ViewAngle): void => setTurning((before) => ({ ...before, angle: next }));
  const turn = (by: Partial<ViewAngle>): void =>
    setTurning((before) => ({ ...before, angle: turned(before.angle, by) }));
  const reset = (): void => set(USUAL_ANGLE);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = KEYS[event.key];
    if (by === undefined && event.key !== 'Home') return;
    event.preventDefault();
    if (by) turn(by);
    else reset();
  };
  return { angle, turn, reset, handlers: { ...useDrag(angle, set), onKeyDown } };
}

interface Press {
  x: number;
  y: number;
  angle: ViewAngle;
}

/** Whatever is in front follows the pointer. */
function useDrag(angle: ViewAngle, onDrag: (angle: ViewAngle) => void) {
  const press = useRef<Press>(null);
  const end = (): void => {
    press.current = null;
  };
  return {
    onPointerDown: ({ clientX, clientY, isPrimary, button }: PointerEvent) => {
      if (isPrimary && button === 0) press.current = { x: clientX, y: clientY, angle };
    },
    onPointerMove: ({ clientX, clientY, currentTarget, pointerId }: PointerEvent) => {
      if (!press.current) return;
      const [right, down] = [clientX - press.current.x, clientY - press.current.y];
      if (!currentTarget.hasPointerCapture(pointerId)) {
        if (Math.hypot(right, down) < MIN_DRAG_PX) return;
        currentTarget.setPointerCapture(pointerId);
      }
      onDrag(turned(press.current.angle, { azimuth: DEGREES_PER_PX * right, elevation: DEGREES_PER_PX * down }));
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
