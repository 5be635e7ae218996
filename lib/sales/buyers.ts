import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";

const foundShape = z.object({
  rows: z.array(z.object({
    customer_id: z.string(),
    name: z.string(),
    city: z.string().nullish(),
    phone: z.string().nullish(),
  })),
});

/** How many are shown at once. */
export const MOST_FOUND = 20;

/** The clients that words find, the first of them by name: whose order is written down. */
export async function findBuyers(rpc: Rpc, search: string) {
  const { rows } = foundShape.parse(
    await rpc("list_clients", { filters: { search }, most: MOST_FOUND, counted: false }),
  );
  return rows.map(({ customer_id, name, city, phone }) => ({
    customer_id,
    name,
    about: [city, phone].filter(Boolean).join(", "),
  }));
}
