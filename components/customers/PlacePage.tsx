import { Field } from "@/components/web/Field.tsx";
import { MapPicture } from "@/components/web/MapPicture.tsx";
import { PinPicture } from "@/components/web/PinPicture.tsx";
import { Title } from "@/components/web/Title.tsx";
import { type PinCame, shownOf, type UnitPlace } from "@/lib/customers/place.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import { placeField, placeIn } from "@/lib/web/pin.ts";

/** Where a unit is: a pin that the office puts where no search for its address finds the place. */
export function PlacePage({ told, came, isSaved }: {
  told: UnitPlace;
  came?: PinCame;
  isSaved: boolean;
}) {
  const { unit, client, place, map } = told;
  const name = capitalized(fullName(unit));
  const typed = came?.typed ?? placeField(place);
  const pin = came ? placeIn(came.typed) ?? null : place;
  const picture = {
    pin,
    map,
    title: `Where the ${fullName(unit)} is`,
    what: "the unit",
    others: "technicians",
  };
  return (
    <div class="office">
      <p>
        <a href={`/office/units/${unit.unit_id}`}>{name}</a> of{" "}
        <a href={`/office/clients/${client.customer_id}`}>{client.name}</a>
      </p>
      <Title isError={came?.complaint !== undefined}>Where it is</Title>
      {isSaved && <p class="notice" role="status">The pin is saved.</p>}
      <p>{unit.address ?? "No address is known."}</p>
      {client.is_erased ? <MapPicture {...picture} /> : (
        <form
          method="post"
          action={`/office/units/${unit.unit_id}/place`}
          class="plain-form"
        >
          <input type="hidden" name="shown" value={came?.shown ?? shownOf(place)} />
          <PinPicture {...picture} saved={place} pinned={came?.pinned} />
          <Field
            name="place"
            label="Place on the map"
            hint="Latitude and longitude as a map shows them, such as 43.5501, -79.5849."
            complaint={came?.complaint}
            value={typed}
            maxLength={60}
          />
          <p>
            Drives are reckoned from here. Visits to come move along; where a technician could not
            be there in time any more, it comes on the work list.
          </p>
          <button type="submit">Save the pin</button>
        </form>
      )}
    </div>
  );
}
