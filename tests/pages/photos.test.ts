/** Photos of a visit: how they come with its forms, what is refused and how, and where they are looked at. */
import { expect } from "expect";
import { bareJpegOf, cameraJpeg, joined } from "@/tests/papers/jpegs.ts";
import { DONE_VISIT, inTheOffice, KEPT, NOT_CLOSED, RECORD } from "./office_visit_world.ts";
import { withKept } from "@/lib/visits/photos.ts";
import { DRAFT, onTheRoad, OTHER, OUTCOME, PASSED, SHEET, UNIT, VISIT } from "./tech_world.ts";
import { api, ask, called, plain, SITE, test } from "./world.ts";

const AT = `/tech/visits/${VISIT}`;
const PHOTO = {
  file_id: "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb",
  line: 2 as number | null,
  caption: null as string | null,
  taken_at: "2026-05-12T14:41:00+00:00",
  bytes: 217_000,
};
const HALL = { ...PHOTO, file_id: OTHER, line: null, caption: "The hall" };

type Part = string | Uint8Array<ArrayBuffer>;

/** Posts a form with files as browsers do. */
async function send(path: string, fields: [string, Part][], headers: HeadersInit) {
  const body = new FormData();
  for (const [name, part] of fields) {
    body.append(name, typeof part === "string" ? part : new File([part], "IMG_1.jpg"));
  }
  return await ask(path, { method: "POST", body, headers: { Origin: SITE, ...headers } });
}

/** A technician, and what the database says to a photo. */
async function withCamera(said: unknown = { status: "kept" }, draft: unknown = DRAFT) {
  const headers = await onTheRoad(draft as typeof DRAFT);
  api.answer({
    add_visit_photo: () => said,
    remove_visit_photo: () => ({ status: "removed" }),
    visit_photo: () => ({ status: "ok", visit_id: VISIT, content: bareJpegOf().toBase64() }),
  });
  return headers;
}

test("each line has room for a photo, in a form that takes files along", async () => {
  const headers = await withCamera();
  const { text } = await ask(`${AT}/checklist`, { headers });
  expect(text.match(/type="file" name="photo-\d" accept="image\/\*" capture="environment"/g))
    .toHaveLength(3);
  expect(text).toContain('enctype="multipart/form-data"');
  expect(plain(text)).toContain("Photo of line 2");
});

test("a photo is kept with its line, without what a camera wrote into it, under one name however often it comes", async () => {
  const headers = await withCamera();
  const fields: [string, Part][] = [
    ["line-2", "fail"],
    ["photo-1", new Uint8Array()],
    ["taken-1", ""],
    ["photo-2", cameraJpeg()],
    ["taken-2", "2026-05-12T14:41:00.000Z"],
    ["photo", bareJpegOf(9)],
    ["taken", "yesterday"],
    ["caption", " The hall "],
    ["action", "save"],
  ];
  const sent = await send(`${AT}/checklist`, fields, headers);
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${AT}/checklist?now#line-1`]);
  await send(`${AT}/checklist`, fields, headers);
  const [line, hall, ...again] = called("add_visit_photo");
  expect(line).toEqual({
    visit_id: VISIT,
    file_id: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    content: bareJpegOf().toBase64(),
    taken_at: "2026-05-12T14:41:00.000Z",
    line: 2,
  });
  expect(hall).toEqual({
    visit_id: VISIT,
    file_id: expect.not.stringMatching(line.file_id),
    content: bareJpegOf(9).toBase64(),
    caption: "The hall",
  });
  expect(again).toEqual([line, hall]);
});

test("what is no photo is told at once, and everything typed beside it is kept", async () => {
  const html = new TextEncoder().encode("<html><script>alert(1)</script></html>");
  const zip = new TextEncoder().encode("PK\x03\x04");
  const half = cameraJpeg(100).subarray(0, 90);
  for (const file of [html, zip, half, joined(html, cameraJpeg())]) {
    const headers = await withCamera();
    const fields: [string, Part][] = [["line-1", "fail"], ["note-1", "Worn"], ["photo-1", file]];
    const { status, text } = await send(`${AT}/checklist`, fields, headers);
    expect([status, called("add_visit_photo")]).toEqual([422, []]);
    expect(plain(text)).toContain("That is no photo that can be kept. Please take it again.");
    expect(text).toContain("Worn");
    expect(called("save_visit_draft")).toHaveLength(1);
    api.reset();
  }
  const headers = await withCamera();
  await send(`${AT}/checklist`, [["photo-1", joined(cameraJpeg(), html)]], headers);
  const [{ content }] = called("add_visit_photo");
  expect(content).toBe(bareJpegOf().toBase64());
});

test("one that no script made smaller is too large, in a sentence; a form without end is refused as a whole", async () => {
  const headers = await withCamera();
  const { status, text } = await send(
    `${AT}/finish`,
    [["findings", "Rail worn"], ["photo", cameraJpeg(3_250_000)], ["action", "finish"]],
    headers,
  );
  expect([status, called("add_visit_photo"), called("complete_visit")]).toEqual([422, [], []]);
  expect(plain(text)).toContain("That photo has 3.1 MB, and 400 KB is the most.");
  expect(text).toContain('href="#photos"');
  expect(text).toContain("Rail worn");
  const endless = await send(`${AT}/finish`, [["photo", cameraJpeg(25_000_000)]], headers);
  expect(endless.status).toBe(413);
  expect(plain(endless.text)).toContain("a photo too large");
  const elsewhere = await send(`${AT}/late`, [["minutes", "1".repeat(70_000)]], headers);
  expect(elsewhere.status).toBe(413);
});

test("what the database does not take is told in words", async () => {
  const words = {
    full: "There is room for 6 photos. Please remove one first.",
    over: "This is over: it gets no more photos.",
    extra: "That is no photo that can be kept. Please take it again.",
  };
  for (const [reason, told] of Object.entries(words)) {
    const headers = await withCamera({ status: "refused", reason });
    const { status, text } = await send(`${AT}/finish`, [["photo", cameraJpeg()]], headers);
    expect([status, plain(text).includes(told)]).toEqual([422, true]);
  }
});

test("photos are told in words where a technician writes, dropped by a button, and sent with the report", async () => {
  const headers = await withCamera(undefined, { ...PASSED, photos: [PHOTO, HALL] });
  const checklist = await ask(`${AT}/checklist`, { headers });
  expect(plain(checklist.text)).toContain("Photo 1 of line 2 kept, 212 KB");
  expect(checklist.text).not.toContain("<img");
  const finish = await ask(`${AT}/finish`, { headers });
  expect(plain(finish.text)).toContain("Photo 1: The hall kept, 212 KB");
  expect(finish.text).toContain(`href="${AT}/photos/${PHOTO.file_id}"`);

  const dropped = await send(`${AT}/checklist`, [["remove", PHOTO.file_id]], headers);
  expect(dropped.headers.get("Location")).toBe(`${AT}/checklist?now#line-2`);
  await send(`${AT}/finish`, [["remove", HALL.file_id]], headers);
  await send(`${AT}/checklist`, [["remove", VISIT]], headers);
  expect(called("remove_visit_photo")).toEqual([PHOTO, HALL].map(({ file_id }) => ({ file_id })));

  const signed: [string, Part][] = [["action", "finish"], ["method", "typed"], ["signer", "Ethel"]];
  await send(`${AT}/finish`, signed, headers);
  const [{ report }] = called("complete_visit");
  expect(report.file_ids).toEqual([PHOTO.file_id, HALL.file_id]);
});

test("a photo of the door is kept before the visit comes to nothing, which takes it along", async () => {
  const headers = await withCamera();
  const fields: [string, Part][] = [["reason", "nobody_home"], ["photo", cameraJpeg(300_000)]];
  const sent = await send(`${AT}/could-not`, fields, headers);
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `${AT}?now`]);
  const order = api.calls.map(({ name }) => name).filter((name) => /photo|fail/.test(name));
  expect(order).toEqual(["add_visit_photo", "fail_visit"]);
  const noPhoto = new TextEncoder().encode("PK");
  const { status, text } = await send(`${AT}/could-not`, [fields[0], ["photo", noPhoto]], headers);
  expect([status, called("fail_visit").length]).toEqual([422, 1]);
  expect(plain(text)).toContain("That is no photo that can be kept.");
});

test("where the company asks for a photo of what fails, the way to that line is shown", async () => {
  const headers = await withCamera(undefined, PASSED);
  api.answer({ complete_visit: () => ({ status: "incomplete", missing: ["photo:2"] }) });
  const { status, text } = await send(`${AT}/finish`, [["action", "finish"]], headers);
  expect(status).toBe(422);
  expect(text).toContain(`href="${AT}/checklist#line-2">Line 2 fails: please take a photo of it.`);
});

test("what a second phone took of a visit that is done goes with its report to the office", async () => {
  const headers = await withCamera(undefined, { ...DRAFT, report_id: null });
  const over = { ...UNIT, state: "done" };
  const answers = ["refused", "kept"];
  api.answer({
    visit_sheet: () => ({ ...SHEET, unit: over, stop: { ...SHEET.stop, units: [over] } }),
    complete_visit: () => ({ status: "conflict", reason: "done", kept_report_id: OTHER }),
  });
  const fields: [string, Part][] = [
    ["report_id", OTHER],
    ["action", "finish"],
    ["photo", cameraJpeg()],
  ];
  const sent = await send(`${AT}/finish`, fields, headers);
  expect(sent.headers.get("Location")).toBe("/tech?changed=done");
  const [{ file_id }] = called("add_visit_photo");
  expect(called("complete_visit")[0].report.file_ids).toEqual([file_id]);
  // Where six wait already the report takes them along first; then there is room.
  api.answer({ add_visit_photo: () => ({ status: answers.shift(), reason: "full" }) });
  const late = await send(`${AT}/finish`, fields, headers);
  expect(late.headers.get("Location")).toBe("/tech?changed=done");
  const order = api.calls.map(({ name }) => name).filter((name) => /photo|complete/.test(name));
  expect(order.slice(2)).toEqual(["add_visit_photo", "complete_visit", "add_visit_photo"]);
});

Deno.test("a report names six photos at most: those that came with it go first", () => {
  const photo = (file_id: string) => ({ ...PHOTO, file_id });
  const named = (waited: string, came: string) =>
    withKept([...waited].map(photo), [...came].map(photo)).map(({ file_id }) => file_id).join("");
  expect(named("abcd", "ef")).toBe("abcdef");
  expect(named("abcd", "efg")).toBe("bcdefg");
  expect(named("abcd", "aefg")).toBe("cdaefg");
});

test("of a visit that is over the photos are behind a fold, and loaded when it is opened", async () => {
  const headers = await withCamera();
  const over = { ...UNIT, state: "done" };
  api.answer({
    visit_sheet: () => ({ ...SHEET, unit: over, stop: { ...SHEET.stop, units: [over] } }),
    visit_outcome: () => ({ ...OUTCOME, photos: [PHOTO, HALL] }),
  });
  const { text } = await ask(AT, { headers });
  expect(plain(text)).toContain("Photos (2)");
  expect(text).toMatch(/<details class="fold"><summary>Photos[\s\S]*<img [^>]*loading="lazy"/);
});

const ROOMS = [
  ["visit", "technician", `/tech/visits/${VISIT}`],
  ["repair", "technician", `/tech/repairs/${VISIT}`],
  ["visit", "office", `/office/visits/${VISIT}`],
  ["repair", "office", `/office/repairs/${VISIT}`],
] as const;

for (const [work, role, page] of ROOMS) {
  test(`a photo of a ${work}, for the ${role}, is a picture and nothing else whatever its bytes say, kept by no cache, and only below its own page`, async () => {
    const headers = role === "office" ? await inTheOffice(null) : await onTheRoad();
    const script = new TextEncoder().encode("<script>alert(1)</script>");
    const bytes = joined(bareJpegOf(), script);
    api.answer({
      visit_photo: () => ({
        status: "ok",
        [work === "visit" ? "visit_id" : "work_order_id"]: VISIT,
        content: bytes.toBase64(),
      }),
    });
    const { status, headers: said } = await ask(`${page}/photos/${PHOTO.file_id}`, { headers });
    expect(status).toBe(200);
    expect(Object.fromEntries(said)).toMatchObject({
      "content-type": "image/jpeg",
      "content-disposition": 'inline; filename="photo.jpg"',
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow",
      "referrer-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": expect.stringMatching(/^default-src 'none';.*sandbox/),
    });
    expect(said.get("Access-Control-Allow-Origin")).toBeNull();
    const other = page.replace(VISIT, OTHER);
    expect((await ask(`${other}/photos/${PHOTO.file_id}`, { headers })).status).toBe(404);
    expect((await ask(`${page}/photos/1`, { headers })).status).toBe(404);
  });
}

test("who was signed out keeps what was typed beside photos, and is told that those are gone", async () => {
  const next = `/sign-in?next=${encodeURIComponent(`${AT}/finish`)}&unsent=yes`;
  const fields: [string, Part][] = [["findings", "Rail worn"], ["photo", cameraJpeg(300_000)]];
  const kept = await send(next, fields, {});
  expect(kept.status).toBe(200);
  expect(kept.text).toContain("Rail worn");
  expect(plain(kept.text)).toContain("The photos could not be kept.");
  const none = await send(next, [["findings", "Rail worn"], ["photo", new Uint8Array()]], {});
  expect(plain(none.text)).not.toContain("photos");
});

test("the office sees the photos of the record, of kept reports, and those of no report", async () => {
  const shown = async (visit: unknown) => {
    const { text } = await ask(`/office/visits/${VISIT}`, { headers: await inTheOffice(visit) });
    return text;
  };
  const done = await shown({
    ...DONE_VISIT,
    record: { ...RECORD, photos: [PHOTO] },
    photos: [HALL],
  });
  expect(done.match(/<img src="\/office\/visits\/[^"]*\/photos\//g)).toHaveLength(2);
  expect(done).toContain('alt="Photo 1 of line 2"');
  expect(plain(done)).toContain("Not all of them are part of the record");
  const waiting = await shown({ ...NOT_CLOSED, photos: [HALL] });
  expect(plain(waiting)).toContain("Taken for a report that is not sent yet.");
  const kept = await shown({ ...NOT_CLOSED, kept: [{ ...KEPT, photos: [HALL] }] });
  expect(kept).toContain('alt="Photo 1: The hall"');
});

test("a sheet of paper takes photos along, whichever button keeps it", async () => {
  const headers = await inTheOffice(NOT_CLOSED, {
    visit_draft: { ...DRAFT, photos: [HALL] },
    add_visit_photo: { status: "kept" },
    record_from_paper: { status: "done" },
  });
  const path = `/office/visits/${VISIT}/report`;
  const again = await send(path, [["action", "save"], ["photo-2", cameraJpeg()]], headers);
  expect(again.status).toBe(200);
  expect(called("add_visit_photo")).toHaveLength(1);
  expect(plain(again.text)).toContain("Photo 1: The hall kept");
  const sheet: [string, Part][] = [
    ["action", "record"],
    ["technician", VISIT],
    ["day", "2026-05-12"],
    ["from", "10:00"],
    ["until", "11:00"],
  ];
  await send(path, sheet, headers);
  expect(called("record_from_paper")[0].report.file_ids).toEqual([HALL.file_id]);
});
