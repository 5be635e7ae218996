import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import {
  backText,
  DONE,
  LACKS,
  loginText,
  nextLeave,
  standingMark,
  waitText,
} from "@/lib/technicians/words.ts";
import { CalendarBox } from "./CalendarBox.tsx";
import { Home, Leaving, Person, Skills } from "./Facts.tsx";
import { Hours } from "./Hours.tsx";
import { Misfits } from "./Jobs.tsx";
import { LeaveBox } from "./LeaveBox.tsx";
import { Days } from "./Days.tsx";
import type { TechnicianView } from "./view.ts";

/** One technician: when they work, when they are away, where they start, what they can do. */
export function TechnicianPage(view: TechnicianView) {
  const { page, did, came, now, zone } = view;
  const mark = standingMark({ active: page.active, leave: nextLeave(page) }, now, zone);
  return (
    <div class="office technician">
      <p>
        <a href="/office/technicians">Technicians</a>
      </p>
      <Title isError={came?.complaint !== undefined}>{page.name}</Title>
      <p>
        <StateMark mark={mark} /> ·{" "}
        {[loginText(page.login), page.phone, `${page.ahead} booked ahead`].filter(Boolean)
          .join(" · ")} · <a href={`/tech?technician=${page.technician_id}`}>Their day</a>
      </p>
      {did && (
        <Told id="done">
          {DONE[did]}
          {view.back && ` ${backText(view.back)}`}
          {view.waits && (
            <>
              {" "}
              {waitText(view.waits)}{" "}
              <a href="/office/board">Give them one on the board</a>.{did === "leave" &&
                " In the first five minutes Take back undoes all of it."}
            </>
          )}
        </Told>
      )}
      {page.active && page.lacks.length > 0 && (
        <ul class="notice warn">
          {page.lacks.map((lack) => <li key={lack}>{LACKS[lack].follows}</li>)}
        </ul>
      )}
      <Misfits misfits={page.misfits} zone={zone} />
      <Days days={page.days} />
      <div class="client-columns">
        <div>
          <Home view={view} />
          <Skills view={view} />
          <Person view={view} />
          <Leaving view={view} />
        </div>
        <div>
          <LeaveBox view={view} />
          <Hours view={view} />
          <CalendarBox view={view} />
        </div>
      </div>
    </div>
  );
}
