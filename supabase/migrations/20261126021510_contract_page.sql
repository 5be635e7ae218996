-- Contract page: all that the office sees of one contract, and what each thing that it can do there would bring about.

create function private.told_of(cycle public.maintenance_cycles, customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('band', r.band, 'due_on', r.due_on, 'on_day', r.reminded_on, 'mails', m.mails) order by r.reminded_on, r.band desc), '[]')
    from private.cycle_reminders r
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('recipient', x.recipient, 'state', x.state) order by x.recipient), '[]') as mails
      from public.messages x
      where x.customer_id = told_of.customer_id and x.kind = 'reminder' and private.company_day(x.created_at) = r.reminded_on
        and x.payload @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', r.cycle_id, 'due_on', r.due_on)))
    ) m
    where r.cycle_id = cycle.id);
end;
$$;
comment on function private.told_of is 'Of which bands of a cycle its client was told: [{band, due_on, on_day, mails: [{recipient, state}], none where the office was asked to call or write}].';

create function private.visit_of_cycle(cycle_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('visit_id', v.id, 'state', v.state, 'starts_at', lower(t.during), 'on_day', coalesce(v.service_on, private.company_day(lower(t.during))),
      'technician_name', h.name, 'booked_by', v.booked_by, 'not_closed', private.is_expected(v.state) and private.is_not_closed(t.state, t.during, private.clock()),
      'certificate', (select i.number from public.inspection_certificates i where i.visit_id = v.id and i.revoked_at is null order by i.issued_at desc, i.id limit 1))
    from public.maintenance_visits v
    join public.technician_tasks t on t.id = v.task_id
    left join public.technicians h on h.id = t.technician_id
    where v.cycle_id = visit_of_cycle.cycle_id
    -- The one that takes the cycle, else the last that came to nothing.
    order by private.belongs_to_stop(v.state) desc, v.created_at desc, v.id limit 1);
end;
$$;
comment on function private.visit_of_cycle is 'The visit of a cycle: {visit_id, state, starts_at, on_day, technician_name, booked_by, not_closed, certificate: its number}; null for none.';

create function private.past_cycles(contract_id uuid, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('number', p.number, 'due_on', p.due_on, 'outcome', p.outcome, 'closed_on', private.company_day(p.closed_at),
      'closed_reason', p.closed_reason, 'fee', p.fee, 'visit', private.visit_of_cycle(p.id)) order by p.number desc), '[]')
    from (
      select y.* from public.maintenance_cycles y
      where y.contract_id = past_cycles.contract_id and y.closed_at is not null order by y.number desc limit past_cycles.most
    ) p);
end;
$$;
comment on function private.past_cycles is 'The last cycles of a contract that are over, newest first: [{number, due_on, outcome, closed_on, closed_reason, fee: as it was told, visit (private.visit_of_cycle)}].';

create function private.price_told(terms private.held_terms)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_contract public.maintenance_contracts := (terms).contract;
begin
  return (
    select jsonb_build_object('contract_fee', v_contract.fee, 'no_charge_until', v_contract.no_charge_until, 'no_charge_reason', v_contract.no_charge_reason,
      'tax_code_id', t.id, 'contract_tax', t.name, 'tax_reason', v_contract.tax_reason, 'frozen_on', private.company_day(o.price_frozen_at),
      'open', case when o.cycle_id is not null then jsonb_build_object('fee', o.fee, 'tax', round(o.fee * o.tax_rate, 2), 'tax_name', o.tax_name, 'no_charge_reason',
        case when o.fee = 0 then v_contract.no_charge_reason end) end,
      'coming', (select jsonb_build_object('fee', p.fee, 'from_on', p.from_on) from public.price_changes p
        where p.contract_id = v_contract.id and p.applied_at is null and v_contract.state <> 'cancelled' order by p.from_on limit 1),
      'payer', (select k.name from public.customer_contacts k where k.customer_id = v_contract.customer_id and k.is_payer order by k.name, k.id limit 1))
    from private.tax_now t
    left join private.open_cycles o on o.contract_id = v_contract.id
    where t.id = v_contract.tax_code_id);
end;
$$;
comment on function private.price_told is 'What visits cost under a contract: {contract_fee, no_charge_until, no_charge_reason, tax_code_id, contract_tax, tax_reason, frozen_on: since when the open cycle''s price is told, open: what that costs {fee, tax, tax_name, no_charge_reason}, coming: the next fee and from when on {fee, from_on}, payer: who pays instead of the client}.';

create function private.refuse_to_remind(terms private.held_terms, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.stop_unit := private.unit_of_cycle(((terms).cycle).id);
begin
  return case
    when v_own.cycle_id is null or not v_own.serviceable then private.refused('state')
    when private.is_booked(v_own.cycle_id) then private.refused('booked')
    else private.refuse_to_mail_again('reminder', v_own.customer_id,
      jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', v_own.cycle_id))), as_of) end;
end;
$$;
comment on function private.refuse_to_remind is 'Why the client is not reminded of a contract''s unit now: refused with state (it rests, or nothing is due), booked, or as private.refuse_to_mail_again; null when they can be.';

create function private.remind_once_more(customer_id uuid, cycle_ids uuid[], as_of timestamptz)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
  v_mailed integer;
begin
  -- Who has it from us today is not written to again tonight about the same.
  perform private.decide_reminders(array_agg(row (y.id, c.customer_id, c.id, y.due_on, b.band)::private.due_reminder), v_on_day)
  from public.company_settings s
  cross join public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  cross join lateral (select private.reminder_band(y.due_on, c.interval_months, v_on_day, s.reminder_bands) as band) b
  where y.id = any (cycle_ids) and b.band is not null;
  perform private.freeze_price(id) from unnest(cycle_ids) id;
  v_mailed := private.queue_message('reminder', customer_id, concat_ws(':', 'reminder', cycle_ids[1], 'again', as_of),
    jsonb_build_object('first_name', (select m.first_name from public.customers m where m.id = remind_once_more.customer_id),
      'items', private.due_items(cycle_ids)), cycle_ids[1]);
  perform private.write_audit('maintenance_cycles', id, 'update', jsonb_build_object('what', 'reminder sent again')) from unnest(cycle_ids) id;
  return v_mailed;
end;
$$;
comment on function private.remind_once_more is 'Reminds a client of these units, of which nothing keeps us from reminding them (private.refuse_to_remind), in one mail that tells their prices; returns to how many addresses. Callers hold the contracts.';

create function private.send_reminder_again(contract_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
begin
  return coalesce(private.refuse_to_remind(v_terms, as_of), jsonb_build_object('status', 'queued',
    'mailed_to', private.remind_once_more(((v_terms).contract).customer_id, array[((v_terms).cycle).id], as_of)));
end;
$$;
comment on function private.send_reminder_again is 'Reminds the client of one unit once more: see the door of the same name. Its price is told with it.';

create function private.send_reminders_again(contract_ids uuid[], as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_client record;
  v_mailed integer;
  v_answers jsonb;
begin
  -- Rows before locks, as hold_terms.
  v_ids := array(select h.id from (select c.id from public.maintenance_contracts c where c.id = any (contract_ids) order by c.id for no key update) h);
  perform private.lock_contracts(v_ids);
  select coalesce(jsonb_object_agg(t.id, private.refuse_to_remind(private.terms_of(t.id), as_of)), '{}') into v_answers from unnest(v_ids) t (id);
  -- One mail to each client, whatever the number of units.
  for v_client in
    select c.customer_id, array_agg(c.id) as contract_ids, array_agg(y.id order by y.due_on, y.id) as cycle_ids
    from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
    where c.id = any (v_ids) and v_answers -> c.id::text = 'null'
    group by c.customer_id order by c.customer_id
  loop
    v_mailed := private.remind_once_more(v_client.customer_id, v_client.cycle_ids, as_of);
    v_answers := v_answers || (
      select jsonb_object_agg(id, jsonb_build_object('status', 'queued', 'mailed_to', v_mailed)) from unnest(v_client.contract_ids) id);
  end loop;
  return private.answers_in_order(contract_ids, v_answers);
end;
$$;
comment on function private.send_reminders_again is 'Reminds the clients of these contracts'' units once more, each by one mail: see the door of the same name.';

create function private.due_after_this(terms private.held_terms, on_day date)
returns date
language plpgsql stable
set search_path = ''
as $$
declare
  v_contract public.maintenance_contracts := (terms).contract;
  v_cycle public.maintenance_cycles := (terms).cycle;
  v_served_on date := greatest(on_day, coalesce((
    select private.company_day(lower(t.during)) from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
    where v.cycle_id = v_cycle.id and private.is_expected(v.state)), v_cycle.due_on));
begin
  return case when v_cycle.id is not null then (private.next_due(v_contract.due_anchor_on, v_contract.interval_months, v_served_on)).due_on end;
end;
$$;
comment on function private.due_after_this is 'When a contract is due again after its open cycle, if that is served when it is booked, or due.';

create function private.contract_acts(terms private.held_terms, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_contract public.maintenance_contracts := (terms).contract;
  v_cycle public.maintenance_cycles := (terms).cycle;
  v_on_day date := private.company_day(as_of);
begin
  return jsonb_build_object(
    'visit', private.begun_or_booked(v_cycle.id),
    'resumes_due_on', case when v_contract.state = 'paused' then private.due_when_resumed(v_cycle.due_on, v_on_day) end,
    'rest_ends_due_on', case when v_contract.paused_until is not null then private.due_after_rest(v_cycle.due_on, v_contract.paused_until) end,
    'then_due_on', private.due_after_this(terms, v_on_day),
    'taxes', (select coalesce(jsonb_agg(jsonb_build_object('tax_code_id', t.id, 'name', t.name) order by t.rate desc, t.name, t.id), '[]') from private.tax_now t),
    'skips_to', case when v_contract.state = 'active' then private.due_after_skip(terms, v_on_day) end,
    'not_reminded', private.refuse_to_remind(terms, as_of) ->> 'reason',
    'reminds', (
      select coalesce(jsonb_agg(distinct a.address), '[]') from private.customer_addresses a
      where a.customer_id = v_contract.customer_id and private.address_gets('reminder', a.suppressed)));
end;
$$;
comment on function private.contract_acts is 'What each thing that the office can do about a contract would come to: {visit: begun or booked, resumes_due_on, rest_ends_due_on, then_due_on: when the cycle after this one is due, taxes: those there are [{tax_code_id, name}], skips_to, not_reminded: why no reminder can go now, reminds: the addresses it would go to}.';

create function private.contract_known(terms private.held_terms)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_contract public.maintenance_contracts := (terms).contract;
begin
  return (
    select jsonb_build_object('contract_id', v_contract.id, 'state', v_contract.state, 'source', v_contract.source, 'since', private.company_day(v_contract.created_at),
      'interval_months', v_contract.interval_months, 'due_anchor_on', v_contract.due_anchor_on, 'last_service_on', v_contract.last_service_on,
      'paused_until', v_contract.paused_until, 'paused_reason', v_contract.paused_reason,
      'cancelled_reason', v_contract.cancelled_reason, 'cancelled_note', v_contract.cancelled_note,
      'visit_minutes', k.visit_minutes, 'skill', s.name, 'order_id', o.id, 'order_number', o.order_number,
      'client', jsonb_build_object('customer_id', m.id, 'name', m.name, 'phone', m.phone, 'email', m.email),
      'unit', jsonb_build_object('unit_id', u.id, 'kind', k.name, 'category', k.code, 'product_name', p.name, 'serial_number', u.serial_number,
        'told_apart', private.told_apart(v_contract.id), 'condition', u.condition, 'installed_on', u.installed_on, 'safety_critical', k.safety_critical,
        'address', private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code)))
    from public.units u
    join public.equipment_categories k on k.id = v_contract.category_id
    join public.customers m on m.id = v_contract.customer_id
    left join public.skills s on s.id = k.required_skill_id
    left join public.products p on p.id = u.product_id
    left join public.sales_order_lines l on l.id = u.source_line_id
    left join public.sales_orders o on o.id = l.order_id
    where u.id = v_contract.unit_id);
end;
$$;
comment on function private.contract_known is 'A contract, whose it is and of what: {contract_id, state, source, since, interval_months, due_anchor_on, last_service_on, paused_until, paused_reason, cancelled_reason, cancelled_note, visit_minutes, skill, order_id, order_number, client, unit}.';

create function private.contract_page(contract_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.terms_of(contract_id);
  v_contract public.maintenance_contracts := (v_terms).contract;
  v_cycle public.maintenance_cycles := (v_terms).cycle;
begin
  return private.contract_known(v_terms) || jsonb_build_object('status', 'ok', 'today', private.company_day(as_of), 'shown', private.terms_shown(v_terms),
    'price', private.price_told(v_terms), 'acts', private.contract_acts(v_terms, as_of),
    'cycle', case when v_cycle.id is not null then jsonb_build_object('number', v_cycle.number, 'due_on', v_cycle.due_on,
      'opened_on', private.company_day(v_cycle.opened_at), 'told', private.told_of(v_cycle, v_contract.customer_id), 'visit', private.visit_of_cycle(v_cycle.id)) end,
    'past', private.past_cycles(v_contract.id, 20),
    'activities', (
      select coalesce(jsonb_agg(jsonb_build_object('activity_id', a.id, 'kind', a.kind, 'urgent', a.urgent, 'due_on', a.due_on, 'asked_at', a.created_at)
        order by a.urgent desc, a.due_on, a.created_at, a.id), '[]')
      from public.office_activities a
      where a.state = 'open' and a.customer_id = v_contract.customer_id and (a.contract_id = v_contract.id or a.cycle_id = v_cycle.id)));
end;
$$;
comment on function private.contract_page is 'What the office sees of a contract: see the door of the same name. PT404.';
