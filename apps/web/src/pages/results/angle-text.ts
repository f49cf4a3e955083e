import { turned, USUAL_ANGLE, type ViewAngle } from '@joulefleet/figures';

/** An angle of the URL, `AZIMUTH,ELEVATION` in degrees; the usual one for whatever is none. */
export function angleOf(text: string | null): ViewAngle {
  const [, azimuth, elevation] = /^(-?\d{1,3}),(\d{1,2})$/.exec(text ?? '') ?? [];
  if (azimuth === undefined) return USUAL_ANGLE;
  return turned({ azimuth: Number(azimuth), elevation: Number(elevation) }, {});
}

/** The same for the URL, in whole degrees; empty for the usual one. */
export function textOfAngle({ azimuth, elevation }: ViewAngle): string {
  const text = `${Math.round(azimuth)},${Math.round(elevation)}`;
  return text === `${USUAL_ANGLE.azimuth},${USUAL_ANGLE.elevation}` ? '' : text;
}
