import { type Answer, idOf, type Stage } from "./stage.ts";

/** When something was done, for a report of it. */
interface Times {
  started_at: string;
  finished_at: string;
}

type Fate = "clean" | "minor" | "critical" | "not applicable";

/** The report of a visit from its sheet: what was found depends on chance. */
export function visitReport(
  stage: Stage,
  sheet: Answer,
  revision: number,
  times: Times,
): Answer {
  const about = [sheet.unit.unit_id, times.started_at];
  const lines: Answer[] = sheet.checklist.flatMap((section: Answer) => section.lines);
  const parts = partsUsed(stage, about);
  return {
    ...reportOf(stage, about, times),
    based_on: revision,
    checklist: answers(stage, lines, about),
    ...(parts.length > 0 ? { parts } : {}),
    findings: "As expected.",
  };
}

/** The report of a repair: each line that had failed is answered anew, and few fail again. */
export function repairReport(stage: Stage, order: string, failed: number[], times: Times): Answer {
  // An order's id is another in each run; when its work began is not.
  const about = ["repair", times.started_at];
  const result = stage.chance.happens(0.1, "in vain", ...about) ? "fail" : "pass";
  return {
    ...reportOf(stage, about, times),
    report_id: idOf(`repair ${order}`),
    based_on: 0,
    checklist: failed.map((position) => ({ position, result })),
  };
}

function reportOf(stage: Stage, about: (string | number)[], times: Times): Answer {
  return {
    ...{ version: 1, report_id: idOf(`report ${about.join(" ")}`), ...times },
    ...{ recorded_at: times.finished_at, sent_at: stage.now },
    labour_minutes: stage.chance.between(20, 60, "labour", ...about),
    signature: stage.chance.happens(0.05, "unable", ...about)
      ? { role: "unable", reason: "Asleep" }
      : { name: "A Client", role: "client", method: "typed" },
  };
}

function answers(stage: Stage, lines: Answer[], about: (string | number)[]): Answer[] {
  const fate = fateOf(stage.chance.of("found", ...about));
  const concerned = lines.filter(({ safety_critical }) =>
    fate === "critical" ? safety_critical : fate === "minor" ? !safety_critical : true
  );
  const position = concerned.length === 0 || fate === "clean"
    ? undefined
    : stage.chance.oneOf(concerned, "line", ...about).position;
  stage.count(`found: ${position === undefined ? "clean" : fate}`);
  return lines.map((line) =>
    line.position !== position
      ? { position: line.position, result: "pass" }
      : { position, result: fate === "not applicable" ? "not_applicable" : "fail", note: "Worn" }
  );
}

function fateOf(number: number): Fate {
  return number < 0.84
    ? "clean"
    : number < 0.92
    ? "minor"
    : number < 0.98
    ? "critical"
    : "not applicable";
}

function partsUsed(stage: Stage, about: (string | number)[]): Answer[] {
  if (!stage.chance.happens(0.1, "part", ...about)) return [];
  return [{
    ...{ product_id: idOf("battery"), quantity: 2, unit_price: 45.5 },
    charge: stage.chance.oneOf(["included", "billed", "quote"], "part", ...about),
  }];
}
