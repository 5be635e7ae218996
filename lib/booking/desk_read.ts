import type { Rpc } from "@/lib/database/rpc.ts";
import {
  type Checked,
  checkTime,
  type DeskSheet,
  readSheet,
  timesFor,
  type Unchecked,
} from "./desk.ts";
import { DEEDS, type Did } from "./desk_act.ts";
import { type Wish, wishIn } from "./desk_wish.ts";
import { whyClosed } from "./desk_words.ts";
import type { OpenSlots } from "./shapes.ts";

/** All that the page shows, for what an address or a form says. */
export interface Desk {
  sheet: DeskSheet;
  wish: Wish;
  found: OpenSlots | null;
  checked: Checked | Unchecked | null;
  did?: Did;
}

/** The sheet first: what may come along, and whether there is a time to look for at all, stands on it. */
export async function readDesk(
  rpc: Rpc,
  contract_id: string,
  said: URLSearchParams | Wish,
): Promise<Desk> {
  const sheet = await readSheet(rpc, contract_id);
  const wish = said instanceof URLSearchParams ? atFirst(said, sheet) : stillThere(said, sheet);
  const did = said instanceof URLSearchParams
    ? DEEDS.find((each) => each === said.get("did"))
    : undefined;
  if (whyClosed(sheet) !== null) return { sheet, wish, found: null, checked: null, did };
  const { at, technician, units } = wish;
  const [found, checked] = await Promise.all([
    timesFor(rpc, sheet, wish),
    at === null || technician === null
      ? null
      : checkTime(rpc, contract_id, { at, technician, units }),
  ]);
  return { sheet, wish, found, checked, did };
}

/** Everything of the household comes along until somebody says otherwise; phone and way in are as we know them. */
function atFirst(query: URLSearchParams, sheet: DeskSheet): Wish {
  return {
    ...wishIn(query, sheet.household.map(({ contract_id }) => contract_id).toSorted()),
    phone: sheet.phone ?? "",
    access_notes: sheet.access_notes ?? "",
  };
}

/** What was booked or has ended meanwhile can be ticked no more; a visit that was moved shows as it is. */
function stillThere(wish: Wish, sheet: DeskSheet): Wish {
  const units = wish.units.filter((id) =>
    sheet.household.some(({ contract_id }) => contract_id === id)
  );
  return { ...wish, units };
}
