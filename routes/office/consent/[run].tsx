import { page } from "fresh";
import { RunConsentPage } from "@/components/customers/RunConsentPage.tsx";
import { consentLines, readRunConsent, type RunConsent } from "@/lib/customers/run_consent.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { csvResponse } from "@/lib/web/csv.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<{ consent: RunConsent; run: string }>({
  /** `/office/consent/RUN` tells it, `/office/consent/RUN.csv` is the file. */
  async GET(ctx) {
    const { session: { rpc }, company, now } = ctx.state;
    const isFile = ctx.params.run.endsWith(".csv");
    const run = keyOf({ run: ctx.params.run.replace(/\.csv$/, "") }, "run");
    const consent = await readRunConsent(rpc, run, { most: isFile ? 1000 : 1 });
    if (!isFile) return page({ consent, run });
    await rpc("note_export", { list: "consent", filters: { run } });
    return csvResponse(
      consentLines(rpc, run, consent),
      `consent-${dayOf(now, company.time_zone)}.csv`,
    );
  },
});

export default defineStaff.page<typeof handler>(function RunConsentRoute({ data }) {
  return <RunConsentPage {...data} />;
});
