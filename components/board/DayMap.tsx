import { mapOf, type Mapped } from "@/lib/board/map.ts";
import { type BoardShown, personOf } from "@/lib/board/shown.ts";
import { HEIGHT, WIDTH } from "@/lib/text/map_picture.ts";

/** A technician's day on a map of our own: home, stops in their order, straight legs; the same as a list. */
export function DayMap(shown: BoardShown) {
  const { board, view, zone } = shown;
  const person = personOf(shown);
  if (view.view !== "day" || person === null) return null;
  const map = mapOf(board, person, view.day, zone);
  if (map === null) return null;
  return (
    <section aria-labelledby="map">
      <h2 id="map">{person.first_name}'s day on the map</h2>
      <figure class="day-map">
        <Picture map={map} name={person.first_name} />
        <figcaption class="soft">
          Straight lines from stop to stop; broken ones are driven. Squares: others' stops.
        </figcaption>
      </figure>
      <details class="fold">
        <summary>The same as a list</summary>
        <ol class="stops">
          {map.stops.map(({ id, text, leg }) => (
            <li key={id}>
              {text} <small>{leg}</small>
            </li>
          ))}
        </ol>
        {map.unplaced > 0 && (
          <p class="soft">
            {map.unplaced === 1 ? "One stop has" : `${map.unplaced} stops have`}{" "}
            no place on the map.
          </p>
        )}
      </details>
    </section>
  );
}

function Picture({ map, name }: { map: Mapped; name: string }) {
  const { home, stops, legs, others, towns, km, bar } = map;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${name}'s stops in their order, ${stops.length} in all. The list below says the same.`}
    >
      {others.map(({ x, y }, index) => (
        <rect key={index} class="else" x={x - 3} y={y - 3} width="6" height="6" />
      ))}
      {legs.map(({ from, to, isDriven }, index) => (
        <path
          key={index}
          class={isDriven ? "way driven" : "way"}
          d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
        />
      ))}
      {towns.map(({ name, x, y }) => <text key={name} x={x} y={y} text-anchor="middle">{name}
      </text>)}
      {home && (
        <path
          class="home"
          d={`M${home.x - 7} ${home.y + 6}v-7l7-6l7 6v7z`}
        />
      )}
      {stops.map(({ id, x, y, number }) => (
        <g key={id}>
          <circle class="stop" cx={x} cy={y} r="8" />
          <text class="in" x={x} y={y + 4}>{number}</text>
        </g>
      ))}
      <path class="scale" d={`M10 ${HEIGHT - 14}v4h${bar}v-4`} />
      <text x="14" y={HEIGHT - 15}>{km} km</text>
    </svg>
  );
}
