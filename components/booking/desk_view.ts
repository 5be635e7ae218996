import type { Checked, DeskSheet, Unchecked } from "@/lib/booking/desk.ts";
import type { Did, Refused } from "@/lib/booking/desk_act.ts";
import type { Wish } from "@/lib/booking/desk_wish.ts";
import type { OpenSlots } from "@/lib/booking/shapes.ts";

/** What the page of a booking on the phone shows. */
export interface DeskView {
  sheet: DeskSheet;
  wish: Wish;
  /** Free times; null where none are asked for. */
  found: OpenSlots | null;
  /** The chosen time, and what is against it. */
  checked: Checked | Unchecked | null;
  refused?: Refused;
  /** What was done just now. */
  did?: Did;
  zone: string;
}
