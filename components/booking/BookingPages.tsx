import type { BookingView, PageParts } from "@/lib/booking/view.ts";
import { BookedVisit } from "./BookedVisit.tsx";
import { CallBack, CalledBack } from "./CallBack.tsx";
import { CancelVisit } from "./CancelVisit.tsx";
import { ChangeDetails } from "./ChangeDetails.tsx";
import { ChangeNoted } from "./ChangeNoted.tsx";
import { ChooseTime } from "./ChooseTime.tsx";
import { ChooseUnits } from "./ChooseUnits.tsx";
import { ClosedLink } from "./ClosedLink.tsx";
import { ManageVisit, TooLate } from "./ManageVisit.tsx";
import { MoveVisit } from "./MoveVisit.tsx";
import { ReportChange } from "./ReportChange.tsx";
import { TimeTaken } from "./TimeTaken.tsx";
import { VisitDetails } from "./VisitDetails.tsx";
import { VisitPassed } from "./VisitPassed.tsx";

/** The page that a view asks for. */
export function BookingPages(
  { view, token, company, today }: PageParts & { view: BookingView; today: string },
) {
  const common = { token, company };
  switch (view.name) {
    case "which":
      return <ChooseUnits {...view} {...common} today={today} />;
    case "times":
      return <ChooseTime {...view} {...common} today={today} />;
    case "details":
      return <VisitDetails {...view} {...common} />;
    case "manage":
      return <ManageVisit {...view} {...common} />;
    case "too_late":
      return <TooLate {...view} {...common} />;
    case "move":
      return <MoveVisit {...view} {...common} />;
    case "taken":
      return <TimeTaken {...view} {...common} />;
    case "booked":
      return <BookedVisit {...view} {...common} today={today} />;
    case "passed":
      return <VisitPassed {...view} {...common} />;
    case "told":
      return <ChangeDetails {...view} {...common} />;
    case "cancel":
      return <CancelVisit {...view} {...common} />;
    case "call":
      return <CallBack {...view} {...common} />;
    case "called":
      return <CalledBack {...view} {...common} />;
    case "report":
      return <ReportChange {...view} {...common} />;
    case "noted":
      return <ChangeNoted {...view} {...common} today={today} />;
    case "closed":
      return <ClosedLink {...view} {...common} />;
  }
}
