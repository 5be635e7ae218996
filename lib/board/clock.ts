/** "14:05" of a minute of the day, as forms send it. Runs in browsers as well. */
export const clockOf = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
