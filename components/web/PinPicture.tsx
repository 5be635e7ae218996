import type { MapAround } from "@/lib/database/shapes.ts";
import type { Place } from "@/lib/text/map_picture.ts";
import { frameText, PICTURES, PIN_BUTTONS, type Pinned, placeField } from "@/lib/web/pin.ts";
import { MapPicture, wholeFrame } from "./MapPicture.tsx";

const CLEAR = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

const SAYS: Record<typeof PIN_BUTTONS[number], string> = {
  north: "North",
  south: "South",
  west: "West",
  east: "East",
  closer: "Look closer",
  farther: "Look from farther",
};

/** The picture within a form: a click on it puts the pin there, and buttons move it; saving is another button. */
export function PinPicture({ saved, pinned, ...picture }: {
  /** Where the pin is, or was typed to be. */
  pin: Place | null;
  saved: Place | null;
  /** What the form made of the picture just now. */
  pinned?: Pinned;
  map: MapAround;
  title: string;
  what: string;
  others: string;
}) {
  const { pin, map } = picture;
  const isMoved = pinned !== undefined && placeField(pin) !== placeField(saved);
  const frame = pinned?.frame ?? wholeFrame(pin, map);
  if (frame === null) return null;
  return (
    <>
      <MapPicture {...picture} frame={frame}>
        {/* The buttons do the same for whoever has no mouse. */}
        {Object.keys(PICTURES).map((name) => (
          <input
            key={name}
            type="image"
            class={name}
            name={name}
            src={CLEAR}
            alt="Put the pin here"
            tabIndex={-1}
            aria-hidden="true"
          />
        ))}
      </MapPicture>
      <input type="hidden" name="frame" value={frameText(frame)} />
      <p class={isMoved ? "notice" : "hint"} role={isMoved ? "status" : undefined}>
        {isMoved
          ? "The pin is where you put it. It is not saved yet."
          : "Click on the picture to put the pin there, or move it with these buttons."}
      </p>
      <fieldset class="nudges">
        <legend class="unseen">Move the pin</legend>
        {PIN_BUTTONS.map((button) => (
          <button key={button} type="submit" class="second" name="do" value={button}>
            {SAYS[button]}
          </button>
        ))}
      </fieldset>
    </>
  );
}
