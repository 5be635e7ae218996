import { Title } from "@/components/web/Title.tsx";
import SignaturePad from "@/islands/SignaturePad.tsx";
import { kindName } from "@/lib/text/names.ts";
import { moneyText } from "@/lib/text/money.ts";
import type { Complaints } from "@/lib/visits/complaints.ts";
import { dangersOf, gapsOf } from "@/lib/visits/progress.ts";
import type { RepairSheet } from "@/lib/visits/repair.ts";
import { type RepairTyped, sectionOf } from "@/lib/visits/repair_report.ts";
import { linesOf } from "@/lib/visits/sheet.ts";
import { techRepairHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { EnterKeeps } from "./EnterKeeps.tsx";
import { VisitPhotos } from "./Photos.tsx";
import { RepairedUnit } from "./RepairJob.tsx";
import { RepairFields } from "./RepairFields.tsx";
import { SectionFold } from "./SectionFold.tsx";
import { SignatureFields } from "./SignatureFields.tsx";
import { ToCorrect } from "./ToCorrect.tsx";

/** The last step of a repair: what had failed is checked again, what was put in, and who signs. */
export function RepairFinish({ sheet, typed, complaints: refused, pressed }: {
  sheet: RepairSheet;
  typed: RepairTyped;
  /** Null before anything was sent. */
  complaints: Complaints | null;
  /** Which button gave the form back with more of it. */
  pressed?: "pass" | "parts";
}) {
  const { work_order_id, unit, stop, quote } = sheet;
  const checklist = sectionOf(sheet, typed);
  const complaints = refused ?? {};
  const isRefused = refused !== null;
  const taken = { at: techRepairHref(work_order_id), photos: typed.photos };
  const dangers = dangersOf(checklist);
  return (
    <>
      <BackRow href={techRepairHref(work_order_id)} to={stop.client_name ?? "The repair"} />
      <div class="tech flow">
        <Title isError={isRefused} focused={isRefused}>
          {isRefused ? "Almost there" : "Finish the repair"}
        </Title>
        <ToCorrect
          gaps={isRefused ? gapsOf(linesOf(checklist), unit) : []}
          lines=""
          complaints={complaints}
        />
        <RepairedUnit sheet={sheet} />
        <form
          id="finish"
          class="flow"
          method="post"
          encType="multipart/form-data"
          action={techRepairHref(work_order_id, "finish")}
        >
          <EnterKeeps />
          <input type="hidden" name="report_id" value={typed.report_id} />
          <input type="hidden" name="task_id" value={typed.task_id} />
          <input type="hidden" name="based_on" value={typed.based_on} />
          {checklist.map((section) => (
            <SectionFold
              key={section.section}
              section={section}
              number={1}
              isOpen
              isFocused={pressed === "pass"}
              taken={taken}
            />
          ))}
          {dangers.length > 0 && (
            <p class="notice danger">
              <strong>The {kindName(unit.kind)} stays out of service.</strong>{" "}
              What still fails is quoted again. Please tell the client not to use it.
            </p>
          )}
          <RepairFields typed={typed} complaints={complaints} wantsMore={pressed === "parts"} />
          <VisitPhotos {...taken} complaint={complaints.photos} />
          <SignatureFields
            signer={typed.signer}
            complaint={complaints.signature}
            title="Who signs?"
            isNeeded={unit.safety_critical}
            byName={{
              label: "The name typed above stands for a signature",
              then: "Please read out: “I agree that the repair took place.”",
            }}
          >
            <SignaturePad
              name="png"
              drawn={typed.png}
              isChosen={typed.signer.method === "drawn"}
            />
          </SignatureFields>
        </form>
        <p class="hint">
          It costs {moneyText(quote.total)}{" "}
          with tax, as agreed. How it is paid comes on the next page.
        </p>
      </div>
      <Thumb>
        <button
          type="submit"
          class={dangers.length > 0 ? "danger" : "button"}
          form="finish"
          name="action"
          value="finish"
        >
          {dangers.length > 0 ? "Finish: stays out of service" : "Finish the repair"}
        </button>
      </Thumb>
    </>
  );
}
