import { Field } from "@/components/web/Field.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { TechnicianList as Shown, TechnicianRow } from "@/lib/technicians/page.ts";
import type { Came, Typed } from "@/lib/technicians/save.ts";
import { beginText, endText, LACKS, standingMark } from "@/lib/technicians/words.ts";
import { weekText } from "@/lib/technicians/week.ts";
import { Days } from "./Days.tsx";

/** Who works when, what each can do, and what is missing before times can be offered. */
export function TechnicianList({ list, came, typed, isAdmin, now, zone }: {
  list: Shown;
  came?: Came;
  typed: Typed;
  isAdmin: boolean;
  now: Date;
  zone: string;
}) {
  return (
    <div class="office technicians">
      <Title isError={came !== undefined}>Technicians</Title>
      <p>
        <a class="button second" href="/office/closure">Close a day…</a>
      </p>
      {list.technicians.length === 0 && (
        <p class="notice warn">Nobody is here yet: no times can be offered.</p>
      )}
      <ul class="timeline">
        {list.technicians.map((row) => (
          <Row key={row.technician_id} row={row} now={now} zone={zone} />
        ))}
      </ul>
      {isAdmin && (
        <details class="fold" open={came !== undefined}>
          <summary>Add a technician</summary>
          <form method="post" action="/office/technicians" class="plain-form">
            <Field
              name="name"
              label="Name"
              required
              maxLength={254}
              value={typed.name?.[0]}
              complaint={came?.field === "name" ? came.complaint : undefined}
            />
            <Field
              name="phone"
              label="Phone"
              inputMode="tel"
              value={typed.phone?.[0]}
              complaint={came?.field === "phone" ? came.complaint : undefined}
            />
            <Field
              name="email"
              label="E-mail"
              inputMode="email"
              value={typed.email?.[0]}
              complaint={came?.field === "email" ? came.complaint : undefined}
            />
            <button type="submit">Add</button>
          </form>
        </details>
      )}
    </div>
  );
}

function Row({ row, now, zone }: { row: TechnicianRow; now: Date; zone: string }) {
  const { technician_id, name, active, lacks, week, skills, leave, days } = row;
  return (
    <li>
      <div>
        <h2>
          <a href={`/office/technicians/${technician_id}`}>{name}</a>
        </h2>
        <StateMark mark={standingMark({ active, leave }, now, zone)} />
      </div>
      <div>
        <p>{weekText(week) || "No hours"} · {skills.join(", ") || "no skills"}</p>
        {leave && <p>Away {beginText(leave, zone)} to {endText(leave, zone)}</p>}
        {active && <Days days={days} />}
      </div>
      <div>
        {active && lacks.map((lack) => (
          <p key={lack}>
            <StateMark mark={{ text: LACKS[lack].mark, shape: "late" }} />
          </p>
        ))}
      </div>
    </li>
  );
}
