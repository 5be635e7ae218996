/** The dispatch board over HTTP alone, as it is without a script: both views, what is chosen, and each way to put something. */
import { expect } from "expect";
import {
  AGNES,
  at,
  atTheBoard,
  AWAY,
  BOARD,
  CALL,
  DEED,
  GLORIA,
  MAREK,
  PAGE,
  PETER,
  PRIYA,
  REPAIR,
  UNDO,
  VISIT,
  WEEK,
  words,
} from "./board_world.ts";
import { DAY, LUIS } from "./fake_api.ts";
import { api, ask, called, post, test } from "./world.ts";

/** The element that begins with this, up to the next of its kind. */
const part = (html: string, begin: string, end: string) => {
  const from = html.indexOf(begin);
  return html.slice(from, html.indexOf(end, from));
};

const chosen = `${PAGE}&task=${AGNES}`;

test("a day shows who has what when, with drives, breaks, how far it is, and now", async () => {
  const headers = await atTheBoard();
  const { status, text } = await ask(PAGE, { headers });
  expect(status).toBe(200);
  expect(called("board")).toEqual([{ from_day: DAY, days: 1 }]);
  expect(called("board_places")).toEqual([]);
  expect(text.match(/data-lane="/g)).toHaveLength(3);
  const luis = words(part(text, `data-lane="${LUIS}"`, "</section>"));
  expect(luis).toContain("stair lifts, lift chairs");
  expect(luis).toContain("2 h 40 of 8 h");
  expect(luis).toMatch(
    /15 min M Maintenance, 10:45 from 10:45 to 11:45 a\.m\., Booked Agnes Fraser Stair lift, Toronto 12 min/,
  );
  expect(luis).toContain("Break");
  const marek = words(part(text, `data-lane="${MAREK}"`, "</section>"));
  expect(marek).toContain("20 min late");
  expect(marek).toMatch(/O Other work, 12:30 .*Team call/);
  expect(text).toMatch(/<li class="now p\d+-0"/);
  expect(words(text)).toContain("3 stops: 1 running late.");
});

test("each number at the head leads to the stops that it counts, of everybody", async () => {
  const headers = await atTheBoard();
  const { text } = await ask(PAGE, { headers });
  const numbers = [
    ...part(text, 'class="board-figures"', "</p>").matchAll(/href="([^"]*)"[^>]*>(\d+)/g),
  ];
  expect(numbers.map(([, , number]) => number)).toEqual(["3", "1"]);
  for (const [, href, number] of numbers) {
    const listed = await ask(href.replaceAll("&amp;", "&"), { headers });
    const panel = part(listed.text, 'aria-labelledby="counted"', "</section>");
    expect([href, panel.match(/<li>/g)?.length]).toEqual([href, Number(number)]);
  }
  const late = await ask(`${PAGE}&only=late`, { headers });
  expect(words(part(late.text, 'aria-labelledby="counted"', "</section>")))
    .toContain(
      "1 running late Close Peter Vance 1:30 p.m., Marek · Stair lift, Oakville 20 min late",
    );
});

test("a day that is fuller than its hours says so, and no word stands on another", async () => {
  const technicians = BOARD.technicians.map((each) => ({
    ...each,
    days: each.days.map((day) => ({
      ...day,
      stop_minutes: 480,
      drive_minutes: 120,
      open_minutes: 0,
    })),
  }));
  const tasks = [
    BOARD.tasks[0],
    {
      ...(BOARD.tasks[1] as object),
      starts_at: at("16:30"),
      ends_at: at("17:30"),
      drive_before: 30,
    },
  ];
  const headers = await atTheBoard({ board: { ...BOARD, technicians, tasks } });
  const { text } = await ask(PAGE, { headers });
  expect(words(part(text, `data-lane="${LUIS}"`, "</section>"))).toContain("10 h of 8 h");
  const marek = part(text, `data-lane="${MAREK}"`, "</section>");
  expect(marek).toMatch(/<li class="break [^"]*"><span class="unseen">Break/);
  expect(part(text, `data-lane="${LUIS}"`, "</section>")).toMatch(
    /<li class="break [^"]*"><span>Break/,
  );
});

test("a sheet of the day has each client's phone number and how one gets in", async () => {
  const headers = await atTheBoard();
  const { text } = await ask(`/office/board/print?day=${DAY}`, { headers });
  expect(words(part(text, 'day-sheet"', "</section>"))).toContain(
    "61 Garden Ave, Toronto 905-555-0117 · Side door, dog in the yard",
  );
});

test("no element has a style of its own: places are rules of one element with the page's nonce", async () => {
  const headers = await atTheBoard();
  const { text, headers: answered } = await ask(PAGE, { headers });
  expect(text).not.toMatch(/ style="/);
  const nonce = answered.get("Content-Security-Policy")!.match(/'nonce-([^']+)'/)![1];
  const rules = text.match(new RegExp(`<style id="board-places" nonce="${nonce}">([^<]*)</style>`));
  // From seven o'clock: Agnes is at 10:45 for an hour.
  expect(rules![1]).toContain(".p225-60{--from:225;--for:60}");
});

test("what waits stands at the side in its groups, urgent or not, with how its client is reached", async () => {
  const headers = await atTheBoard();
  const { text } = await ask(PAGE, { headers });
  const side = words(part(text, "<aside", "</aside>"));
  expect(side).toContain("Waiting for a place (2)");
  expect(side).toMatch(
    /Not given to anyone \(1\) R Repair, Stanley Brown Porch lift, Hamilton, 120 min/,
  );
  expect(side).toContain("Urgent. Waiting since Fri, May 8");
  expect(side).toMatch(/Please call back \(1\).*Gloria Mendes.*relay service.*Wants mornings/);
  expect(side).not.toContain("Needs a new time");
});

test("what lost its time says which and why, urgent ones first; a repair is one press from its page", async () => {
  const lost = {
    ...(BOARD.waiting[0] as object),
    what: "task",
    group: "new_time",
    reason: "closed",
    was_at: at("14:30"),
  };
  const away = {
    ...lost,
    id: AWAY,
    reason: "technician away",
    urgent: false,
    client_name: "Zoe Ash",
  };
  const waiting = [away, { ...lost, id: CALL, client_name: "Ann Day" }, ...BOARD.waiting];
  const headers = await atTheBoard({ board: { ...BOARD, waiting } });
  const { text } = await ask(`${PAGE}&what=repair&id=${REPAIR}`, { headers });
  const side = words(part(text, "waiting-work", "</aside>"));
  expect(side).toMatch(
    /Ann Day.*Was today, 10:30 a\.m\. That day was closed\..*Zoe Ash.*Technician away\./,
  );
  const panel = part(text, 'aria-labelledby="chosen"', "</section>");
  expect(panel).toContain(`href="/office/repairs/${REPAIR}"`);
});

test("the map has home, stops in their order and a scale, and says the same as a list", async () => {
  const headers = await atTheBoard();
  const { text } = await ask(PAGE, { headers });
  const map = part(text, `aria-labelledby="map"`, "</aside>");
  expect(map).toContain('class="home"');
  expect(map.match(/class="stop"/g)).toHaveLength(1);
  expect(map.match(/class="way/g)).toHaveLength(2);
  expect(words(map)).toMatch(/\d+ km/);
  expect(words(map)).toMatch(/10:45 to 11:45 a\.m\., Agnes Fraser, Toronto/);
  expect(text).not.toMatch(/https?:\/\/[^"]*tile/);
});

test("a chosen card opens its panel, with the cheapest other places one press away", async () => {
  const headers = await atTheBoard();
  const { text } = await ask(chosen, { headers });
  expect(called("board_places")).toEqual([{ what: "task", id: AGNES, from_day: DAY, days: 1 }]);
  expect(text).toMatch(new RegExp(`id="task-${AGNES}"`));
  expect(part(text, `id="task-${AGNES}"`, "</a>")).toContain('aria-current="true"');
  const panel = part(text, 'aria-labelledby="chosen"', "</section>");
  expect(words(panel)).toContain("61 Garden Ave, Toronto");
  expect(panel).toContain('href="tel:+19055550117"');
  expect(words(panel)).toMatch(/Phone 905-555-0117 Reach .*relay service.* Note Side door, dog/);
  expect(words(panel)).toContain(
    "Due Sat, May 30 Fee $189.00 + applicable tax HST 13 %: $213.57 in all, as promised",
  );
  expect(words(panel)).toContain("Today, 2:15 p.m., Luis adds 11 min of driving");
  expect(panel).toContain(`name="place" value="${LUIS}/${DAY}/14:15"`);
  expect(panel).toContain(`name="revision" value="4"`);
  expect(panel).toContain("hold=move");
  expect(words(panel)).toContain("Mail Gets a mail");
  expect(words(panel)).toContain("The client gets a mail five minutes later");
});

test("who has a repair or other work is told of it as of a visit; work without a client tells nobody", async () => {
  const headers = await atTheBoard();
  const held = async (what: string, id: string) =>
    words(
      part(
        (await ask(`${PAGE}&what=${what}&id=${id}&hold=move`, { headers })).text,
        'id="put"',
        "</form>",
      ),
    );
  expect(await held("repair", REPAIR)).toContain(
    "No e-mail: please call 905-555-0142. It goes on the work list.",
  );
  expect(await held("task", CALL)).toContain("No client is told.");
  const { text } = await ask(PAGE, { headers });
  const cards = text.match(/<[^>]*data-card="[^"]*"[^>]*>/g) ?? [];
  const tells = (id: string) =>
    cards.find((card) => card.includes(`data-id="${id}"`))?.match(/data-tells="([^"]*)"/)?.[1];
  expect([tells(AGNES), tells(REPAIR), tells(CALL)]).toEqual([
    "The client gets a mail five minutes later; until then it can be undone.",
    "No e-mail: please call 905-555-0142. It goes on the work list.",
    undefined,
  ]);
});

test("what a visit is expected to cost is told apart from what was promised; a repair has no such price", async () => {
  const headers = await atTheBoard();
  const panel = async (what: string, id: string) =>
    words(part(
      (await ask(`${PAGE}&what=${what}&id=${id}`, { headers })).text,
      'aria-labelledby="chosen"',
      "</section>",
    ));
  expect(await panel("contract", GLORIA)).toMatch(
    /Fee \$79\.00 \+ applicable tax .*as expected, not promised yet/,
  );
  expect(await panel("repair", REPAIR)).not.toContain("Fee");
});

test("another technician is chosen with the same still in the hand", async () => {
  const headers = await atTheBoard();
  const { text } = await ask(`${chosen}&hold=move`, { headers });
  const row = part(text, 'aria-label="Technician"', "</nav>");
  const href = row.match(new RegExp(`href="([^"]*technician=${MAREK}[^"]*)"`))![1];
  const other = await ask(href.replaceAll("&amp;", "&"), { headers });
  expect(other.text).toMatch(new RegExp(`class="lane shown"[^>]*data-lane="${MAREK}"`));
  expect(words(part(other.text, 'id="put"', "</form>"))).toContain("In your hand: Agnes Fraser.");
});

test("what can't be moved is not offered to be, and nobody looks for places", async () => {
  const tasks = [{ ...(BOARD.tasks[0] as object), can_move: false, badge: "started" }];
  const headers = await atTheBoard({ board: { ...BOARD, tasks } });
  const { text } = await ask(chosen, { headers });
  expect(called("board_places")).toEqual([]);
  const panel = part(text, 'aria-labelledby="chosen"', "</section>");
  expect(words(panel)).toContain("It can't be moved any more.");
  expect(panel).not.toContain("hold=move");
  expect(part(text, 'class="day-board"', "<aside")).not.toContain("data-moves");
});

test("what has no places any more is shown all the same, and is not offered to be put anywhere", async () => {
  const headers = await atTheBoard();
  api.answer({
    board_places: () => {
      throw { code: "PT404", message: "not there" };
    },
  });
  const { status, text } = await ask(`${PAGE}&what=contract&id=${GLORIA}&hold=move`, { headers });
  expect(status).toBe(200);
  const panel = part(text, 'aria-labelledby="chosen"', "</section>");
  expect(words(panel)).toContain("No place is looked for: it is booked already, or rests.");
  expect(text).not.toContain("hold=move");
  expect(text).not.toContain('id="put"');
});

test("picked up without a script every technician answers, and each best place is a button", async () => {
  const headers = await atTheBoard();
  const { text } = await ask(`${chosen}&hold=move`, { headers });
  expect(words(part(text, 'id="put"', "</form>"))).toMatch(
    /In your hand: Agnes Fraser\..*gets a mail five minutes later/,
  );
  // From 11:15 to 3:30, every quarter of an hour.
  const every = part(text, "every-place", "</p>");
  expect(every.match(/name="place"/g)).toHaveLength(18);
  expect(every).toContain(`value="${LUIS}/${DAY}/11:15"`);
  const lane = (id: string) => part(text, `data-lane="${id}"`, "</section>");
  expect(lane(LUIS)).toContain(`form="put" name="place" value="${LUIS}/${DAY}/14:15"`);
  expect(words(lane(LUIS))).toContain("Fits 2:15, adds 11 min of driving");
  expect(words(lane(MAREK))).toContain("Drive too long: 44 min from the stop before, 30 free.");
  expect(words(lane(PRIYA))).toContain("No skill: Has not learned stair lifts.");
});

test("a press puts it there, as it was shown, and the page that follows can undo it", async () => {
  const headers = await atTheBoard({ move_task: { status: "moved", warnings: [], undo: UNDO } });
  const sent = { do: "put", what: "task", id: AGNES, revision: "4", place: `${LUIS}/${DAY}/14:15` };
  const { status, headers: answered } = await post(chosen, sent, headers);
  expect(status).toBe(303);
  expect(called("move_task")).toEqual([{
    task_id: AGNES,
    technician_id: LUIS,
    starts_at: `${DAY}T18:15:00.000Z`,
    override: false,
    revision: 4,
  }]);
  const { text } = await ask(answered.get("Location")!, { headers });
  const bar = part(text, '<div class="notice undo"', "</form>");
  expect(bar).toContain('role="status"');
  expect(words(bar)).toContain("Until 11:05 a.m. it can be undone");
  expect(bar).toContain(`name="deed" value="${DEED}"`);
});

test("once it is done, the page says whom to call who gets no mail", async () => {
  const says = async (is_mailed: boolean) => {
    const board = {
      ...BOARD,
      tasks: [{ ...VISIT, is_mailed, starts_at: at("17:00"), ends_at: at("18:00") }],
    };
    const { text } = await ask(`${chosen}&deed=${DEED}&until=${at("15:05").slice(0, 19)}Z`, {
      headers: await atTheBoard({ board }),
    });
    return words(part(text, '<div class="notice undo"', "</form>"));
  };
  expect(await says(true)).toContain("Then the client gets a mail.");
  expect(await says(false))
    .toContain("No e-mail: please call 905-555-0117. It is on the work list.");
});

test("put where the time is over, it can be undone, and it is said that no client is told", async () => {
  const headers = await atTheBoard();
  const done = async (id: string) =>
    words(
      part(
        (await ask(`${PAGE}&task=${id}&deed=${DEED}&until=${at("15:05").slice(0, 19)}Z`, {
          headers,
        })).text,
        "notice undo",
        "</form>",
      ),
    );
  expect(await done(AGNES)).toContain(
    "it can be undone. That time has begun or is over: no client is told.",
  );
  expect(await done(PETER)).toContain("it can be undone, and no mail leaves.");
});

test("after five minutes nothing offers to undo it", async () => {
  const headers = await atTheBoard();
  const { text } = await ask(`${chosen}&deed=${DEED}&until=${at("15:00").slice(0, 19)}Z`, {
    headers,
  });
  expect(text).not.toContain('value="undo"');
});

test("undo puts it back, or says why it can't", async () => {
  let headers = await atTheBoard({ undo_deed: { status: "undone" } });
  const sent = { do: "undo", deed: DEED };
  const done = await post(chosen, sent, headers);
  expect(done.status).toBe(303);
  expect(called("undo_deed")).toEqual([{ deed_id: DEED }]);
  const { text } = await ask(done.headers.get("Location")!, { headers });
  expect(words(text)).toContain("Undone. All is as it was before, and nobody is told.");
  const changed = { reason: "changed", at: "2026-12-22T14:02:00+00:00", by: "Priya" };
  for (
    const [answer, said] of [
      [{ reason: "over" }, "five minutes"],
      [{ reason: "technician" }, "not there at the old time any more"],
      [{ reason: "closed" }, "was closed meanwhile for units that stand outside"],
      [{ ...changed, what: "time" }, "It was given another time by Priya, 9:02 a.m., so it stays"],
      [{ ...changed, what: "amount", by: null }, "Its repair was quoted anew, 9:02 a.m., so"],
      [{ reason: "changed" }, "It was changed since, so it stays as it is now."],
    ] as const
  ) {
    headers = await atTheBoard({ undo_deed: { status: "refused", ...answer } });
    const refused = await post(chosen, sent, headers);
    expect(refused.status).toBe(422);
    expect(words(part(refused.text, 'role="alert"', "</aside>"))).toContain(said);
  }
});

test("an approved repair is scheduled, and a client who asked for a call is booked with what is known of them", async () => {
  const headers = await atTheBoard({
    schedule_repair: { status: "scheduled", task_id: CALL, warnings: [], undo: UNDO },
    booking_sheet: { status: "ok", phone: "905-555-0142", access_notes: "Gate" },
    book_for_client: { status: "booked", task_id: PETER, warnings: [], undo: UNDO },
  });
  const place = `${MAREK}/${DAY}/9:30`;
  const repair = await post(PAGE, { do: "put", what: "repair", id: REPAIR, place }, headers);
  expect(repair.headers.get("Location")).toContain(`task=${CALL}`);
  const wanted = { technician_id: MAREK, starts_at: `${DAY}T13:30:00.000Z`, override: false };
  expect(called("schedule_repair")).toEqual([{ work_order_id: REPAIR, ...wanted }]);
  const gloria = await post(PAGE, { do: "put", what: "contract", id: GLORIA, place }, headers);
  expect(gloria.headers.get("Location")).toContain(`task=${PETER}`);
  expect(called("book_for_client")).toEqual([{
    contract_id: GLORIA,
    ...wanted,
    phone: "905-555-0142",
    access_notes: "Gate",
    with_contract_ids: [],
  }]);
});

test("two change places: the first is chosen, every other card that can move is a button", async () => {
  const headers = await atTheBoard({ swap_tasks: { status: "moved", warnings: [], undo: UNDO } });
  const { text } = await ask(`${chosen}&hold=swap`, { headers });
  expect(words(part(text, 'id="swap"', "</form>"))).toContain("Swap Agnes Fraser with whom?");
  expect(text).toContain(`form="swap" name="second" value="${PETER}/4"`);
  // Neither the chosen one nor what can't be moved.
  expect(text).not.toContain(`name="second" value="${AGNES}`);
  expect(text).not.toContain(`name="second" value="${AWAY}`);
  const sent = { do: "swap", first: AGNES, first_revision: "4", second: `${PETER}/4` };
  expect((await post(`${chosen}&hold=swap`, sent, headers)).status).toBe(303);
  expect(called("swap_tasks")).toEqual([{
    first_task_id: AGNES,
    second_task_id: PETER,
    override: false,
    first_revision: 4,
    second_revision: 4,
  }]);
});

test("a swap that can't be says which of the two it is, and what would follow", async () => {
  const headers = await atTheBoard({
    swap_tasks: {
      status: "refused",
      reason: "drive",
      task_id: PETER,
      objection: { reason: "drive", side: "before", place: "Ajax", minutes: 51, planned: 30 },
    },
  });
  const sent = { do: "swap", first: AGNES, first_revision: "4", second: `${PETER}/4` };
  const { status, text } = await post(`${chosen}&hold=swap`, sent, headers);
  expect(status).toBe(422);
  const refusal = words(part(text, 'class="refusal"', "</form>"));
  expect(refusal).toContain("Drive too long Peter Vance, at the other's place: 51 min from Ajax");
  expect(refusal).toContain(
    "Swap them all the same Only a client whose new time is to come gets a mail",
  );
});

test("a week has days across with a ribbon each, and closes a holiday by its name", async () => {
  const headers = await atTheBoard({ board: WEEK });
  const { text } = await ask(`${PAGE}&view=week`, { headers });
  expect(called("board")).toEqual([{ from_day: "2026-05-11", days: 7 }]);
  const head = words(part(text, "<thead>", "</thead>"));
  expect(head).toContain("Mon, May 11");
  expect(head).toContain("Fri, May 15 Founders' Day, closed");
  // Nobody works on the weekend, and nothing is there.
  expect(head).not.toContain("Sat, May 16");
  expect(text.match(/<svg class="ribbon"/g)).toHaveLength(12);
  expect(words(text)).toContain("Closed: Founders' Day");
  const tuesday = part(text, `data-lane="${LUIS}" data-name="Luis" data-day="${DAY}"`, "</td>");
  expect(words(tuesday)).toContain("2 h at stops, 40 min driving");
  expect(tuesday).toMatch(/<rect class="work maintenance" x="\d+"/);
  expect(words(tuesday)).toContain("Agnes Fraser");
});

test("in a week what is in the hand is answered on every day", async () => {
  const headers = await atTheBoard({ board: WEEK });
  const { text } = await ask(`${PAGE}&view=week&task=${AGNES}&hold=move`, { headers });
  const cell = (id: string) => part(text, `data-lane="${id}" data-name`, "</tr>");
  expect(cell(LUIS)).toContain(`value="${LUIS}/${DAY}/14:15"`);
  expect(words(cell(PRIYA))).toContain("No skill: Has not learned stair lifts.");
});

test("a day without work says so, a holiday by its name, and a company without technicians where to begin", async () => {
  const empty = { ...BOARD, tasks: [] };
  let headers = await atTheBoard({ board: empty });
  expect(words((await ask(PAGE, { headers })).text)).toContain("No work yet. 2 wait for a place.");
  headers = await atTheBoard({
    board: { ...empty, holidays: [{ on_day: DAY, name: "Founders' Day" }] },
  });
  expect(words((await ask(PAGE, { headers })).text))
    .toContain("Nobody works on this day: Founders' Day.");
  headers = await atTheBoard({ board: { ...empty, technicians: [] } });
  expect(words((await ask(PAGE, { headers })).text)).toContain("There are no technicians yet.");
});
