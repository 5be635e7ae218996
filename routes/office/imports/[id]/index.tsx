import { HttpError, page } from "fresh";
import { ImportRunPage } from "@/components/enrolment/ImportRunPage.tsx";
import {
  decideRun,
  readRun,
  RUN_DEEDS,
  type RunDeed,
  type RunView,
} from "@/lib/enrolment/night/import_pages.ts";
import { decidedText } from "@/lib/enrolment/night/import_words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<{ view: RunView; told: string | null }>({
  async GET(ctx) {
    const { searchParams: query } = ctx.url;
    const told = decidedText(query.get("did") ?? "", query.get("status") ?? "");
    return page({ view: await readRun(ctx.state.session.rpc, keyOf(ctx.params)), told });
  },
  async POST(ctx) {
    const import_run_id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const deed = textOf(form, "do") as RunDeed;
    if (!RUN_DEEDS.includes(deed)) throw new HttpError(400);
    const file_id = deed.endsWith("_file") ? keyOf({ id: textOf(form, "file") }) : undefined;
    const status = await decideRun(ctx.state.session.rpc, deed, { import_run_id, file_id });
    const told = new URLSearchParams({ did: deed, status });
    return ctx.redirect(`/office/imports/${import_run_id}?${told}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function ImportRun({ data, state }) {
  return <ImportRunPage {...data} zone={state.company.time_zone} />;
});
