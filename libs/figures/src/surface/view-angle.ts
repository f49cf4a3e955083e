/** From where a surface is seen, in degrees. */
export interface ViewAngle {
  /** Around the vertical, -180 to 180; 0: along the clock of the CPU, with that of the GPU to the right. */
  azimuth: number;
  /** Above the horizon. */
  elevation: number;
}

export const MIN_ELEVATION = 10;
export const MAX_ELEVATION = 65;
export const USUAL_ANGLE: ViewAngle = { azimuth: -40, elevation: 30 };

/** The angle after a turn, which goes all around, and a tilt, which neither goes below the surface nor over the top. */
export function turned({ azimuth, elevation }: ViewAngle, by: Partial<ViewAngle>): ViewAngle {
  const around = (((azimuth + (by.azimuth ?? 0) + 180) % 360) + 360) % 360;
  const tilted = elevation + (by.elevation ?? 0);
  return { azimuth: around - 180, elevation: Math.min(MAX_ELEVATION, Math.max(MIN_ELEVATION, tilted)) };
}
