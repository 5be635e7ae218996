import { Field } from "@/components/web/Field.tsx";

/** When the work that a sheet of paper tells of was done. */
export function PaperTimes({ at, complaints }: {
  at: { day: string; from: string; until: string };
  complaints: { day?: string; from?: string; until?: string };
}) {
  return (
    <>
      <Field
        name="day"
        label="Day"
        type="date"
        value={at.day}
        complaint={complaints.day}
        required
      />
      <Field
        name="from"
        label="Began at"
        type="time"
        value={at.from}
        complaint={complaints.from}
        required
      />
      <Field
        name="until"
        label="Ended at"
        type="time"
        value={at.until}
        complaint={complaints.until}
        required
      />
    </>
  );
}
