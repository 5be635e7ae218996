/** Line drawings of the kinds of equipment, 48 by 48. */
const DRAWINGS: Record<string, string> = {
  stairlift:
    "M6 42h8v-8h8v-8h8v-8h8v-8h6 M10 30 30 10 M15 14v9h8 M15 14h-3 M23 23v5 M17 8a2.5 2.5 0 1 0 .1 0z",
  porch_lift: "M6 42h36 M12 42V8 M36 42V8 M12 30h24 M16 30V18h16v12 M24 13V6 M21 9l3-3 3 3",
  lift_chair: "M14 8v18 M14 26h18v8H12V14 M32 26v-7h4v15 M14 34v6 M33 34v6 M8 42h32 M22 16l4-4 4 4",
  manual_wheelchair:
    "M16 8h3v16h12l4 10h4 M19 16h10 M20 22a11 11 0 1 0 8 17 M37 39a3 3 0 1 0 .1 0z M13 8h3",
  power_wheelchair:
    "M15 8v18h16l3 8h5 M15 16h14v5 M12 28h18v7H12z M16 42a4 4 0 1 0-.1-8 M33 42a4 4 0 1 0-.1-8 M31 12v4",
  scooter:
    "M8 34h26l3-20h-6 M37 14h4 M10 34V22h10v4h-10 M14 42a4 4 0 1 0-.1-8 M36 42a4 4 0 1 0-.1-8",
  walker: "M14 8h6l4 32 M28 8h6l6 32 M12 40 18 8 M19 20h17 M20 28h18 M9 40h6 M21 40h6 M37 40h6",
};
const OTHER = "M8 24 24 8l16 16v16H8z M19 40V28h10v12";

/** A picture of a kind of equipment; what it is stands beside it in words. */
export function UnitIcon({ category }: { category?: string | null }) {
  return (
    <svg class="unit-icon" viewBox="0 0 48 48" width="64" height="64" aria-hidden="true">
      <path
        d={DRAWINGS[category ?? ""] ?? OTHER}
        fill="none"
        stroke="currentColor"
        stroke-width="2.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
