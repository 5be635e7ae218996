/** Bounds of photos, which the database has as well, and what is said of them. Runs in browsers as well. */

/** The most that a photo may weigh, in bytes. */
export const HEAVIEST = 400 * 1024;

/** So many photos of a visit, or a repair, wait for its report at most. */
export const MOST_PHOTOS = 6;

/** "212 KB", "3.1 MB"; it stays on one line. */
export function weightText(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1000 ? `${kilobytes}\u00a0KB` : `${(bytes / 1024 / 1024).toFixed(1)}\u00a0MB`;
}

export const NO_ROOM = `There is room for ${MOST_PHOTOS} photos. Please remove one first.`;
