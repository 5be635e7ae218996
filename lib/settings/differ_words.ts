/** What another policy brings about, in sentences: for whom it holds, and who keeps what they have. */
import { moneyText } from "@/lib/text/money.ts";
import type { Differ, Reach } from "./policy.ts";
import { differing } from "./policy_fields.ts";
import { shownAs } from "./values.ts";
import { counted } from "@/lib/text/names.ts";

/** A sentence, with what it is about first; `href` leads to what can be done. */
export interface Reason {
  strong: string;
  text: string;
  isWarning?: true;
  link?: { href: string; label: string };
}

/** "at $189.00", "at $179.00 to $229.00" */
export function feesText({ lowest_fee, highest_fee }: Reach): string {
  if (lowest_fee === null || highest_fee === null) return "";
  const [low, high] = [moneyText(lowest_fee), moneyText(highest_fee)];
  return low === high ? ` at ${low}` : ` at ${low} to ${high}`;
}

/** What follows from a changed policy, the gravest first. */
export function reasonsOf({ was, new: next, reach }: Differ): Reason[] {
  const changed = differing(was, next);
  const has = (...names: string[]) => changed.some((name) => names.includes(name));
  return [
    ...(has("required_skill_id") || (has("maintenance_enabled") && next.maintenance_enabled)
      ? [skillReason(next)]
      : []),
    ...(has("maintenance_enabled") ? [switchReason(next.maintenance_enabled, reach)] : []),
    ...(has("fee", "interval_months", "tax_code_id") ? agreedReasons(next.code, reach, has) : []),
    ...(has("visit_minutes")
      ? [{
        strong: "Times offered",
        text: `from now on are ${next.visit_minutes} minutes long; ${
          counted(reach.visits, "booked visit")
        } ${reach.visits === 1 ? "keeps its" : "keep their"} length.`,
      }]
      : []),
    ...(has("winter_from", "winter_until") ? [winterReason(next, reach)] : []),
    ...(has("certificate_months")
      ? [{
        strong: "Inspection records",
        text: "issued from now on last that long; those there are keep their date.",
      }]
      : []),
    ...(has("safety_critical") ? [safetyReason(next.safety_critical, reach)] : []),
    ...(reach.own_products > 0 && has("fee", "interval_months", "maintenance_enabled")
      ? [{
        strong: counted(reach.own_products, "product"),
        text: `${
          reach.own_products === 1 ? "has a policy of its" : "have policies of their"
        } own, before this one.`,
      }]
      : []),
  ];
}

function skillReason({ skill, technicians }: Differ["new"]): Reason {
  return technicians === 0
    ? {
      strong: "Nobody has that skill.",
      text: "Clients would be offered no time until a technician has it.",
      isWarning: true,
      link: { href: "/office/technicians", label: "Technicians" },
    }
    : {
      strong: counted(technicians, "technician"),
      text: `can come: who has “${skill}”. Booked visits stay with whom they have.`,
    };
}

function winterReason(next: Differ["new"], { in_winter }: Reach): Reason {
  const [from, until] = [next.winter_from, next.winter_until]
    .map((day) => shownAs("season", day));
  if (from === "") {
    return { strong: "Times all year", text: "are offered to clients from now on." };
  }
  return {
    strong: `From ${from} to ${until}`,
    text: `clients are offered no time, and are reminded early enough for one before it. ${
      counted(in_winter, "booked visit")
    } in that time ${in_winter === 1 ? "stays" : "stay"}.`,
  };
}

function switchReason(isOn: boolean, { contracts }: Reach): Reason {
  return isOn
    ? {
      strong: "Base units sold from now on",
      text: "get a contract by themselves. Those sold before come in by an enrolment.",
    }
    : {
      strong: "No new contracts.",
      text: `${counted(contracts, "contract")} that there ${
        contracts === 1 ? "is goes" : "are go"
      } on, with reminders. Cancel what should end.`,
    };
}

function agreedReasons(code: string, reach: Reach, has: (...names: string[]) => boolean): Reason[] {
  const { contracts, lately, other_fee } = reach;
  const link = {
    href: `/office/reprice?category=${code}`,
    label: "Change their fees, with a list first",
  };
  return [
    { strong: "New contracts only.", text: `In the last 30 days that was ${lately}.` },
    ...(contracts === 0 ? [] : [{
      strong: counted(contracts, "contract"),
      text: `that there ${contracts === 1 ? "is keeps" : "are keep"} what was agreed${
        feesText(reach)
      }.`,
      link: has("fee") && other_fee > 0 ? link : undefined,
    }]),
  ];
}

function safetyReason(isCritical: boolean, { visits }: Reach): Reason {
  return isCritical
    ? {
      strong: "At visits from now on",
      text: `every line is answered and somebody signs, and a record is issued: also at the ${
        counted(visits, "visit")
      } booked already.`,
    }
    : {
      strong: "At visits from now on",
      text: "no record is issued, and a line that fails takes no unit out of service.",
    };
}
