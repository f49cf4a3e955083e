/** cpufreq governors of the boards' kernels (L4T 32 to 36). */
export const CPU_GOVERNORS = [
  'performance',
  'powersave',
  'ondemand',
  'conservative',
  'schedutil',
  'interactive',
] as const;

/** devfreq governors of the boards' GPUs. */
export const GPU_GOVERNORS = [
  'nvhost_podgov',
  'wmark_active',
  'wmark_simple',
  'simple_ondemand',
  'performance',
  'powersave',
  'ondemand',
  'conservative',
] as const;
