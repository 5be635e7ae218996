import type { Served } from "./clients.ts";
import type { Company } from "./company.ts";

/** A repair that a client called for. */
export interface Called {
  workOrderId: string;
  clientName: string;
}

export async function openRepair(
  company: Company,
  { unitId, name }: Served,
  problem: string,
): Promise<Called> {
  const { work_order_id } = await company.ask(
    company.office,
    "open_repair",
    { unit_id: unitId, problem },
    "quoted",
  ) as { work_order_id: string };
  return { workOrderId: work_order_id, clientName: name };
}

/** The client says yes to all of the quote, on the phone. */
export async function agreeToRepair(
  company: Company,
  { workOrderId, clientName }: Called,
): Promise<void> {
  const [{ amount }] = await company.read<{ amount: number }>(
    "select private.order_total($1)::float8 as amount",
    [workOrderId],
  );
  await company.ask(company.office, "approve_repair", {
    work_order_id: workOrderId,
    said_by: clientName,
    said_how: "phone",
    amount,
  }, "approved");
}
