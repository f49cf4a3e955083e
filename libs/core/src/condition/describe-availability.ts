/** The state as the end of "the device is ...". */
export function describeAvailability(availability: string): string {
  return availability === 'maintenance' ? 'in maintenance' : availability;
}
