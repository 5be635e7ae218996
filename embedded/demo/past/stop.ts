import type { Actor, Company } from "./company.ts";

/** A stop that is booked, with the visits of its units. */
export interface Stop {
  taskId: string;
  workOrderId: string;
  clientName: string;
  startsAt: Date;
  technicianId: string;
  technician: Actor;
  visits: { visitId: string; minutes: number }[];
}

/** The stop that is booked for a contract. */
export async function stopOf(company: Company, contractId: string): Promise<Stop> {
  const rows = await company.read<
    Omit<Stop, "technician" | "visits"> & {
      technicianId: string;
      visitId: string;
      minutes: number;
    }
  >(
    `select t.id as "taskId", t.work_order_id as "workOrderId", m.name as "clientName",
       lower(t.during) as "startsAt", t.technician_id as "technicianId", v.id as "visitId", v.minutes
     from public.maintenance_cycles own
     join public.maintenance_visits o on o.cycle_id = own.id and private.is_expected(o.state)
     join public.technician_tasks t on t.id = o.task_id
     join public.customers m on m.id = t.customer_id
     join public.maintenance_visits v on v.task_id = t.id
     where own.contract_id = $1 and own.closed_at is null order by v.id = o.id desc, v.id`,
    [contractId],
  );
  const { visitId: _, minutes: __, ...stop } = rows[0];
  return {
    ...stop,
    startsAt: new Date(stop.startsAt),
    technician: company.technicians.get(stop.technicianId)!,
    visits: rows.map(({ visitId, minutes }) => ({ visitId, minutes })),
  };
}
