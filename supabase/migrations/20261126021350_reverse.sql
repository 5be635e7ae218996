-- Reverse: a visit that was recorded as done by mistake is taken back, with all that it brought about, as long as nobody
-- was told of the next cycle.

create function private.cycle_after(cycle_id uuid)
returns public.maintenance_cycles
language plpgsql stable
set search_path = ''
as $$
declare
  v_next public.maintenance_cycles;
begin
  select n.* into v_next
  from public.maintenance_cycles y join public.maintenance_cycles n on n.contract_id = y.contract_id and n.number = y.number + 1
  where y.id = cycle_after.cycle_id;
  return v_next;
end;
$$;
comment on function private.cycle_after is 'The cycle that follows one; null for none.';

create function private.told_of_cycle(cycle_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when exists (select from public.maintenance_visits v where v.cycle_id = told_of_cycle.cycle_id) then 'visit'
    when exists (select from private.cycle_reminders r where r.cycle_id = told_of_cycle.cycle_id)
      or exists (select from public.messages m where m.cycle_id = told_of_cycle.cycle_id) then 'reminder'
    when (select y.price_frozen_at is not null from public.maintenance_cycles y where y.id = told_of_cycle.cycle_id) then 'price'
    when exists (select from private.short_codes s where s.cycle_id = told_of_cycle.cycle_id)
      or exists (
        select from public.audit_events e
        where e.table_name = 'maintenance_cycles' and e.row_id = told_of_cycle.cycle_id and e.action = 'read') then 'link'
    when exists (select from public.office_activities a where a.cycle_id = told_of_cycle.cycle_id)
      or exists (select from public.booking_attempts b where b.cycle_id = told_of_cycle.cycle_id) then 'activity' end;
end;
$$;
comment on function private.told_of_cycle is 'What somebody knows of a cycle, or did about it: visit, reminder, price, link (copied or printed), activity (or an attempt to book); null while it is untouched.';

create function private.repair_in_the_way(visit_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.work_orders w
    where w.visit_id = repair_in_the_way.visit_id and w.kind = 'repair' and w.state in ('done', 'scheduled'));
end;
$$;
comment on function private.repair_in_the_way is 'Whether a repair that a visit called for has a time, or was done.';

create function private.refuse_to_reverse(visit private.held_visit, reason text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_next public.maintenance_cycles := private.cycle_after(visit.cycle_id);
  v_told text := private.told_of_cycle(v_next.id);
begin
  return case
    when private.written(reason) is null or length(reason) > 500 then private.rejected('reason')
    when visit.state <> 'done' then private.refused('state')
    when v_next.id is null or v_next.closed_at is not null then private.refused('later')
    when v_told is not null then private.refused(v_told)
    when private.repair_in_the_way(visit.visit_id) then private.refused('repair') end;
end;
$$;
comment on function private.refuse_to_reverse is 'Why a visit cannot be taken back, as an answer; null when it can.';

create function private.take_back_charge(visit private.held_visit, reason text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_invoice public.invoices;
  v_result jsonb;
begin
  select i.* into v_invoice
  from public.invoice_lines l join public.invoices i on i.id = l.invoice_id
  where l.visit_id = visit.visit_id and l.live;
  if v_invoice.state = 'issued' then
    v_result := private.void_invoice(v_invoice.id, reason);
    if v_result ->> 'status' <> 'void' then
      return v_result;
    end if;
  else
    perform private.drop_charges(array[visit.visit_id]);
    -- A draft that charges nothing any more is nobody's work.
    if not exists (select from public.invoice_lines l where l.invoice_id = v_invoice.id) then
      perform private.void_draft(v_invoice.work_order_id);
    end if;
  end if;
  return jsonb_build_object('status', 'free', 'invoice_id', case when v_invoice.state = 'issued' then v_invoice.id end);
end;
$$;
comment on function private.take_back_charge is 'Nobody owes anything for a visit any more: its draft line goes, and with it a draft that charges nothing else; its issued invoice is void. {status: free (invoice_id: the void one) | refused (reason: paid, exported)}.';

create function private.charge_the_others(invoice_id uuid, as_of timestamptz)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_visit_id uuid;
  v_draft_id uuid;
begin
  for v_visit_id in
    select (r ->> 'visit_id')::uuid from jsonb_array_elements(private.rebillable_visits(invoice_id)) r
  loop
    v_draft_id := (private.rebill_visit(v_visit_id, null, null) ->> 'invoice_id')::uuid;
  end loop;
  if v_draft_id is not null and (select s.invoice_on_completion from public.company_settings s) then
    perform private.issue_and_mail(v_draft_id, as_of);
  end if;
end;
$$;
comment on function private.charge_the_others is 'What a void invoice charged for other units of the stop is charged anew.';

create function private.terms_before(contract public.maintenance_contracts, cycle_id uuid, next_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  -- The trail knows what the roll forward wrote over, where it wrote something else: between closing the one cycle and opening
  -- the other.
  return jsonb_build_object('last_service_on', contract.last_service_on, 'due_anchor_on', contract.due_anchor_on) || coalesce((
    select jsonb_object_agg(k.name, e.changes #> array[k.name, '0'])
    from public.audit_events e
    cross join lateral (select n as name from unnest(array['last_service_on', 'due_anchor_on']) n where e.changes ? n) k
    where e.table_name = 'maintenance_contracts' and e.row_id = contract.id and e.action = 'update'
      and e.seq > (
        select max(t.seq) from public.audit_events t
        where t.table_name = 'maintenance_cycles' and t.row_id = terms_before.cycle_id and t.changes #>> '{closed_at,1}' is not null)
      and e.seq < (
        select t.seq from public.audit_events t
        where t.table_name = 'maintenance_cycles' and t.row_id = terms_before.next_id and t.action = 'insert')), '{}');
end;
$$;
comment on function private.terms_before is 'The last service and the anchor of a contract as they were before the one cycle was serviced and the next one opened: {last_service_on, due_anchor_on}.';

create function private.reopen_cycle(visit private.held_visit)
returns public.maintenance_cycles
language plpgsql volatile
set search_path = ''
set rules.made_by = 'reverse_visit'
as $$
declare
  v_next public.maintenance_cycles := private.cycle_after(visit.cycle_id);
  v_cycle public.maintenance_cycles;
  v_terms jsonb;
begin
  select private.terms_before(c, visit.cycle_id, v_next.id) into v_terms from public.maintenance_contracts c where c.id = visit.contract_id;
  delete from public.maintenance_cycles y where y.id = v_next.id;
  -- Whoever holds the link of the cycle that goes hears that it has expired, not that it never was.
  insert into private.retired_tokens (token_hash, cycle_id) values (private.token_hash(v_next.token), visit.cycle_id);
  update private.retired_tokens r set cycle_id = visit.cycle_id where r.cycle_id = v_next.id;
  update public.maintenance_cycles y set closed_at = null, outcome = null, token = private.random_token()
  where y.id = visit.cycle_id returning y.* into v_cycle;
  update public.maintenance_contracts c
  set last_service_on = (v_terms ->> 'last_service_on')::date, due_anchor_on = (v_terms ->> 'due_anchor_on')::date
  where c.id = visit.contract_id;
  return v_cycle;
end;
$$;
comment on function private.reopen_cycle is 'The cycle of a visit is open again, with a new link; the one after it goes, and the contract is due as it was before.';

create function private.take_back_consent(visit private.held_visit)
returns void
language sql volatile
set search_path = ''
as $$
  with said as (
    -- The trail knows what the visit wrote over.
    select t.changes
    from public.customers m
    join public.audit_events t on t.row_id = m.id and t.table_name = 'customers' and t.action = 'update'
      and t.changes #>> '{consent_on,1}' = m.consent_on::text
    where m.id = visit.customer_id and m.consent_basis = 'purchase'
      and m.consent_on = (select private.company_day(v.finished_at) from public.maintenance_visits v where v.id = visit.visit_id)
      -- Another visit of that day was a purchase too.
      and not exists (
        select from public.maintenance_visits v
        join public.maintenance_cycles y on y.id = v.cycle_id
        join public.maintenance_contracts c on c.id = y.contract_id
        where c.customer_id = m.id and c.last_service_on = m.consent_on and v.state = 'done')
    order by t.seq desc limit 1
  )
  update public.customers m
  set consent_on = (said.changes #>> '{consent_on,0}')::date,
    consent_basis = coalesce(said.changes #>> '{consent_basis,0}', m.consent_basis)
  from said where m.id = visit.customer_id;
$$;
comment on function private.take_back_consent is 'Who never had a visit has not bought one: whether they may be written to is what it was before, unless another visit of that day stands.';

create function private.reverse_visit(visit_id uuid, reason text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'reverse_visit'
as $$
declare
  v_visit private.held_visit := private.hold_visit(visit_id);
  v_answer jsonb := private.refuse_to_reverse(v_visit, reason);
  v_charge jsonb;
  v_cycle public.maintenance_cycles;
begin
  if v_answer is not null then
    return v_answer;
  end if;
  v_charge := private.take_back_charge(v_visit, reason);
  if v_charge ->> 'status' <> 'free' then
    return v_charge;
  end if;
  perform private.revoke_certificate(i.id, reason)
  from public.inspection_certificates i where i.visit_id = reverse_visit.visit_id and i.revoked_at is null;
  perform private.cancel_repair(w.id, reason)
  from public.work_orders w where w.visit_id = reverse_visit.visit_id and private.is_repair_without_time(w.state);
  update public.maintenance_visits v set state = 'reversed' where v.id = reverse_visit.visit_id;
  perform private.write_audit('maintenance_visits', visit_id, 'update', jsonb_build_object('what', 'taken back', 'reason', private.written(reason)));
  v_cycle := private.reopen_cycle(v_visit);
  perform private.take_back_consent(v_visit);
  if v_charge ->> 'invoice_id' is not null then
    perform private.charge_the_others((v_charge ->> 'invoice_id')::uuid, as_of);
  end if;
  -- Its reminders went before the visit, and do not come again.
  perform private.raise_about_cycle('rebook', v_cycle.id, jsonb_build_object('reason', 'reversed', 'note', private.written(reason)), task_id => v_visit.task_id);
  return jsonb_build_object('status', 'reversed', 'cycle_id', v_cycle.id, 'due_on', v_cycle.due_on);
end;
$$;
comment on function private.reverse_visit is 'Takes back a visit that was recorded as done by mistake: its certificate is revoked, its invoice void, a repair that it called for and that has no time cancelled, its cycle open again under a new link; the office is asked to book it. A unit that it put out of service stays so until somebody says otherwise. {status: reversed (cycle_id, due_on) | rejected (reason: reason) | refused (reason: state (not done), later (the contract went on, or has ended), visit, reminder, price, link, activity (of the next cycle), repair, paid, exported)}. PT404.';
