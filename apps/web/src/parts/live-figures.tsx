import { useLive } from '../events/live-readings';
import { formatPower, formatTemperature } from '../format/format';
import { Sparkline } from './sparkline';

/** Power and temperature of a device at work, with the last minute. */
export function LivePower({ device }: { device: string }) {
  const powerMw = useLive(device)?.powerMw ?? [];
  const last = powerMw.at(-1);
  if (last === undefined) return <>–</>;
  return (
    <>
      {formatPower(last)} <Sparkline points={powerMw} label="Power of the last minute" />
    </>
  );
}

export function LiveTemperature({ device }: { device: string }) {
  const last = useLive(device)?.temperatureC.at(-1);
  return <>{last === undefined ? '–' : formatTemperature(last)}</>;
}
