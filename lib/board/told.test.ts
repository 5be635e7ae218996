import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { put } from "./act.ts";
import type { Places } from "./place_shapes.ts";
import { tellPlaces } from "./told.ts";
import { viewIn } from "./view.ts";

const ZONE = "America/Toronto";
const TODAY = "2026-05-12";
const at = (time: string, day = TODAY) => `${day}T${time}:00-04:00`;

const told = (answers: unknown[], best: unknown[] = []) =>
  tellPlaces(
    {
      minutes: 60,
      best,
      technicians: [{ technician_id: "luis", days: [{ on_day: TODAY, answers, best: null }] }],
    } as Places,
    TODAY,
    ZONE,
  );

Deno.test("keys begin at the cheapest place that is on the board, and at none that is not", () => {
  const place = (day: string) => ({ technician_id: "luis", starts_at: at("09:15", day) });
  expect(told([], [place("2026-05-20"), place(TODAY)]).first)
    .toEqual({ technician: "luis", day: TODAY, minute: 555 });
  expect(told([], [place("2026-05-20")]).first).toBeNull();
});

Deno.test("a day that is over says so, and not that its hours are", () => {
  const notice = { from: at("06:00"), to: at("21:00"), answer: "notice", is_past: true, hours: 24 };
  expect(told([notice]).technicians[0].days[0].why).toBe("Past");
});

Deno.test("an address that names no day shows today", () => {
  for (const day of ["", "2026-02-30", "tomorrow"]) {
    expect(viewIn(new URLSearchParams({ day }), TODAY).day).toBe(TODAY);
  }
});

Deno.test("an hour that no day has is no place, and nobody is asked for it", async () => {
  const rpc = (() => Promise.reject(new Error("asked"))) as unknown as Rpc;
  const wish = {
    item: { what: "task" as const, id: "t" },
    revision: 0,
    technician: "luis",
    day: TODAY,
    time: "25:30",
    override: true,
  };
  const came = await put(rpc, wish, TODAY, ZONE);
  expect(came.ok ? "" : came.refusal.complaint).toBe("There is no such time on that day.");
});
