import { Title } from "@/components/web/Title.tsx";
import { dayOf, shortDayText } from "@/lib/text/dates.ts";
import { kindName } from "@/lib/text/names.ts";
import type { Complaints } from "@/lib/visits/complaints.ts";
import { officeHref, reportHref } from "@/lib/visits/office_words.ts";
import type { VisitPage } from "@/lib/visits/page.ts";
import { type Paper, type Pressed, sectionsOf } from "@/lib/visits/paper.ts";
import type { Photo } from "@/lib/database/photo.ts";
import { gapsOf } from "@/lib/visits/progress.ts";
import { linesOf } from "@/lib/visits/sheet.ts";
import { Choice } from "@/components/web/Choice.tsx";
import { VisitPhotos } from "./Photos.tsx";
import { ReportFields } from "./ReportFields.tsx";
import { PaperTimes } from "./PaperTimes.tsx";
import { SectionFold } from "./SectionFold.tsx";
import { SignatureFields } from "./SignatureFields.tsx";
import { ToCorrect } from "./ToCorrect.tsx";

const ON_PAPER = {
  findings: "What was found",
  labourHint: "You can leave this empty: then it is the time between beginning and end.",
  serial: "Serial number, if the sheet has it",
};

/** A sheet of paper as it is typed: who was there and when, the same checklist as on the phone, and who signed. */
export function PaperForm({ page, paper, complaints: refused, fromPhone, photos, pressed, zone }: {
  page: VisitPage;
  paper: Paper;
  /** Null before anything was sent. */
  complaints: Complaints | null;
  /** Whether the technician had begun on the phone: what they typed is filled in. */
  fromPhone: boolean;
  photos: Photo[];
  /** Which button filled in more of it, or made room. */
  pressed?: Pressed;
  zone: string;
}) {
  const { visit_id, unit, client } = page;
  const { typed } = paper;
  const checklist = sectionsOf(page, paper);
  const isRefused = refused !== null;
  const complaints = refused ?? {};
  const taken = { at: officeHref(visit_id), photos };
  const gaps = isRefused ? gapsOf(linesOf(checklist), unit) : [];
  return (
    <div class="office visit paper">
      <p>
        <a class="quiet" href={officeHref(visit_id)}>‹ {client.name}, the visit</a>
      </p>
      <Title isError={isRefused} focused={isRefused}>
        {`Record from paper: ${kindName(unit.kind)}, ${shortDayText(dayOf(page.starts_at, zone))}`}
      </Title>
      <ToCorrect gaps={gaps} lines="" complaints={complaints} />
      {fromPhone && (
        <p class="notice">
          The technician had begun on the phone. What they typed is filled in; the sheet decides.
        </p>
      )}
      <form method="post" encType="multipart/form-data" action={reportHref(visit_id)}>
        {/* What the Enter key presses. */}
        <button
          type="submit"
          class="unseen"
          name="action"
          value="check"
          tabIndex={-1}
          aria-hidden="true"
        >
          Keep
        </button>
        <input type="hidden" name="report_id" value={paper.report_id} />
        <section aria-labelledby="when">
          <h2 id="when">Who and when</h2>
          <WhoAndWhen page={page} paper={paper} complaints={complaints} />
        </section>
        <section aria-labelledby="checklist">
          <h2 id="checklist">Checklist</h2>
          {checklist.length === 0 && <p>There is no checklist for this kind of unit.</p>}
          {checklist.map((section, index) => (
            <SectionFold
              key={section.section}
              section={section}
              number={index + 1}
              isOpen
              taken={taken}
              isFocused={pressed?.section === index + 1}
            />
          ))}
        </section>
        <section aria-labelledby="found" class="plain-form">
          <h2 id="found">Findings, parts and advice</h2>
          <ReportFields
            typed={typed}
            complaints={complaints}
            asksSerial={unit.serial_number === null}
            words={ON_PAPER}
            wantsMoreParts={pressed?.moreParts}
          />
        </section>
        <div class="plain-form">
          <VisitPhotos {...taken} complaint={complaints.photos} />
          <SignatureFields
            signer={typed.signer}
            complaint={complaints.signature}
            title="Who signed the sheet?"
            byName={{
              label: "Signed on paper, by the name typed above",
              then: "Please keep the sheet: the signature itself is only there.",
            }}
          />
          <Paid isPaid={paper.isPaid} />
          <button type="submit" name="action" value="record">
            Record: the {kindName(unit.kind)} was serviced
          </button>
        </div>
      </form>
    </div>
  );
}

function WhoAndWhen({ page, paper, complaints }: {
  page: VisitPage;
  paper: Paper;
  complaints: Complaints;
}) {
  return (
    <div class="plain-form">
      <div class="field">
        <label for="technician">Who was there</label>
        {complaints.technician && (
          <p class="complaint" id="technician-complaint">{complaints.technician}</p>
        )}
        <select
          id="technician"
          name="technician"
          required
          aria-describedby={complaints.technician ? "technician-complaint" : undefined}
          aria-invalid={complaints.technician ? true : undefined}
        >
          <option value="">Please choose</option>
          {page.technicians.map(({ technician_id, name }) => (
            <option
              key={technician_id}
              value={technician_id}
              selected={technician_id === paper.technician}
            >
              {name}
            </option>
          ))}
        </select>
      </div>
      <PaperTimes at={paper} complaints={complaints} />
    </div>
  );
}

/** Money that was taken is recorded on the invoice, which comes of this. */
function Paid({ isPaid }: { isPaid: boolean }) {
  const choices = [
    ["no", false, "To be invoiced", "The invoice goes out by e-mail, and stays open."],
    ["yes", true, "Paid at the door", "How, and how much, comes on the next page."],
  ] as const;
  return (
    <fieldset>
      <legend>
        <h2>The fee</h2>
      </legend>
      {choices.map(([value, isThis, label, then]) => (
        <Choice key={value} name="paid" value={value} label={label} isChosen={isPaid === isThis}>
          <p>{then}</p>
        </Choice>
      ))}
    </fieldset>
  );
}
