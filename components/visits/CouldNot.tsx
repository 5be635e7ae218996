import { kindName } from "@/lib/text/names.ts";
import { type Failure, REASONS } from "@/lib/visits/fail.ts";
import type { Sheet } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { WhatStopped } from "./WhatStopped.tsx";

/** Ten reasons; under each one, who is told, before it is recorded. */
export function CouldNot({ sheet: { visit_id, unit, stop }, typed, complaint }: {
  sheet: Sheet;
  typed: Failure;
  complaint?: string;
}) {
  return (
    <WhatStopped
      back={{ href: visitHref(visit_id), to: stop.client_name ?? "The job" }}
      action={visitHref(visit_id, "could-not")}
      stop={stop}
      reasons={REASONS}
      typed={typed}
      complaint={complaint}
      photos={0}
    >
      {stop.client_name},{" "}
      {kindName(unit.kind)}. Under each reason you see who is told, before you record it. Afterwards
      you can book another visit, if they are there to ask.
    </WhatStopped>
  );
}
