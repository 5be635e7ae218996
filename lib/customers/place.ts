import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape, mapShape } from "@/lib/database/shapes.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import { textOf } from "@/lib/web/forms.ts";
import { pinIn, type Pinned, placeField, placeIn } from "@/lib/web/pin.ts";
import { ERASED } from "./erased.ts";
import { unitShape } from "./history.ts";

const placeShape = z.object({ latitude: z.number(), longitude: z.number() });

const pageShape = z.object({
  unit: unitShape,
  client: z.object({ customer_id: z.string(), name: z.string(), is_erased: z.boolean() }),
  /** Null while nobody knows. */
  place: placeShape.nullable(),
  map: mapShape,
});
export type UnitPlace = z.infer<typeof pageShape>;

/**
 * Where a unit is, with what lies around.
 *
 * @throws {HttpError} 404 for one that is not there
 */
export async function readPlace(rpc: Rpc, unit_id: string): Promise<UnitPlace> {
  return pageShape.parse(await rpc("unit_place", { unit_id }));
}

/** What came of the form about a pin: where it was put, or what is to be corrected; null where it is saved. */
export interface PinCame {
  /** What the field holds now. */
  typed: string;
  /** What the page showed when it was opened. */
  shown: string;
  pinned?: Pinned;
  complaint?: string;
}

const shownShape = z.object({ latitude: z.number().nullable(), longitude: z.number().nullable() });

/** What the page shows of a place, as its form sends it back. */
export const shownOf = (place: UnitPlace["place"]) =>
  JSON.stringify(place ?? { latitude: null, longitude: null });

function shownIn(text: string) {
  try {
    return shownShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});

const HALF = "Please enter both numbers as a map shows them, such as 43.5501, -79.5849.";

/** Moves the pin of a unit as a form asks, or saves where it is. */
export async function putPin(
  rpc: Rpc,
  unit_id: string,
  form: FormData,
  zone: string,
): Promise<PinCame | null> {
  const [typed, shown] = [textOf(form, "place"), textOf(form, "shown")];
  const place = placeIn(typed);
  const pinned = pinIn(form, place ?? null);
  if (pinned) return { typed: placeField(pinned.place), shown, pinned };
  const isPlace = place && Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180 &&
    (place.latitude !== 0 || place.longitude !== 0);
  if (!isPlace) return { typed, shown, complaint: HALF };
  const { status, reason, ...meanwhile } = answerShape.parse(
    await rpc("place_pin", {
      unit_id,
      latitude: place.latitude,
      longitude: place.longitude,
      shown: shownIn(shown),
    }),
  );
  if (status === "placed") return null;
  const complaint = reason === "erased" ? ERASED : changedText(meanwhile, zone);
  return { typed, shown, complaint };
}
