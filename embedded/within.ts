/**
 * Waits no longer than it says.
 * @param what names what is waited for: "waited 30 s for WHAT"
 * @throws {Error} the time is over; the promise itself goes on.
 */
export async function within<T>(
  milliseconds: number,
  what: string,
  promise: PromiseLike<T>,
): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`waited ${milliseconds / 1000} s for ${what}`)),
    milliseconds,
  );
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
