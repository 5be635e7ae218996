import { answerPhoto } from "@/lib/visits/photos.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers({
  GET: ({ params, state }) =>
    answerPhoto(state.session.rpc, { visit_id: keyOf(params) }, keyOf(params, "photo")),
});
