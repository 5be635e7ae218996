/** Photos that come from two phones at once, and while their report is sent. */
import { expect } from "expect";
import type { Database, Queryable } from "@/embedded/database.ts";
import { bareJpegOf } from "@/tests/papers/jpegs.ts";
import { addVisits, complete, type Visit } from "./completing.ts";
import { interleave } from "./interleave.ts";
import { inWorld } from "./world.ts";

interface Answer {
  status: string;
  reason?: string;
  repeated?: boolean;
}

async function add(db: Queryable, { id }: Visit, photo: string): Promise<Answer> {
  const [{ answer }] = await db.query<{ answer: Answer }>(
    "select public.add_visit_photo($1, $2, $3) as answer",
    [id, photo, bareJpegOf().toBase64()],
  );
  return answer;
}

const count = async (db: Database) =>
  (await db.query<{ n: number }>("select count(*)::integer as n from public.visit_files"))[0].n;

Deno.test("fourteen photos from two phones at once: six are kept, each once, the others are refused", () =>
  inWorld(async ({ db }) => {
    const [visit] = await addVisits(db, 1);
    const photos = Array.from({ length: 7 }, () => crypto.randomUUID());
    const answers = await Promise.all([...photos, ...photos].map((photo) => add(db, visit, photo)));
    const said = (wanted: string) => answers.filter(({ status }) => status === wanted);
    expect(said("kept").filter(({ repeated }) => !repeated)).toHaveLength(6);
    expect(said("refused").every(({ reason }) => reason === "full")).toBe(true);
    expect(said("kept").length + said("refused").length).toBe(14);
    expect(await count(db)).toBe(6);
  }));

Deno.test("a photo that comes while the report is sent is refused, and nothing waits for ever", () =>
  inWorld(async (world) => {
    const [visit] = await addVisits(world.db, 1);
    const [done, photo] = await interleave(
      world,
      (tx) => complete(tx, visit, crypto.randomUUID()),
      (db) => add(db, visit, crypto.randomUUID()),
    );
    expect([done.status, photo.status, photo.reason]).toEqual(["done", "refused", "over"]);
  }));
