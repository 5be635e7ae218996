/** What belongs to the board besides its page: all places in words, whether anything changed, a day on paper. */
import { expect } from "expect";
import { AGNES, atTheBoard, MAREK, PAGE, PLACES, words } from "./board_world.ts";
import { DAY, LUIS } from "./fake_api.ts";
import { ask, called, post, test } from "./world.ts";

test("the script is told all places at once, in words and minutes", async () => {
  const headers = await atTheBoard();
  const { status, text } = await ask(
    `/office/board/places.json?what=task&id=${AGNES}&day=${DAY}&view=day`,
    { headers },
  );
  expect(status).toBe(200);
  const told = JSON.parse(text);
  expect(told.minutes).toBe(60);
  expect(told.first).toEqual({ technician: LUIS, day: DAY, minute: 855 });
  const [luis, marek, priya] = told.technicians.map(
    ({ days }: { days: { answers: unknown[] }[] }) => days[0],
  );
  expect(
    luis.answers.map(({ from, to, fits, word }: Record<string, unknown>) => [from, to, fits, word]),
  )
    .toEqual([[360, 465, false, "Outside hours"], [480, 660, false, "Past"], [
      675,
      930,
      true,
      "Fits",
    ]]);
  expect(marek.answers[0].more).toBe("Peter Vance, until 2:30 p.m.");
  expect(priya.why).toBe("No skill: Has not learned stair lifts.");
  expect(PLACES.technicians).toHaveLength(told.technicians.length);
  expect((await ask("/office/board/places.json?what=task&id=no", { headers })).status).toBe(404);
});

test("whether anything changed is a short question, answered with nothing where it did not", async () => {
  const stamp = "0".repeat(32);
  const headers = await atTheBoard({ board_stamp: { status: "ok", stamp } });
  const path = `/office/board/stamp.json?day=${DAY}`;
  const first = await ask(path, { headers });
  expect(first.headers.get("ETag")).toBe(`"${stamp}"`);
  // A proxy that compresses makes it a weak one.
  for (const known of [`"${stamp}"`, `W/"${stamp}"`]) {
    const again = await ask(path, { headers: { ...headers, "If-None-Match": known } });
    expect([again.status, again.text]).toEqual([304, ""]);
  }
  const other = `"${"1".repeat(32)}"`;
  expect((await ask(path, { headers: { ...headers, "If-None-Match": other } })).status).toBe(200);
});

test("on paper each technician has a sheet, or only the one who is named", async () => {
  const headers = await atTheBoard();
  const all = await ask(`/office/board/print?day=${DAY}`, { headers });
  expect(all.text.match(/class="day-sheet"/g)).toHaveLength(3);
  expect(words(all.text)).toContain("10:45 to 11:45 a.m. Agnes Fraser");
  const one = await ask(`/office/board/print?day=${DAY}&technician=${MAREK}`, { headers });
  expect(one.text.match(/class="day-sheet"/g)).toHaveLength(1);
  expect(words(one.text)).not.toContain("Agnes Fraser");
});

test("an address that means nothing shows today", async () => {
  const headers = await atTheBoard();
  const { status } = await ask(
    "/office/board?day=2026-02-31&view=month&task=1&hold=x&deed=1&until=x",
    {
      headers,
    },
  );
  expect(status).toBe(200);
  expect(called("board_places")).toEqual([]);
  expect((await post(PAGE, { do: "put", what: "task", id: AGNES }, headers)).status).toBe(400);
  expect((await post(PAGE, { do: "dance" }, headers)).status).toBe(400);
});
