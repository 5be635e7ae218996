/** The pictures of what was sold: orders, bringing in what was sold before, and what other systems tell at night. */
import { type Album, linkLike } from "./album.ts";

const ONE = "[0-9a-f-]{36}$";

export async function takeSold(album: Album) {
  await takeOrders(album);
  await takeEnrolling(album);
  await takeImports(album);
  await takeQuestions(album);
}

/** The list, and an order that enrolled what it sold. */
async function takeOrders(album: Album) {
  const page = await album.open("/office/orders");
  await album.take(page, "orders", { height: 640 });
  await page.getByRole("link", { name: "FM-000003" }).click();
  const cancel = page.getByText("Cancel the sale").first();
  await cancel.waitFor();
  await album.take(page, "order", { height: 820 });
}

/** Files of which one has columns to look at, then what enrolling the others would do. */
async function takeEnrolling(album: Album) {
  const page = await album.open("/office/enrol");
  const keep = page.getByRole("button", { name: "Keep these columns" });
  await keep.waitFor();
  await album.take(page, "enrol-files", { height: 880 });
  await album.take(page, "enrol-columns", { height: 880, mark: keep });
  await page.goto(`${album.appUrl}/office/enrol/check`);
  await page.goto(album.appUrl + await linkLike(page, new RegExp(`^/office/enrol/check/${ONE}`)));
  await album.take(page, "enrol-check", { height: 900 });
}

async function takeImports(album: Album) {
  const page = await album.open("/office/imports");
  await album.take(page, "imports", { height: 560 });
  await page.goto(album.appUrl + await linkLike(page, new RegExp(`^/office/imports/${ONE}`)));
  await album.take(page, "import-night", { height: 900 });
  await page.goto(`${album.appUrl}/office/imports`);
  const held = page.locator("tr", { hasText: "Held back" }).getByRole("link").first();
  await held.click();
  const use = page.getByRole("button", { name: "Use it as it is" });
  await use.waitFor();
  await album.take(page, "import-held", { height: 560, mark: use });
}

/** One serial number that two clients have, and what follows from the answer that moves the unit. */
async function takeQuestions(album: Album) {
  const page = await album.open("/office/conflicts?kind=one_serial_two_clients");
  await album.take(page, "questions", { height: 760 });
  await page.goto(`${album.appUrl}/office/conflicts?kind=returned_unit`);
  await page.getByRole("button", { name: /back/ }).first().click();
  await page.getByRole("heading", { name: "This is what follows" }).waitFor();
  await album.take(page, "question-follows", { height: 760 });
}
