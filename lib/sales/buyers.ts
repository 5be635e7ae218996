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

/** The clients that words find, the first twenty by name: whose order is written down. */
export async function findBuyers(rpc: Rpc, search: string) {
  const { rows } = foundShape.parse(
    await rpc("list_clients", { filters: { search }, most: 20, counted: false }),
  );
  return rows.map(({ customer_id, name, city, phone }) => ({
    customer_id,
    name,
    about: [city, phone].filter(Boolean).join(", "),
  }));
}
