/** Signs that no serial number has in it. */
const BETWEEN = /\s*[&+]\s*|\s+(?:and|et)\s+/i;
/** Signs that some have. */
const PERHAPS = /\s*\/\s*|\s+/;

/** Letters and digits of a serial number by their places: those of one maker look alike. */
function shape(serial: string): string {
  return serial.replace(/\p{L}/gu, "A").replace(/\d/g, "9");
}

/**
 * The serial numbers in a cell that held one by its looks, for several devices: "Q1 & Q2", and "P1/P2" or
 * "P1 P2" where all look alike. Undefined where it may well be one, or where there are more than devices.
 */
export function readTogether(cell: string, units: number): string[] | undefined {
  const between = BETWEEN.test(cell);
  const parts = cell.split(between ? BETWEEN : PERHAPS);
  const areSerials = parts.every((part) => /\d/.test(part));
  const areAlike = between || parts.every((part) => shape(part) === shape(parts[0]));
  return parts.length > 1 && parts.length <= units && areSerials && areAlike ? parts : undefined;
}

/** Whether a serial number holds signs by which people separate several. */
export function mayBeSeveral(serial: string): boolean {
  return BETWEEN.test(serial) || PERHAPS.test(serial);
}
