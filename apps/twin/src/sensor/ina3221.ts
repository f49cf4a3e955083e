import { derivedRandom, normalDeviate, type Random } from '@joulefleet/core';
import type { RailClass } from '../board/board-class';
import type { PowerHistory } from '../board/power-history';
import { convert, type Conversion, type SensorErrors } from './convert';
import { conversionWindow, initialSettings, writeSettings, type SensorSettings, type SensorWrite } from './settings';

/** The three-channel power monitor: means of the rails' power over conversion cycles, with steps, noise and errors. */
export class Ina3221 {
  settings: SensorSettings;
  private readonly random: Random;
  private readonly hung = new Set<string>();
  private readonly readings: Conversion[];
  private convertedUs = -1;

  constructor(
    driver: SensorSettings['driver'],
    readonly rails: readonly RailClass[],
    private readonly errors: SensorErrors,
    seed: string,
  ) {
    this.settings = initialSettings(driver);
    this.random = derivedRandom(seed, 'sensor');
    this.readings = rails.map(() => ({ voltageMv: 0, currentMa: 0, powerMw: 0 }));
  }

  write(write: SensorWrite): void {
    this.settings = writeSettings(this.settings, write);
    this.convertedUs = -1;
  }

  /** A fault: the rail's reading stays what it is. */
  hang(label: string): void {
    this.hung.add(label);
  }

  /** What a read at `nowUs` returns on each channel; a disabled channel reads 0. */
  read(history: PowerHistory, nowUs: number): readonly Conversion[] {
    const { fromUs, toUs } = conversionWindow(this.settings, nowUs);
    if (toUs === this.convertedUs) return this.readings;
    this.convertedUs = toUs;
    this.rails.forEach((rail, channel) => {
      if (this.hung.has(rail.label)) return;
      const powerMw = rail.parts.reduce((sum, part) => sum + history.meanMw(part, fromUs, toUs), 0);
      this.readings[channel] = this.isOn(channel)
        ? convert(powerMw, this.errors, [normalDeviate(this.random), normalDeviate(this.random)])
        : { voltageMv: 0, currentMa: 0, powerMw: 0 };
    });
    return this.readings;
  }

  private isOn(channel: number): boolean {
    return this.settings.driver === 'iio' || this.settings.enabled[channel] === true;
  }
}
