import { HttpError, page } from "fresh";
import { ConflictDone } from "@/components/customers/ConflictCard.tsx";
import { RunQuestions } from "@/components/customers/RunQuestions.tsx";
import { ImportRunPage } from "@/components/enrolment/ImportRunPage.tsx";
import {
  answeredIn,
  type Conflict,
  type ConflictPage,
  listConflicts,
} from "@/lib/customers/conflicts.ts";
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

interface Data {
  view: RunView;
  questions: Conflict[];
  done: ConflictPage | null;
  told: string | null;
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const import_run_id = keyOf(ctx.params);
    const { searchParams: query } = ctx.url;
    const told = decidedText(query.get("did") ?? "", query.get("status") ?? "");
    const view = await readRun(rpc, import_run_id);
    const { rows: questions } = view.conflicts.length === 0
      ? { rows: [] }
      : await listConflicts(rpc, { import_run_id });
    return page({ view, questions, done: await answeredIn(rpc, query), told });
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
  const { view, questions, done, told } = data;
  const zone = state.company.time_zone;
  const back = `/office/imports/${view.run.import_run_id}`;
  const isAdmin = state.staff.role === "admin";
  const cards = { zone, isAdmin, admins: done?.admins ?? [], back };
  return (
    <ImportRunPage
      view={view}
      zone={zone}
      told={told}
      done={done && <ConflictDone conflict={done} back={back} />}
      shown={questions.length}
    >
      <RunQuestions questions={questions} view={cards} />
    </ImportRunPage>
  );
});
