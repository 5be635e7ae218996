/** A part of a bar, told apart by its look and not by colour alone. */
export type Look = "solid" | "striped" | "hollow";

export interface Bar {
  label: string;
  /** What the bar comes to, at its end. */
  text: string;
  /** One after the other, in the chart's measure. */
  parts: { look: Look; value: number }[];
}

/** What stands in the table; what has rows of its own leads to them. */
export type Cell = string | number | { text: string | number; href: string };

/**
 * Bars under their words, drawn by the server, with the same as a table in a fold.
 *
 * @param told the chart in one sentence, for those who do not see it
 * @param most what the whole width stands for
 * @param note what one has to know of the numbers in the table
 */
export function Bars({ told, bars, most, legend, columns, rows, note }: {
  told: string;
  bars: Bar[];
  most: number;
  legend: { look: Look; text: string }[];
  columns: string[];
  rows: Cell[][];
  note?: string;
}) {
  return (
    <div class="bars">
      <ul class="legend" aria-hidden="true">
        {legend.map(({ look, text }) => (
          <li key={text}>
            <svg width="1em" height="0.9em">
              <rect class={look} width="100%" height="100%" />
            </svg>{" "}
            {text}
          </li>
        ))}
      </ul>
      <div role="img" aria-label={told} class="drawn">
        <svg width="0" height="0">
          <defs>
            <pattern
              id="stripes"
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect class="gap" width="6" height="6" />
              <rect class="line" width="3.5" height="6" />
            </pattern>
          </defs>
        </svg>
        {bars.map((bar, place) => <Row key={place} bar={bar} most={most} />)}
      </div>
      <details class="fold">
        <summary>The same as a table</summary>
        <table class="list">
          <thead>
            <tr>
              {columns.map((column, place) => (
                <th scope="col" class={place === 0 ? undefined : "number"} key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...cells], place) => (
              <tr key={place}>
                <th scope="row">
                  <Told cell={name} />
                </th>
                {cells.map((cell, at) => (
                  <td class="number" data-label={columns[at + 1]} key={at}>
                    <Told cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {note && <p class="soft">{note}</p>}
      </details>
    </div>
  );
}

function Row({ bar: { label, text, parts }, most }: { bar: Bar; most: number }) {
  const share = (value: number) => most === 0 ? 0 : Math.min(value / most, 1) * 100;
  let from = 0;
  return (
    <>
      <p>
        <span>{label}</span> <span>{text}</span>
      </p>
      <svg width="100%" height="0.9em">
        <rect class="track" width="100%" height="100%" />
        {parts.map(({ look, value }) => {
          const x = from;
          from = Math.min(from + share(value), 100);
          return (
            <rect
              key={look}
              class={look}
              x={`${x.toFixed(2)}%`}
              width={`${(from - x).toFixed(2)}%`}
              height="100%"
            />
          );
        })}
      </svg>
    </>
  );
}

function Told({ cell }: { cell: Cell }) {
  return typeof cell === "object" ? <a href={cell.href}>{cell.text}</a> : <>{cell}</>;
}
