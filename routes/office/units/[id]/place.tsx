import { page } from "fresh";
import { PlacePage } from "@/components/customers/PlacePage.tsx";
import { keyOf } from "@/lib/web/key.ts";
import { type PinCame, putPin, readPlace, type UnitPlace } from "@/lib/customers/place.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";

export const handler = defineStaff.handlers<
  { told: UnitPlace; came?: PinCame; isSaved: boolean }
>({
  async GET(ctx) {
    const told = await readPlace(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ told, isSaved: ctx.url.searchParams.get("did") === "placed" });
  },
  /** A click on the picture, or a button beside it, only shows where the pin would be. */
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone } } = ctx.state;
    const id = keyOf(ctx.params);
    const came = await putPin(rpc, id, await readForm(ctx.req), time_zone);
    if (came === null) return ctx.redirect(`/office/units/${id}/place?did=placed`, 303);
    const told = await readPlace(rpc, id);
    return page({ told, came, isSaved: false }, { status: came.complaint ? 422 : 200 });
  },
});

export default defineStaff.page<typeof handler>(function UnitPlaceRoute({ data }) {
  return <PlacePage {...data} />;
});
