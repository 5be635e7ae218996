import type { ComponentChildren } from "preact";
import type { MapAround } from "@/lib/database/shapes.ts";
import {
  apart,
  type Frame,
  frameOf,
  HEIGHT,
  type Place,
  placeText,
  pointOf,
  WIDTH,
} from "@/lib/text/map_picture.ts";

interface Shown {
  pin: Place | null;
  map: MapAround;
  /** What it is a picture of: "Where Tess starts". */
  title: string;
  /** What the pin is: "home". */
  what: string;
  /** Who starts at the squares: "others". */
  others: string;
  /** Null: one in which all of it lies. */
  frame?: Frame | null;
  /** What lies on the picture, to be clicked on. */
  children?: ComponentChildren;
}

/** What a picture of a place shows unless somebody looked closer; null where there is nothing to show. */
export const wholeFrame = (pin: Place | null, map: MapAround) =>
  frameOf([...map.areas, ...map.towns, ...map.homes, ...(pin ? [pin] : [])]);

/** Where something is among towns, clients and where technicians start; what it shows is said in words below. */
export function MapPicture({ pin, map, title, what, others, frame = null, children }: Shown) {
  const shown = frame ?? wholeFrame(pin, map);
  const said = placeText(pin, map);
  if (shown === null) return pin ? <p>{said}</p> : null;
  return (
    <figure class="map-picture">
      <div class="picture">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}. ${said}`}>
          {map.areas.map((area, index) => {
            const { x, y } = pointOf(shown, area);
            return (
              <circle
                key={index}
                class="area"
                cx={x}
                cy={y}
                r={3 + Math.sqrt(area.clients) * 1.5}
              />
            );
          })}
          <Names frame={shown} map={map} pin={pin} />
          {map.homes.map((home) => {
            const { x, y } = pointOf(shown, home);
            return <rect key={home.name} class="other" x={x - 4} y={y - 4} width="8" height="8" />;
          })}
          {pin && <Pin {...pointOf(shown, pin)} />}
          <Scale perKm={shown.perKm} />
        </svg>
        {children}
      </div>
      <figcaption>
        {said}
        <small>
          {pin && `The pin is ${what}. `}Shaded: where clients live.{" "}
          {map.homes.length > 0 && `Squares: where ${others} start.`}
        </small>
      </figcaption>
    </figure>
  );
}

function Names({ frame, map, pin }: { frame: Frame; map: MapAround; pin: Place | null }) {
  const homes = map.homes.map((home) => ({ ...home, ...pointOf(frame, home) }))
    .map(({ name, x, y }) => ({ name, x, y: y - 9, kind: "person" }));
  const towns = map.towns.map((town) => ({ ...town, ...pointOf(frame, town) }))
    .map(({ name, x, y }) => ({ name, x, y, kind: "town" }));
  const words = apart([...homes, ...towns], pin ? [pointOf(frame, pin)] : []);
  return (
    <>
      {words.map(({ name, x, y, kind }) => (
        <text key={kind + name} class={kind} x={x} y={y} text-anchor={anchorOf(x)}>{name}</text>
      ))}
    </>
  );
}

/** A word near the edge grows inward. */
const anchorOf = (x: number) => x < 40 ? "start" : x > WIDTH - 40 ? "end" : "middle";

function Pin({ x, y }: { x: number; y: number }) {
  return <path class="pin" d={`M${x} ${y}c-3-7-8-10-8-16a8 8 0 0 1 16 0c0 6-5 9-8 16z`} />;
}

function Scale({ perKm }: { perKm: number }) {
  const km = [0.5, 1, 2, 5, 10, 20, 50].find((each) => each * perKm > 40) ?? 100;
  const [x, y] = [10, HEIGHT - 10];
  return (
    <>
      <path class="scale" d={`M${x} ${y - 4}v4h${Math.round(km * perKm)}v-4`} />
      <text class="town" x={x + 4} y={y - 5}>{km} km</text>
    </>
  );
}
