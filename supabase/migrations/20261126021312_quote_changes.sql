-- Quote changes: a repair that a client calls for, what its quote says as long as nobody answered it, and opening a quote
-- again that was answered. What was agreed to is never charged otherwise: more, or less, needs another yes.

-- Called for by the client ----------------------------------------------------------------------------------------

create function private.unsafe_visit(unit_id uuid)
returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_last_id uuid := (
    select v.id
    from public.units u
    join public.maintenance_contracts c on c.unit_id = u.id and c.customer_id = u.customer_id
    join public.maintenance_cycles y on y.contract_id = c.id
    join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'done'
    where u.id = unsafe_visit.unit_id order by v.service_on desc, v.id limit 1);
begin
  return (
    select v_last_id
    where exists (select from private.checklist_since_repair c where c.visit_id = v_last_id and c.safety_critical and c.result = 'fail'));
end;
$$;
comment on function private.unsafe_visit is 'The last visit of a unit at whoever has it now, where it found something critical for safety that is out of order still: that is repaired, and answered anew, from there.';

create function private.open_repair(unit_id uuid, problem text, out_of_service boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_problem text := private.tidy(problem);
  v_unit public.units;
  v_order_id uuid;
begin
  if v_problem is null or length(v_problem) > 300 then
    return private.rejected('problem');
  end if;
  perform private.hold_contract_of(open_repair.unit_id);
  select u.* into v_unit from public.units u where u.id = open_repair.unit_id;
  select w.id into v_order_id from public.work_orders w where w.unit_id = v_unit.id and w.visit_id is null and private.is_open_repair(w.state);
  if v_unit.condition = 'retired' then
    return private.refused('unit');
  elsif v_order_id is not null then
    return private.refused('open') || jsonb_build_object('work_order_id', v_order_id);
  elsif v_unit.condition = 'out_of_service' and private.unsafe_visit(v_unit.id) is not null then
    return private.refused('visit') || jsonb_build_object('visit_id', private.unsafe_visit(v_unit.id));
  end if;
  insert into public.work_orders (kind, customer_id, intake_source, state, unit_id, problem)
  values ('repair', v_unit.customer_id, 'office', 'quoted', v_unit.id, v_problem)
  returning id into v_order_id;
  perform private.quote_work(v_order_id, private.repair_rate(v_unit.category_id, private.company_day(as_of)),
    jsonb_build_array(jsonb_build_object('label', v_problem)), '{}');
  perform private.follow_up_repair(v_order_id, 'quoted');
  if out_of_service and v_unit.condition = 'in_service' then
    perform private.take_out_of_service(v_unit.id, null);
  end if;
  return jsonb_build_object('status', 'quoted', 'work_order_id', v_order_id);
end;
$$;
comment on function private.open_repair is 'A client calls for a repair: see the door of the same name.';

-- What the quote says ---------------------------------------------------------------------------------------------

create function private.quote_line_rules()
returns setof private.field_rule
language sql immutable
begin atomic
  select 'lines', r.field, r.kind, r.is_required, r.least, r.most, r.choices::text[]
  from (values
    ('kind', 'text', true, 0, 20, '{call_out,labour,part}'),
    ('product_id', 'uuid', false, null, null, null),
    ('description', 'text', true, 0, 300, null),
    ('quantity', 'money', true, 0.01, 999, null),
    ('unit_price', 'money', true, 0, 99999.99, null)
  ) r (field, kind, is_required, least, most, choices);
end;
comment on function private.quote_line_rules is 'Every field that a line of a quote has.';

create function private.quote_line_problem(line jsonb, path text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_rule private.field_rule;
  v_reason text;
begin
  if jsonb_typeof(line) <> 'object' then
    return private.problem('type', rtrim(path, '.'));
  end if;
  for v_rule in select * from private.quote_line_rules() loop
    v_reason := private.value_problem(line -> v_rule.field, v_rule);
    if v_reason is not null then
      return private.problem(v_reason, path || v_rule.field);
    end if;
  end loop;
  return case
    when private.tidy(line ->> 'description') is null then private.problem('missing', path || 'description')
    when line ->> 'product_id' is null then null
    when line ->> 'kind' <> 'part' then private.problem('value', path || 'product_id')
    when not exists (select from public.products p where p.id = (line ->> 'product_id')::uuid) then private.problem('unknown', path || 'product_id') end;
end;
$$;
comment on function private.quote_line_problem is 'The first thing that is wrong with a line of a quote, as an answer; null for nothing. path is written before the names of its fields.';

create function private.quote_problem(lines jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_problem jsonb;
begin
  if coalesce(jsonb_typeof(lines) <> 'array', true) then
    return private.problem('type', 'lines');
  elsif jsonb_array_length(lines) > 40 then
    return private.problem('too_many', 'lines', 40);
  end if;
  v_problem := (
    select p.problem
    from jsonb_array_elements(lines) with ordinality l (line, n)
    cross join lateral (select private.quote_line_problem(l.line, format('lines[%s].', l.n - 1)) as problem) p
    where p.problem is not null order by l.n limit 1);
  if v_problem is not null then
    return v_problem;
  end if;
  -- What comes to more is a slip, and at some height no decision, invoice or payment could hold it.
  return (
    select private.problem('range', 'lines', 999999) from jsonb_array_elements(lines) l
    having sum(round((l ->> 'quantity')::numeric * (l ->> 'unit_price')::numeric, 2)) >= 1000000);
end;
$$;
comment on function private.quote_problem is 'What is wrong with the lines of a quote, as an answer: {status: rejected, reason, field}; null for nothing.';

create function private.change_quote(work_order_id uuid, lines jsonb, shown integer)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'change_quote'
as $$
declare
  v_order public.work_orders := private.repair_order(work_order_id);
  v_problem jsonb := private.quote_problem(lines);
begin
  if v_order.state <> 'quoted' then
    return private.refused('state') || jsonb_build_object('state', v_order.state);
  elsif shown is distinct from v_order.quote_number then
    return private.changed_by_somebody(array[v_order.id], array['quote_number']);
  elsif v_problem is not null then
    return v_problem;
  end if;
  delete from public.work_order_lines l where l.work_order_id = v_order.id;
  insert into public.work_order_lines (work_order_id, position, kind, product_id, description, quantity, unit_price)
  select v_order.id, l.n, l.line ->> 'kind', (l.line ->> 'product_id')::uuid, private.tidy(l.line ->> 'description'),
    (l.line ->> 'quantity')::numeric, (l.line ->> 'unit_price')::numeric
  from jsonb_array_elements(lines) with ordinality l (line, n);
  update public.work_orders w set quote_number = w.quote_number + 1 where w.id = v_order.id;
  perform private.follow_up_repair(v_order.id, 'quoted');
  return jsonb_build_object('status', 'saved', 'quote_number', v_order.quote_number + 1, 'amount', private.order_total(v_order.id));
end;
$$;
comment on function private.change_quote is 'Other lines for a quote that nobody answered yet: see the door of the same name.';

create function private.reopen_quote(work_order_id uuid, reason text, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'reopen_quote'
as $$
declare
  v_order public.work_orders := private.repair_with_tasks(work_order_id);
  v_changed jsonb := private.repair_changed(v_order, shown);
begin
  if private.tidy(reason) is null or length(reason) > 500 then
    return private.rejected('reason');
  elsif v_changed is not null then
    return v_changed;
  elsif v_order.state not in ('approved', 'waiting_for_parts') then
    return private.refused('state') || jsonb_build_object('state', v_order.state);
  end if;
  perform private.call_off_waiting(v_order);
  update public.work_orders w set state = 'quoted' where w.id = v_order.id;
  perform private.write_audit('work_orders', v_order.id, 'update', jsonb_build_object('what', 'quote opened again', 'note', private.tidy(reopen_quote.reason)));
  perform private.follow_up_repair(v_order.id, 'quoted');
  perform private.due_to_follow(v_order.id, private.company_day(private.clock()));
  return jsonb_build_object('status', 'quoted');
end;
$$;
comment on function private.reopen_quote is 'What was agreed to is not what the repair takes: its quote can change, and needs the client''s word anew: {status: quoted | refused (reason: state; one with a time is taken off the calendar first) | rejected (reason: reason)}. PT404.';

-- What it comes to ------------------------------------------------------------------------------------------------

create function private.tax_of_repair(work_order_id uuid)
returns table (code text, name text, rate numeric, reason text)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
    select t.code, t.name, t.rate, coalesce(c.tax_reason, t.zero_rated_reason)
    from public.work_orders w
    join public.units u on u.id = w.unit_id
    join public.equipment_categories k on k.id = u.category_id
    left join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled' and c.customer_id = w.customer_id
    -- Taxed as the unit's maintenance is; where nobody decided, service is taxed.
    join private.tax_now t on t.id = coalesce(c.tax_code_id, k.tax_code_id, (select x.id from private.tax_now x order by x.rate desc, x.code limit 1))
    where w.id = tax_of_repair.work_order_id;
end;
$$;
comment on function private.tax_of_repair is 'The tax of a repair, which is that of its unit''s maintenance.';

create function private.quote_told(work_order_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('net', coalesce(sum(l.amount), 0), 'tax', coalesce(sum(round(l.amount * t.rate, 2)), 0),
      'total', coalesce(sum(l.amount + round(l.amount * t.rate, 2)), 0), 'tax_name', min(t.name), 'tax_rate', min(t.rate), 'tax_reason', min(t.reason),
      'lines', coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'product_id', l.product_id, 'description', l.description, 'quantity', l.quantity,
        'unit_price', l.unit_price, 'amount', l.amount) order by l.position) filter (where l.id is not null), '[]'))
    from private.tax_of_repair(quote_told.work_order_id) t
    left join public.work_order_lines l on l.work_order_id = quote_told.work_order_id);
end;
$$;
comment on function private.quote_told is 'What a repair was quoted at: {lines: [{kind, product_id, description, quantity, unit_price, amount}], net, tax: reckoned by line, as its invoice does, total, tax_name, tax_rate, tax_reason}.';

create function private.repair_total(work_order_id uuid, net numeric)
returns numeric
language plpgsql stable
set search_path = ''
as $$
declare
  v_quote jsonb := private.quote_told(work_order_id);
begin
  return case when net = (v_quote ->> 'net')::numeric then (v_quote ->> 'total')::numeric
    else round(net * (1 + (v_quote ->> 'tax_rate')::numeric), 2) end;
end;
$$;
comment on function private.repair_total is 'What an amount of a repair comes to with tax: that of its quote, or of one before.';

-- Where it could be -----------------------------------------------------------------------------------------------

create function private.needs_of_repair(work_order_id uuid)
returns private.stop_needs
language plpgsql stable
set search_path = ''
as $$
declare
  v_needs private.stop_needs;
begin
  select private.skill_for(u.id), coalesce(private.minutes_of((private.waiting_task_of_repair(w.id)).during), private.repair_minutes(w.id)),
    u.latitude, u.longitude, coalesce(u.postal_code, m.postal_code)
  into v_needs.skill_ids, v_needs.minutes, v_needs.latitude, v_needs.longitude, v_needs.postal_code
  from public.work_orders w
  join public.customers m on m.id = w.customer_id
  join public.units u on u.id = w.unit_id
  where w.id = needs_of_repair.work_order_id;
  v_needs.exposure := private.exposure_of_unit((select w.unit_id from public.work_orders w where w.id = needs_of_repair.work_order_id));
  return v_needs;
end;
$$;
comment on function private.needs_of_repair is 'What the stop of a repair takes: the skill that its unit''s maintenance needs, its length, its place, and what weather means for it.';

create function private.repair_slots(work_order_id uuid, from_date date, days integer, max_slots integer, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_needs private.stop_needs := private.needs_of_repair(work_order_id);
  v_state text := (select w.state from public.work_orders w where w.id = repair_slots.work_order_id and w.kind = 'repair');
  v_today date := private.company_day(as_of);
  v_days integer;
  v_winter jsonb := jsonb_build_object();
begin
  if v_state is null then
    raise exception 'no such repair' using errcode = 'PT404';
  elsif v_state <> 'approved' then
    return private.refused('state') || jsonb_build_object('state', v_state);
  end if;
  v_days := least(greatest(coalesce(days, 14), 1), 60);
  if not v_needs.exposure is null and coalesce(from_date between v_today - 366 and v_today + 366, true) then
    v_winter := private.winter_ahead(v_needs.exposure, coalesce(from_date, v_today), v_days);
    -- Whoever does not say from when is shown when there are times.
    from_date := coalesce(from_date, private.out_of_winter(v_needs.exposure, v_today));
  end if;
  return v_winter || jsonb_build_object('status', 'open', 'minutes', v_needs.minutes)
    || private.search_for(v_needs, from_date, v_days, least(greatest(coalesce(max_slots, 3), 1), 50), as_of);
end;
$$;
comment on function private.repair_slots is 'Times that an approved repair could have: see the door of the same name.';
