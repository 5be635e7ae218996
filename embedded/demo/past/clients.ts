import type { Company } from "./company.ts";

/** A client's first unit under contract. */
export interface Served {
  contractId: string;
  customerId: string;
  unitId: string;
  token: string;
  name: string;
  /** How long a visit to it takes. */
  minutes: number;
}

/** @throws the client has no unit under contract. */
export async function servedBy({ read }: Company, customerRef: string): Promise<Served> {
  const [row] = await read<Served>(
    `select c.id as "contractId", c.customer_id as "customerId", c.unit_id as "unitId", y.token, m.name, k.visit_minutes as minutes
     from public.customers m
     join public.maintenance_contracts c on c.customer_id = m.id and c.state = 'active'
     join public.equipment_categories k on k.id = c.category_id
     join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
     where m.customer_ref = $1 order by y.due_on, c.id limit 1`,
    [customerRef],
  );
  if (!row) throw new Error(`${customerRef} has no unit under contract`);
  return row;
}
