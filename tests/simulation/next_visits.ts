import type { Persona, Stage } from "./stage.ts";

/** Some clients fix the visit after this one while somebody is there; a few of them change their mind at once. */
export async function bookNext(
  stage: Stage,
  by: Persona,
  visit_id: string,
  about: string,
): Promise<void> {
  if (!stage.chance.happens(0.3, "books at the door", about)) return;
  const found = await stage.act(by, "return_slots", { visit_id });
  stage.count(`at the door: ${found.status} ${found.what ?? ""}`.trim());
  if (found.status !== "open" || found.slots.length === 0) return;
  const book = async ({ technician_id, starts_at }: Record<string, string>, change: boolean) =>
    await stage.act(by, "book_return", { visit_id, technician_id, starts_at, change });
  await book(found.slots[0], false);
  if (!stage.chance.happens(0.2, "another time", about)) return;
  const others = await stage.act(by, "return_slots", { visit_id, change: true });
  if (others.status === "open" && others.slots.length > 0) await book(others.slots[0], true);
}
