import { Title } from "@/components/web/Title.tsx";
import { repairHref, repairNumber } from "@/lib/text/visits.ts";
import type { Complaints } from "@/lib/visits/complaints.ts";
import { gapsOf } from "@/lib/visits/progress.ts";
import type { RepairSheet } from "@/lib/visits/repair.ts";
import { type RepairTyped, sectionOf } from "@/lib/visits/repair_report.ts";
import { linesOf } from "@/lib/visits/sheet.ts";
import { EnterKeeps } from "./EnterKeeps.tsx";
import { RepairFields } from "./RepairFields.tsx";
import { PaperTimes } from "./PaperTimes.tsx";
import { VisitPhotos } from "./Photos.tsx";
import { SectionFold } from "./SectionFold.tsx";
import { SignatureFields } from "./SignatureFields.tsx";
import { ToCorrect } from "./ToCorrect.tsx";

/** A repair as the office types it from a sheet of paper. */
export function RepairPaper({ sheet, typed, complaints: refused, pressed }: {
  sheet: RepairSheet;
  typed: RepairTyped;
  /** Null before anything was sent. */
  complaints: Complaints | null;
  pressed?: "pass" | "parts";
}) {
  const { work_order_id, number, unit, stop } = sheet;
  const here = repairHref(work_order_id);
  const checklist = sectionOf(sheet, typed);
  const complaints = refused ?? {};
  const isRefused = refused !== null;
  return (
    <div class="office visit paper">
      <p>
        <a class="quiet" href={here}>‹ {stop.client_name}, the repair</a>
      </p>
      <Title isError={isRefused} focused={isRefused}>
        {`Record from paper: repair ${repairNumber(number)}`}
      </Title>
      <ToCorrect
        gaps={isRefused ? gapsOf(linesOf(checklist), unit) : []}
        lines=""
        complaints={complaints}
      />
      <form method="post" encType="multipart/form-data" action={`${here}/report`}>
        <EnterKeeps />
        <input type="hidden" name="report_id" value={typed.report_id} />
        <section aria-labelledby="when" class="plain-form">
          <h2 id="when">When</h2>
          <PaperTimes at={typed} complaints={complaints} />
        </section>
        {checklist.map((section) => (
          <SectionFold
            key={section.section}
            section={section}
            number={1}
            isOpen
            isFocused={pressed === "pass"}
          />
        ))}
        <section aria-labelledby="found" class="plain-form">
          <h2 id="found">What the sheet says</h2>
          <RepairFields typed={typed} complaints={complaints} wantsMore={pressed === "parts"} />
          <VisitPhotos at={here} photos={typed.photos} complaint={complaints.photos} />
        </section>
        <div class="plain-form">
          <SignatureFields
            signer={typed.signer}
            complaint={complaints.signature}
            title="Who signed the sheet?"
            byName={{
              label: "Signed on paper, by the name typed above",
              then: "Please keep the sheet: the signature itself is only there.",
            }}
          />
          <button type="submit" name="action" value="record">Record: the repair is done</button>
        </div>
      </form>
    </div>
  );
}
