import { seededRandom, normalDeviate } from '@joulefleet/core';
import { PowerHistory } from '../board/power-history';
import { convert, DEFAULT_ERRORS } from './convert';
import { Ina3221 } from './ina3221';
import {
  conversionWindow,
  cycleUs,
  initialSettings,
  updateIntervalMs,
  writeSettings,
  type HwmonSettings,
} from './settings';

const flat = (totalMw: number) => ({ totalMw, gpuMw: 1000, cpuMw: 500, socMw: 200 });
const RAILS = [
  { label: 'VDD_IN', parts: ['totalMw'] as const },
  { label: 'VDD_CPU_GPU_CV', parts: ['gpuMw', 'cpuMw'] as const },
];

describe('convert', () => {
  it('reads in steps of 8 mA and 8 mV', () => {
    const { voltageMv, currentMa, powerMw } = convert(5123, { ...DEFAULT_ERRORS, noise: 0 }, [0, 0]);
    expect(currentMa % 8).toBe(0);
    expect(voltageMv % 8).toBe(0);
    expect(powerMw).toBe(Math.round((voltageMv * currentMa) / 1000));
    expect(Math.abs(powerMw - 5123)).toBeLessThan(45);
  });

  it('dithers: the mean of many readings is within 0.1 % of any power', () => {
    const random = seededRandom(5);
    for (let powerMw = 1200; powerMw < 15_000; powerMw += 337) {
      let sum = 0;
      for (let i = 0; i < 20_000; i++) {
        sum += convert(powerMw, DEFAULT_ERRORS, [normalDeviate(random), normalDeviate(random)]).powerMw;
      }
      expect(Math.abs(sum / 20_000 / powerMw - 1)).toBeLessThan(0.001);
    }
  });

  it('has gain and offset when asked', () => {
    const errors = { gainPct: 10, offsetMw: 400, noise: 0 };
    expect(Math.abs(convert(5000, errors, [0, 0]).powerMw - 5900)).toBeLessThan(45);
  });
});

describe('settings', () => {
  const stock = initialSettings('hwmon') as HwmonSettings;

  it('is fresh every 6.6 ms by default and every 105.6 ms with 16 samples', () => {
    expect(cycleUs(stock)).toBe(6600);
    expect(cycleUs(writeSettings(stock, { samples: 16 }) as HwmonSettings)).toBe(105_600);
    expect(updateIntervalMs(writeSettings(stock, { samples: 16 }) as HwmonSettings)).toBe(106);
  });

  it('is faster with fewer channels and rounds to what the chip has', () => {
    const one = writeSettings(stock, { enabled: { channel: 2, on: false } }) as HwmonSettings;
    expect(cycleUs(one)).toBe(4400);
    expect(writeSettings(stock, { samples: 15 })).toMatchObject({ samples: 16 });
    expect(writeSettings(stock, { updateIntervalMs: 25 })).toMatchObject({ conversionUs: 4156 });
  });

  it('takes only what its driver knows', () => {
    expect(writeSettings(initialSettings('iio'), { runningMode: 1 })).toEqual({ driver: 'iio', runningMode: 1 });
    expect(writeSettings(initialSettings('iio'), { runningMode: 7, samples: 16 })).toEqual({
      driver: 'iio',
      runningMode: 0,
    });
    expect(writeSettings(stock, { runningMode: 1 })).toEqual(stock);
  });

  it('returns the last completed cycle, or the conversion just made', () => {
    expect(conversionWindow(stock, 10_000)).toEqual({ fromUs: 0, toUs: 6600 });
    expect(conversionWindow({ driver: 'iio', runningMode: 0 }, 10_000)).toEqual({ fromUs: 8900, toUs: 10_000 });
    expect(conversionWindow({ driver: 'iio', runningMode: 1 }, 1_000_000)).toEqual({ fromUs: 422_400, toUs: 844_800 });
  });
});

describe('Ina3221', () => {
  const swinging = (): PowerHistory => {
    const history = new PowerHistory(0);
    for (let i = 1; i <= 1000; i++) history.append(i * 50_000, flat(i % 2 === 0 ? 8000 : 4000));
    return history;
  };
  const exact = { gainPct: 0, offsetMw: 0, noise: 0 };

  it('holds one value for a cycle and averages over it', () => {
    const sensor = new Ina3221('hwmon', RAILS, exact, 'x');
    const history = swinging();
    const first = [...sensor.read(history, 49_000)];
    expect(sensor.read(history, 49_100)).toEqual(first);
    expect(Math.abs((first[0]?.powerMw ?? 0) - 4000)).toBeLessThan(45);
    sensor.write({ samples: 1024 });
    expect(Math.abs((sensor.read(history, 40e6)[0]?.powerMw ?? 0) - 6000)).toBeLessThan(60);
    expect(Math.abs((sensor.read(history, 40e6)[1]?.powerMw ?? 0) - 1500)).toBeLessThan(45);
  });

  it('reads 0 on a disabled channel and hangs when requested', () => {
    const sensor = new Ina3221('hwmon', RAILS, exact, 'x');
    const history = swinging();
    sensor.write({ enabled: { channel: 1, on: false } });
    expect(sensor.read(history, 49_000)[1]?.powerMw).toBe(0);
    const before = sensor.read(history, 49_000)[0]?.powerMw;
    sensor.hang('VDD_IN');
    expect(sensor.read(history, 99_000)[0]?.powerMw).toBe(before);
  });
});
