-- At the door: who goes on with a report, what is typed of the units of a stop, and what a visit that is over came to.

create function private.may_write_of(visit_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return private.signed_in_technician() is not null
    and exists (select from private.visit_drafts d where d.visit_id = may_write_of.visit_id and d.author = auth.uid());
end;
$$;
comment on function private.may_write_of is 'Whether the signed-in technician has begun the report of a visit. Theirs to go on with, also when the visit has gone to somebody else: nothing typed is lost.';

create function private.stop_drafts(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('status', 'ok', 'visits', (
    select coalesce(jsonb_agg(jsonb_build_object('visit_id', v.id, 'checklist', private.checklist_told(v.id), 'draft', private.visit_draft(v.id))
      order by v.id), '[]')
    from public.maintenance_visits v where v.task_id = stop_drafts.task_id and private.is_expected(v.state)));
end;
$$;
comment on function private.stop_drafts is 'What was typed of a stop''s visits that are to happen: see the door of the same name.';

create function private.visit_after(visit public.maintenance_visits)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.live_task(private.cycle_to_book(visit));
begin
  return case when v_task.id is not null then jsonb_build_object('starts_at', lower(v_task.during),
    'technician_name', (select h.first_name from public.technicians h where h.id = v_task.technician_id)) end;
end;
$$;
comment on function private.visit_after is 'The visit that is booked after one that is over: {starts_at, technician_name}; null for none.';

create function private.visit_outcome(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  -- As it is by now: what was answered when the report came may have been taken back since.
  return (
    select jsonb_build_object('status', 'ok', 'state', v.state,
      'next_due_on', case when v.state = 'done' then (private.cycle_after(v.cycle_id)).due_on end,
      'next_visit', private.visit_after(v),
      'certificate', (
        select jsonb_build_object('number', i.number, 'code', i.code)
        from public.inspection_certificates i where i.visit_id = v.id and i.revoked_at is null),
      'photos', private.photos_of(v.report_id) || private.photos_waiting(v.id),
      'repair_ordered', exists (select from public.work_orders w where w.visit_id = v.id and private.is_open_repair(w.state)),
      'invoice', (
        select jsonb_build_object('id', i.id, 'number', private.number_shown(i.series, i.number), 'total', s.total, 'balance', s.balance,
          'in_cash', private.in_coins(s.payable),
          'rounding', (select coalesce(sum(p.rounding), 0) from public.payments p where p.invoice_id = i.id and p.state = 'succeeded'))
        from public.technician_tasks t
        join public.invoices i on i.work_order_id = t.work_order_id and i.state = 'issued'
        join private.invoice_sums s on s.invoice_id = i.id
        where t.id = v.task_id
        -- Units that were billed anew each have an invoice of their own.
        order by exists (select from public.invoice_lines l where l.invoice_id = i.id and l.visit_id = v.id) desc, i.issued_at desc, i.id limit 1))
    from public.maintenance_visits v where v.id = visit_outcome.visit_id);
end;
$$;
comment on function private.visit_outcome is 'What a visit came to, as it is by now: see the door of the same name.';
