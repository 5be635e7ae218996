import { StateMark } from "@/components/web/StateMark.tsx";
import { UnitIcon } from "@/components/web/UnitIcon.tsx";
import { Title } from "@/components/web/Title.tsx";
import { lengthText, timeText } from "@/lib/text/dates.ts";
import { unitName } from "@/lib/text/names.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import { jobText, markOf, stopHref, toDoIn } from "@/lib/visits/words.ts";
import { NextStep } from "./Bars.tsx";
import { Reach } from "./StopParts.tsx";

/** The job that is next: it fills the screen of a phone. */
export function NextJob({ stop, zone }: { stop: Stop; zone: string }) {
  const href = stopHref(stop);
  const name = stop.client_name ?? jobText(stop);
  // Whose time has passed was served or was not: nobody drives there now.
  const isStep = !stop.not_closed && stop.state !== "in_progress";
  return (
    <section class="next-job" aria-label="Next job" data-to-do={toDoIn(stop)}>
      <div>
        <p>
          <StateMark mark={markOf(stop) ?? { text: "Next job", shape: "upcoming" }} />
        </p>
        {/* It may break: at twice its size it is wider than a phone. */}
        <p class="next-time">{timeText(stop.starts_at, zone)}</p>
        <Title>{name}</Title>
      </div>
      <div>
        {stop.address && <p class="where">{stop.address}</p>}
        {stop.client_name && (
          <p class="unit-line">
            <UnitIcon category={stop.units[0]?.category} />
            <span>
              {jobText(stop)}
              <br />
              <span class="soft">{detail(stop)}</span>
            </span>
          </p>
        )}
        {stop.access_notes.map((note) => <p class="soft access" key={note}>{note}</p>)}
        {stop.notes && <p class="soft access">{stop.notes}</p>}
      </div>
      <div>
        <Reach stop={stop} />
        {href && (
          <a class={isStep ? "button second wide" : "button wide"} href={href}>
            Look at the job
          </a>
        )}
        <NextStep stop={stop}>{null}</NextStep>
      </div>
    </section>
  );
}

function detail({ units, starts_at, ends_at }: Stop): string {
  const minutes = (new Date(ends_at).getTime() - new Date(starts_at).getTime()) / 60_000;
  const product = units.length === 1 && units[0].product_name ? `${unitName(units[0])} · ` : "";
  return product + lengthText(minutes);
}
