/** How a part of a column looks: told apart by its pattern, colour only repeats it. */
export type Look = "solid" | "striped" | "hollow";

export interface Column {
  /** Below the column, where there is room. */
  label: string;
  /** Above the column; nothing where it says too much. */
  text?: string;
  /** From the bottom up. */
  parts: { look: Look; value: number }[];
  /** What is possible there: a dashed line across. */
  limit?: number;
}

/** In units of the picture, sixteen of which are as wide as the reader's text is high. */
const HEIGHT = 180;
const TOP = 26;
const LEFT = 34;
const BOTTOM = 24;
const LABEL_WIDTH = 62;

/**
 * Columns over time, drawn by the server. They grow with the reader's text; what is wider than the page scrolls by itself.
 *
 * @param told the picture in one sentence, for those who do not see it
 * @param step how wide a column is with its gap
 */
export function WeekChart({ told, columns, step, legend }: {
  told: string;
  columns: Column[];
  step: number;
  legend?: { look: Look | "capacity"; text: string }[];
}) {
  const width = LEFT + columns.length * step + 8;
  const sums = columns.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const limits = columns.map(({ limit }) => limit ?? 0);
  const most = niceTop(Math.max(1, ...sums, ...limits));
  const floor = TOP + HEIGHT;
  const y = (value: number) => floor - value / most * HEIGHT;
  const x = (place: number) => LEFT + place * step;
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / step));
  return (
    <>
      {legend && <Legend entries={legend} />}
      <div class="wide" tabIndex={0} role="region" aria-label={`Picture: ${told}`}>
        <svg
          class="plot"
          role="img"
          aria-label={told}
          width={`${width / 16}rem`}
          viewBox={`0 0 ${width} ${floor + BOTTOM}`}
        >
          <Stripes />
          {[0.25, 0.5, 0.75, 1].map((share) => (
            <g key={share}>
              <line class="grid" x1={LEFT} x2={width} y1={y(most * share)} y2={y(most * share)} />
              <text class="faint end" x={LEFT - 5} y={y(most * share) + 4}>{most * share}</text>
            </g>
          ))}
          {columns.map(({ parts, text, label }, place) => {
            let from = 0;
            return (
              <g key={place}>
                {parts.filter(({ value }) => value > 0).map(({ look, value }) => {
                  const below = from;
                  from += value;
                  return (
                    <rect
                      key={look}
                      class={look}
                      x={x(place) + step * 0.1}
                      y={y(from)}
                      width={step * 0.8}
                      height={y(below) - y(from)}
                    />
                  );
                })}
                {text !== undefined && (
                  <text class="middle" x={x(place) + step / 2} y={y(sums[place]) - 5}>{text}</text>
                )}
                {place % every === 0 && (
                  <text class="faint" x={x(place) + step * 0.1} y={floor + 16}>{label}</text>
                )}
              </g>
            );
          })}
          <line class="axis" x1={LEFT} x2={width} y1={floor} y2={floor} />
          {columns.some(({ limit }) => limit !== undefined) && (
            <path
              class="capacity"
              d={columns.map(({ limit = 0 }, place) =>
                `${place === 0 ? "M" : "L"}${x(place)} ${y(limit)}H${x(place + 1)}`
              ).join("")}
            />
          )}
        </svg>
      </div>
    </>
  );
}

function Legend({ entries }: { entries: { look: Look | "capacity"; text: string }[] }) {
  return (
    <ul class="legend" aria-hidden="true">
      {entries.map(({ look, text }) => (
        <li key={text}>
          <svg viewBox="0 0 20 14">
            {look === "capacity"
              ? <path class="capacity" d="M0 7H20" />
              : <rect class={look} x="1" y="1" width="18" height="12" />}
          </svg>
          {text}
        </li>
      ))}
    </ul>
  );
}

function Stripes() {
  return (
    <defs>
      <pattern
        id="bar-stripes"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="gap" width="6" height="6" />
        <rect class="line" width="3.5" height="6" />
      </pattern>
    </defs>
  );
}

/** The next number above that four equal parts of are whole. */
function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  const top = [1, 2, 4, 6, 8, 10].map((factor) => factor * size).find((each) => each >= value)!;
  return Math.max(4, Math.ceil(top / 4) * 4);
}
