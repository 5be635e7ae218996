import { Field } from "@/components/web/Field.tsx";
import type { Complaints } from "@/lib/visits/complaints.ts";
import type { TypedReport } from "@/lib/visits/draft.ts";
import { PartFields } from "./PartFields.tsx";

/** What differs between the phone at the door and a sheet that is typed later. */
interface Words {
  findings: string;
  findingsHint?: string;
  labourHint: string;
  serial: string;
}

/** What was found and used, what the client is told, and how long it took. */
export function ReportFields({ typed, complaints, asksSerial, words, wantsMoreParts }: {
  typed: TypedReport;
  complaints: Complaints;
  asksSerial: boolean;
  words: Words;
  /** Where the button for more parts led here. */
  wantsMoreParts?: boolean;
}) {
  return (
    <>
      <Field
        name="findings"
        label={words.findings}
        hint={words.findingsHint}
        lines={3}
        maxLength={4000}
        value={typed.findings}
        complaint={complaints.findings}
      />
      <PartFields
        parts={typed.parts}
        complaint={complaints.parts}
        isFocused={wantsMoreParts}
      />
      <Field
        name="advice"
        label="Advice to the client"
        hint="The client gets this by e-mail, word for word."
        lines={3}
        maxLength={1000}
        value={typed.advice}
        complaint={complaints.advice_to_client}
      />
      <Field
        name="labour"
        label="Minutes of work"
        hint={words.labourHint}
        inputMode="numeric"
        value={typed.labour}
        complaint={complaints.labour_minutes}
      />
      {asksSerial && (
        <Field
          name="serial"
          label={words.serial}
          maxLength={100}
          value={typed.serial}
          complaint={complaints.unit}
        />
      )}
    </>
  );
}
