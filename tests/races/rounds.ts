/**
 * How many rounds a race is to have: `RACE_ROUNDS` for all of them, such as 5000 for a night; unset, as many
 * as the race itself asks for, which is what a run of all tests has time for.
 */
export function roundsOf(usual: number): number {
  const wanted = Deno.env.get("RACE_ROUNDS") ?? "";
  if (wanted === "") return usual;
  if (!/^[1-9]\d{0,6}$/.test(wanted)) {
    throw new Error(`RACE_ROUNDS is a number of rounds, not "${wanted}"`);
  }
  return Math.max(usual, Number(wanted));
}
