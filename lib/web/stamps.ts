/** What a reader says that it has (`If-None-Match`): the stamps of our ETags, weak or not, without quotes. */
export function stampsIn(header: string | null): string[] {
  return Array.from((header ?? "").matchAll(/"([0-9a-f]{32})"/g), ([, stamp]) => stamp);
}
