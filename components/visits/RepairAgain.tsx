import { Title } from "@/components/web/Title.tsx";
import { sentence, unbroken } from "@/lib/text/dates.ts";
import { repairNumber } from "@/lib/text/visits.ts";
import type { NotBooked, Shown } from "@/lib/visits/next.ts";
import { NO_TIMES, timesTitle } from "@/lib/visits/next_words.ts";
import type { RepairAgain as Again } from "@/lib/visits/repair_again.ts";
import { techRepairHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { NextTimes, whenText } from "./NextTimes.tsx";

/** How the client has it at hand. */
const keptText = ({ is_mailed }: { is_mailed: boolean }) =>
  is_mailed
    ? "They get an e-mail with the time."
    : "Please write the time down for them: no e-mail reaches them.";

/** A repair to which somebody drove in vain: another time, soon, or the office finds one. */
export function RepairAgain({ order, again, shown, isOwn, zone, isNew, refused }: {
  order: string;
  again: Again;
  shown: Shown;
  isOwn: boolean;
  zone: string;
  isNew: boolean;
  refused?: NotBooked;
}) {
  if (again.status === "booked") {
    const { starts_at, technician_name, client } = again;
    return (
      <>
        <BackRow href="/tech" to="Today" />
        <div class="tech flow">
          <Title focused={isNew}>Booked</Title>
          <p class="lead">
            <strong>{unbroken(whenText(starts_at, zone))}</strong>
            {technician_name && `, with ${technician_name}`}. Repair {repairNumber(again.number)},
            {" "}
            {client.name}.
          </p>
          <p>{keptText(client)}</p>
        </div>
        <BackToToday />
      </>
    );
  }
  if (again.status !== "open") {
    return (
      <>
        <BackRow href="/tech" to="Today" />
        <div class="tech flow">
          <Title>Nothing to book</Title>
          <p>The office has this repair now, and gives it another time.</p>
        </div>
        <BackToToday />
      </>
    );
  }
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech flow">
        <Title isError={refused !== undefined} focused={isNew || refused !== undefined}>
          {`Another time for ${again.client.name}`}
        </Title>
        {refused && (
          <p class="notice warn" role="alert">
            <strong>Nothing was booked.</strong> {refused.complaint}
          </p>
        )}
        <p>
          {sentence(`Repair ${repairNumber(again.number)} is still to be done`)}{" "}
          Ask: “Same time of day?”
        </p>
        <NextTimes
          here={techRepairHref(order, "next")}
          offer={again}
          slots={again.slots}
          shown={shown}
          title={timesTitle({ what: "return" }, shown)}
          around={again.today}
          fields={[]}
          none={NO_TIMES.days}
          hint={keptText(again.client)}
          isOwn={isOwn}
          zone={zone}
        />
        <p>
          <a class="quiet" href={techRepairHref(order, "wish")} aria-current="false">
            Note what suits instead: the office books
          </a>
        </p>
        <p>
          <a class="quiet" href="/tech" aria-current="false">Leave it to the office instead</a>
        </p>
      </div>
      {again.slots.length > 0
        ? (
          <Thumb>
            <button type="submit" class="button" form="next">Book the chosen time</button>
          </Thumb>
        )
        : <BackToToday />}
    </>
  );
}

function BackToToday() {
  return (
    <Thumb>
      <a class="button" href="/tech" aria-current="false">Back to today</a>
    </Thumb>
  );
}
