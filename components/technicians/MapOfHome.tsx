import {
  apart,
  type Frame,
  frameOf,
  HEIGHT,
  homeText,
  type Place,
  WIDTH,
} from "@/lib/technicians/home_map.ts";
import type { HomeMap } from "@/lib/technicians/page.ts";

/** Where home is among towns, clients and the homes of the others; what it shows is said in words below. */
export function MapOfHome({ pin, map, name }: { pin: Place | null; map: HomeMap; name: string }) {
  const frame = frameOf([...map.areas, ...map.towns, ...map.homes, ...(pin ? [pin] : [])]);
  const said = homeText(pin, map);
  if (frame === null) return pin ? <p>{said}</p> : null;
  return (
    <figure class="home-map">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Where ${name} starts. ${said}`}
      >
        {map.areas.map((area, index) => {
          const { x, y } = frame.at(area);
          return (
            <circle key={index} class="area" cx={x} cy={y} r={3 + Math.sqrt(area.clients) * 1.5} />
          );
        })}
        <Names frame={frame} map={map} pin={pin} />
        {map.homes.map((home) => {
          const { x, y } = frame.at(home);
          return <rect key={home.name} class="other" x={x - 4} y={y - 4} width="8" height="8" />;
        })}
        {pin && <Pin {...frame.at(pin)} />}
        <Scale perKm={frame.perKm} />
      </svg>
      <figcaption>
        {said}
        <small>
          {pin && "The pin is home. "}Shaded: where clients live.{" "}
          {map.homes.length > 0 && "Squares: where others start."}
        </small>
      </figcaption>
    </figure>
  );
}

function Names({ frame, map, pin }: { frame: Frame; map: HomeMap; pin: Place | null }) {
  const homes = map.homes.map((home) => ({ ...home, ...frame.at(home) }))
    .map(({ name, x, y }) => ({ name, x, y: y - 9, kind: "person" }));
  const towns = map.towns.map((town) => ({ ...town, ...frame.at(town) }))
    .map(({ name, x, y }) => ({ name, x, y, kind: "town" }));
  const words = apart([...homes, ...towns], pin ? [frame.at(pin)] : []);
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
  const km = [1, 2, 5, 10, 20, 50].find((each) => each * perKm > 40) ?? 100;
  const [x, y] = [10, HEIGHT - 10];
  return (
    <>
      <path class="scale" d={`M${x} ${y - 4}v4h${Math.round(km * perKm)}v-4`} />
      <text class="town" x={x + 4} y={y - 5}>{km} km</text>
    </>
  );
}
