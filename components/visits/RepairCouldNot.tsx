import { FAILURES } from "@/lib/text/visits.ts";
import type { RepairFailure, RepairSheet } from "@/lib/visits/repair.ts";
import { techRepairHref } from "@/lib/visits/words.ts";
import { WhatStopped } from "./WhatStopped.tsx";

/** Why a repair came to nothing. Nobody is mailed about one: the office calls. */
export function RepairCouldNot({ sheet: { work_order_id, stop, photos }, typed, complaint }: {
  sheet: RepairSheet;
  typed: RepairFailure;
  complaint?: string;
}) {
  return (
    <WhatStopped
      back={{ href: techRepairHref(work_order_id), to: stop.client_name ?? "The repair" }}
      action={techRepairHref(work_order_id, "could-not")}
      stop={stop}
      reasons={Object.entries(FAILURES).map(([reason, label]) => ({ reason, label }))}
      typed={typed}
      complaint={complaint}
      photos={photos.length}
    >
      The office is told at once, and gives the repair another time. Nothing is charged, and nothing
      is mailed.
    </WhatStopped>
  );
}
