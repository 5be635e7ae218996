/** Codes of letters: printed, replaced and tried by many at once. */
import { expect } from "expect";
import { interleave } from "./interleave.ts";
import { addClients, asAnon, inWorld, type RaceWorld } from "./world.ts";

const AT_ONCE = 12;

/** Makes the code of a link, and resolves to what `other` comes to, which begins while the code is not there yet. */
async function whileMakingCode(
  world: RaceWorld,
  other: string,
): Promise<{ code: string; answer: unknown }> {
  const [{ id }] = await world.db.query<{ id: string }>(
    "select id::text as id from public.maintenance_cycles",
  );
  const [code, answer] = await interleave(world, async (letter, otherWaits) => {
    const [{ code }] = await letter.query<{ code: string }>(
      "select private.short_code_of($1) as code",
      [id],
    );
    await otherWaits();
    return code;
  }, (db) => db.query(other, [id]));
  return { code, answer };
}

async function statusOf({ db }: RaceWorld, code: string): Promise<string> {
  const [{ status }] = await db.query<{ status: string }>(
    "select public.find_by_short_code($1, 'L6Y 0A1') ->> 'status' as status",
    [code],
  );
  return status;
}

Deno.test("a link that is replaced by hand takes along the code that is being made for it", async () => {
  await inWorld(async (world) => {
    await addClients(world.db, 1);
    const { code } = await whileMakingCode(
      world,
      "update public.maintenance_cycles set token = private.random_token() where id = $1",
    );
    expect(await statusOf(world, code)).toBe("expired");
  });
});

Deno.test("two letters about one link that are printed at once bear one code", async () => {
  await inWorld(async (world) => {
    await addClients(world.db, 1);
    const { code, answer } = await whileMakingCode(
      world,
      "select private.short_code_of($1) as code",
    );
    expect(answer).toEqual([{ code }]);
    expect(await statusOf(world, code)).toBe("found");
  });
});

Deno.test("a letter that is printed while its link is replaced bears the new link and a code for it", async () => {
  await inWorld(async (world) => {
    await addClients(world.db, 1);
    const print =
      "select l ->> 'url' as url, l ->> 'short_code' as code from public.maintenance_contracts c, public.print_letter(c.id) l";
    // Price and code are there already: nothing but the door's own lock holds the second letter back.
    await world.db.query(print);
    const [, [{ url, code }]] = await interleave(world, async (office, otherWaits) => {
      await office.query("select public.revoke_booking_link(id) from public.maintenance_contracts");
      await otherWaits();
    }, (db) => db.query<{ url: string; code: string }>(print));
    const [{ token }] = await world.db.query<{ token: string }>(
      "select token from public.maintenance_cycles",
    );
    expect(url.endsWith(`/book/${token}`)).toBe(true);
    expect(await statusOf(world, code)).toBe("found");
  });
});

Deno.test("of a thousand tries at once five are looked at", async () => {
  await inWorld(async (world) => {
    await addClients(world.db, 1);
    const [{ code }] = await world.db.query<{ code: string }>(
      "select public.print_letter(id) ->> 'short_code' as code from public.maintenance_contracts",
    );
    const strangers = await asAnon(world, AT_ONCE);
    try {
      const answers = await Promise.all(Array.from({ length: 1000 }, async (_, n) => {
        const postalCode = n < 500 ? "K1A 0A1" : `L6Y ${n}`;
        const [{ status }] = await strangers.query<{ status: string }>(
          "select public.find_by_short_code($1, $2) ->> 'status' as status",
          [code, postalCode],
        );
        return status;
      }));
      const looked = answers.filter((status) => status === "invalid");
      expect([looked.length, new Set(answers)]).toEqual([5, new Set(["invalid", "rejected"])]);
    } finally {
      await strangers.close();
    }
  });
});
