-- Decide conflicts: what a question between a file and what is on record is about, side by side, and what each answer does:
-- by the functions of the domain, told before it is done where it has consequences.

-- Side by side ------------------------------------------------------------------------------------------------------

create function private.client_beside(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('customer_id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email, 'deceased_on', c.deceased_on,
      'address', private.address_text(c.street, c.apartment, c.city, c.province, c.postal_code), 'since', private.company_day(c.created_at),
      'units', (select count(*) from public.units u where u.customer_id = c.id and u.condition <> 'retired'))
    from public.customers c where c.id = client_beside.customer_id);
end;
$$;
comment on function private.client_beside is 'A client as one side of a question: {customer_id, name, phone, email, deceased_on, address, since, units: in use}; null for nobody.';

create function private.unit_beside(unit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('unit_id', u.id, 'kind', k.name, 'product_name', p.name, 'told_apart', u.serial_number, 'installed', k.installed,
      'condition', u.condition, 'address', private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code),
      'contract_id', c.id, 'due_on', y.due_on, 'last_service_on', c.last_service_on,
      'booked', (
        select jsonb_build_object('starts_at', lower(t.during), 'technician_name', h.first_name)
        from public.maintenance_visits v
        join public.technician_tasks t on t.id = v.task_id
        left join public.technicians h on h.id = t.technician_id
        where v.cycle_id = y.id and private.is_unsettled(v.state)))
    from public.units u
    join public.equipment_categories k on k.id = u.category_id
    left join public.products p on p.id = u.product_id
    left join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
    left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
    where u.id = unit_beside.unit_id);
end;
$$;
comment on function private.unit_beside is 'A unit as one side of a question: {unit_id, kind, product_name, told_apart, installed, condition, address, contract_id, due_on, last_service_on, booked: {starts_at, technician_name}}; null for none.';

create function private.visit_beside(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('task_id', t.id, 'starts_at', lower(t.during), 'ends_at', upper(t.during), 'state', t.state,
      'day', private.company_day(lower(t.during)), 'technician_name', h.first_name, 'customer', m.name, 'city', coalesce(m.city, t.address))
    from public.technician_tasks t
    left join public.technicians h on h.id = t.technician_id
    left join public.customers m on m.id = t.customer_id
    where t.id = visit_beside.task_id);
end;
$$;
comment on function private.visit_beside is 'Our own work as one side of a question: {task_id, starts_at, ends_at, state, day, technician_name, customer, city}; null for none.';

create function private.conflict_about(conflict public.import_conflicts)
returns jsonb
language sql stable
return jsonb_build_object('client', private.client_beside((conflict).customer_id), 'other', private.client_beside((conflict).other_customer_id),
  'unit', private.unit_beside((conflict).unit_id), 'visit', private.visit_beside((conflict).task_id), 'told', (conflict).told);
comment on function private.conflict_about is 'What a question is about, as it stands now: client, other (private.client_beside), unit (private.unit_beside), visit (private.visit_beside), told.';

create function private.can_undo(conflict public.import_conflicts)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- What was done by the functions of the domain has gone its way: it is mended where it lies.
  return coalesce(conflict.decision = any ('{keep, two, leave}'), false) and not exists (
    select from public.import_conflicts c where c.conflict_kind = conflict.conflict_kind and c.subject = conflict.subject and c.decided_at is null);
end;
$$;
comment on function private.can_undo is 'Whether an answer left all as it was, so that it can be taken back.';

create function private.question_told(conflict public.import_conflicts)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_about jsonb := private.conflict_about(conflict);
begin
  return v_about || jsonb_build_object('conflict_id', conflict.id, 'conflict_kind', conflict.conflict_kind, 'opened_at', conflict.opened_at,
    'import_run_id', conflict.import_run_id, 'decisions', to_jsonb(private.conflict_decisions(conflict.conflict_kind)), 'decision', conflict.decision,
    'decided_at', conflict.decided_at, 'by', (select s.name from public.staff s where s.id = conflict.decided_by), 'can_undo', private.can_undo(conflict), 'shown', md5(v_about::text));
end;
$$;
comment on function private.question_told is 'One question: see the door list_conflicts.';

create function private.list_conflicts(conflict_kind text, state text, import_run_id uuid, customer_id uuid, most integer, after uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most integer := least(greatest(coalesce(most, 20), 1), 100);
  v_found public.import_conflicts[];
begin
  v_found := array(
    select c from public.import_conflicts c
    left join public.import_conflicts a on a.id = list_conflicts.after
    where (list_conflicts.conflict_kind is null or c.conflict_kind = list_conflicts.conflict_kind)
      and (list_conflicts.import_run_id is null or c.import_run_id = list_conflicts.import_run_id)
      and (list_conflicts.customer_id is null or list_conflicts.customer_id in (c.customer_id, c.other_customer_id))
      and case when list_conflicts.state = 'decided'
        -- What a person answered, the latest first.
        then c.decided_at is not null and c.decision = any (private.conflict_decisions(c.conflict_kind)) and (a.id is null or (c.decided_at, c.id) < (a.decided_at, a.id))
        else c.decided_at is null and (a.id is null or (c.opened_at, c.id) > (a.opened_at, a.id)) end
    order by case when list_conflicts.state = 'decided' then c.decided_at end desc, case when list_conflicts.state = 'decided' then c.id end desc, c.opened_at, c.id
    limit v_most + 1);
  return jsonb_build_object('status', 'ok',
    'kinds', (
      select coalesce(jsonb_object_agg(k.conflict_kind, k.open), '{}')
      from (select c.conflict_kind, count(*) as open from public.import_conflicts c where c.decided_at is null group by c.conflict_kind) k),
    'rows', (select coalesce(jsonb_agg(private.question_told(v_found[n]) order by n), '[]') from generate_series(1, least(cardinality(v_found), v_most)) n),
    'after', case when cardinality(v_found) > v_most then v_found[v_most].id end);
end;
$$;
comment on function private.list_conflicts is 'Questions of imports: see the door of the same name.';

-- What follows --------------------------------------------------------------------------------------------------------

create function private.enrol_without_serial(conflict public.import_conflicts, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
  v_client public.customers := private.client_known_by(conflict.other_customer_id);
  v_line public.sales_order_lines;
  v_claim public.device_claims;
  v_product_id uuid;
  v_category public.equipment_categories;
  v_number integer;
  v_unit_id uuid;
  v_contract public.maintenance_contracts;
begin
  select l.* into v_line from public.sales_order_lines l where l.id = conflict.source_line_id;
  select d.* into v_claim from public.device_claims d where d.id = conflict.source_claim_id;
  v_product_id := coalesce(v_line.product_id, v_claim.product_id);
  select k.* into v_category from public.equipment_categories k
  where k.id = coalesce((select t.category_id from public.device_types t where t.name_key = lower(btrim(v_claim.device_type))),
    (select p.category_id from public.products p where p.id = v_product_id));
  -- The first of the line that nobody has yet.
  v_number := case when v_line.id is not null then (
    select min(n) from generate_series(1, v_line.quantity) n
    where not exists (select from public.units u where u.source_line_id = v_line.id and u.unit_number = n)) end;
  if v_client.erased_on is not null then
    return private.refused('erased');
  elsif v_client.deceased_on is not null then
    return private.refused('deceased');
  elsif v_category.id is null or not coalesce((select p.enabled from private.maintenance_policy(v_product_id, v_category.id) p), false) then
    return private.refused('not_enabled');
  elsif v_claim.id is null and v_number is null or exists (select from public.units u where u.source_claim_id = v_claim.id) then
    return private.refused('enrolled');
  end if;
  insert into public.units (customer_id, product_id, category_id, source_line_id, unit_number, source_claim_id, installed_on)
  values (v_client.id, v_product_id, v_category.id, v_line.id, v_number, v_claim.id, least(coalesce(v_line.delivery_date, v_claim.adp_delivery_date), v_on_day))
  returning id into v_unit_id;
  insert into public.maintenance_contracts (unit_id, source, due_anchor_on)
  select v_unit_id, case when v_claim.id is null then 'sale' else 'claims' end, coalesce(u.installed_on, v_on_day) from public.units u where u.id = v_unit_id
  returning * into v_contract;
  insert into public.maintenance_cycles (contract_id, number, due_on)
  values (v_contract.id, 1, private.first_due(v_contract.due_anchor_on, v_contract.interval_months, v_on_day));
  perform private.raise_activity('missing_serial', private.subject_key(case when v_line.id is null then 'claim' else 'line' end, coalesce(v_line.id, v_claim.id)::text),
    jsonb_strip_nulls(jsonb_build_object('reason', 'one_serial', 'serial', conflict.told ->> 'serial', 'unit_number', v_number)),
    customer_id => v_client.id, contract_id => v_contract.id);
  return null;
end;
$$;
comment on function private.enrol_without_serial is 'The other client''s unit is enrolled from its line or claim, without a serial, which somebody is to read from it. Null, or why not.';

create function private.give_to_other(conflict public.import_conflicts)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_client public.customers := private.client_known_by(conflict.other_customer_id);
  v_answer jsonb;
begin
  if conflict.unit_id is null then
    return private.refused('gone');
  end if;
  if v_client.deceased_on is not null then
    return private.refused('deceased');
  end if;
  v_answer := private.transfer_unit(conflict.unit_id, v_client.id);
  if v_answer ->> 'status' <> 'transferred' then
    return v_answer;
  end if;
  -- What is bolted to a house stays in it.
  perform private.take_unit_along(u.id, v_client.id)
  from public.units u join public.equipment_categories k on k.id = u.category_id
  where u.id = conflict.unit_id and not k.installed and v_client.street is not null;
  return null;
end;
$$;
comment on function private.give_to_other is 'The unit is the other client''s, and at their address unless it is installed. Null, or why not.';

create function private.leave_installed(conflict public.import_conflicts, decision text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract_id uuid := (select c.id from public.maintenance_contracts c where c.unit_id = conflict.unit_id and c.state <> 'cancelled');
  v_cycle_id uuid := (select y.id from public.maintenance_cycles y where y.contract_id = v_contract_id and y.closed_at is null);
  v_at text := (select private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code) from public.units u where u.id = conflict.unit_id);
begin
  if private.is_being_serviced(conflict.unit_id) then
    return private.refused('begun');
  elsif decision = 'ask' and v_cycle_id is not null then
    perform private.report_change(v_cycle_id, array[v_contract_id], 'moved', 'Ask whether the unit went along.', null, left(conflict.told ->> 'address', 254));
  elsif decision = 'stays' then
    -- Whoever lives there now may want it maintained: it rests, and goes to them on the same terms.
    perform private.let_rest(array[v_contract_id], null, 'its client moved and it stayed: who has it now?');
    perform private.raise_activity('sales_lead', private.subject_key('unit', conflict.unit_id::text), jsonb_strip_nulls(jsonb_build_object('reason', 'new_owner', 'address', v_at)),
      customer_id => conflict.customer_id, contract_id => v_contract_id);
  end if;
  return null;
end;
$$;
comment on function private.leave_installed is 'The unit stays where it was (stays: its contract rests until it is known who has it now, which somebody asks), or nobody knows (ask: reminders rest as when the client reports that they moved, and somebody calls). Null, or why not.';

create function private.follow_decision(conflict public.import_conflicts, decision text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  case decision
    when 'move' then return private.give_to_other(conflict);
    when 'apart' then return private.enrol_without_serial(conflict, as_of);
    when 'returned' then return private.units_gone('returned', array[conflict.unit_id]);
    when 'stays', 'ask' then return private.leave_installed(conflict, decision);
    when 'along' then
      if private.is_being_serviced(conflict.unit_id) then
        return private.refused('begun');
      end if;
      perform private.take_unit_along(conflict.unit_id, conflict.customer_id);
      return null;
    -- It is as it was, and that is remembered.
    else return null;
  end case;
end;
$$;
comment on function private.follow_decision is 'Does what an answer means. Null, or why not.';

-- Deciding ------------------------------------------------------------------------------------------------------------

create function private.hold_conflict(conflict_id uuid)
returns public.import_conflicts
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conflict public.import_conflicts;
begin
  -- Clients, units and contracts before the question, as whatever settles it by itself.
  perform private.hold_clients(array_remove(array[c.customer_id, c.other_customer_id], null)) from public.import_conflicts c where c.id = hold_conflict.conflict_id;
  select * into v_conflict from public.import_conflicts c where c.id = hold_conflict.conflict_id for update;
  if not found then
    raise exception 'no such question' using errcode = 'PT404';
  end if;
  return v_conflict;
end;
$$;
comment on function private.hold_conflict is 'Holds a question with all that it is about. PT404.';

create function private.conflict_stands(conflict public.import_conflicts)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_units uuid[] := array_remove(array[conflict.unit_id], null);
  v_one jsonb := private.client_stands(conflict.customer_id, v_units);
  v_other jsonb := private.client_stands(conflict.other_customer_id, v_units);
begin
  return (select jsonb_object_agg(o.key, o.value || (v_other -> o.key)) from jsonb_each(v_one) o);
end;
$$;
comment on function private.conflict_stands is 'Where the things of both clients stand (private.client_stands).';

create function private.has_weight(changes jsonb)
returns boolean
language sql immutable
return exists (
  select from unnest('{ended, rests, goes_on, units, cancelled, called_off, withdrawn, told}'::text[]) k where jsonb_array_length(has_weight.changes -> k) > 0);
comment on function private.has_weight is 'Whether something follows that somebody is to read before it is done: more than a line on the work list.';

create function private.was_decided(conflict public.import_conflicts, decision text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case when conflict.decision = decision then jsonb_build_object('status', 'decided', 'decision', decision, 'repeated', true)
    else private.refused('decided') || jsonb_build_object('decision', conflict.decision, 'at', conflict.decided_at,
      'by', (select s.name from public.staff s where s.id = conflict.decided_by)) end;
end;
$$;
comment on function private.was_decided is 'The answer about a question that was answered already: the same again, or who said what else.';

create function private.decide_conflict(conflict_id uuid, decision text, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'decide_conflict'
as $$
declare
  v_conflict public.import_conflicts := private.hold_conflict(conflict_id);
  v_seen text := md5(private.conflict_about(v_conflict)::text);
  v_before jsonb := private.conflict_stands(v_conflict);
  v_changes jsonb;
  v_follows text;
  v_answer jsonb;
begin
  if v_conflict.decided_at is not null then
    return private.was_decided(v_conflict, decision);
  elsif decision is null or decision <> all (private.conflict_decisions(v_conflict.conflict_kind)) then
    return private.rejected('decision');
  elsif decision = 'merge' then
    -- Which of their values stay is chosen first: merge_customers answers this question.
    return private.rejected('merge');
  end if;
  begin
    update public.import_conflicts c set decision = decide_conflict.decision, decided_at = private.clock(), decided_by = private.me() where c.id = v_conflict.id;
    v_answer := private.follow_decision(v_conflict, decision, as_of);
    if v_answer is null then
      v_changes := private.what_changed(v_before, private.conflict_stands(v_conflict));
      v_follows := md5(v_seen || decision || v_changes::text);
      v_answer := case
        when shown = v_follows or shown = v_seen and not private.has_weight(v_changes) then jsonb_build_object('status', 'decided', 'decision', decision, 'repeated', false)
        when coalesce(shown, v_seen) = v_seen then jsonb_build_object('status', 'tried')
        else private.changed_by_somebody(array_remove(array[v_conflict.customer_id, v_conflict.other_customer_id, v_conflict.unit_id, v_conflict.task_id], null)) end
        || jsonb_build_object('changes', v_changes, 'shown', v_follows);
    end if;
    if v_answer ->> 'status' <> 'decided' then
      perform private.take_back_all();
    end if;
    perform private.withdraw_mails(c) from unnest(array_remove(array[v_conflict.customer_id, v_conflict.other_customer_id], null)) c;
  exception when sqlstate 'MT024' then
    return v_answer;
  end;
  return v_answer;
end;
$$;
comment on function private.decide_conflict is 'Answers a question: see the door of the same name.';

create function private.undo_conflict(conflict_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'undo_conflict'
as $$
declare
  v_conflict public.import_conflicts := private.hold_conflict(conflict_id);
begin
  if v_conflict.decided_at is null then
    return jsonb_build_object('status', 'open');
  elsif not private.can_undo(v_conflict) then
    return private.refused('done');
  end if;
  update public.import_conflicts c set decision = null, decided_at = null, decided_by = null where c.id = v_conflict.id;
  perform private.ask_for_answer(v_conflict);
  return jsonb_build_object('status', 'open');
end;
$$;
comment on function private.undo_conflict is 'Takes back an answer that left all as it was: see the door of the same name.';

create function private.conflict_page(conflict_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_conflict public.import_conflicts;
begin
  select * into v_conflict from public.import_conflicts c where c.id = conflict_page.conflict_id;
  if not found then
    raise exception 'no such question' using errcode = 'PT404';
  end if;
  return private.question_told(v_conflict) || jsonb_build_object('status', 'ok',
    -- Whom the office asks where only an administrator may.
    'admins', (select coalesce(jsonb_agg(s.name order by s.name), '[]') from public.staff s where s.role = 'admin' and s.active),
    'next_id', (
      select c.id from public.import_conflicts c
      where c.decided_at is null and c.id <> v_conflict.id order by (c.opened_at, c.id) > (v_conflict.opened_at, v_conflict.id) desc, c.opened_at, c.id limit 1));
end;
$$;
comment on function private.conflict_page is 'One question: see the door of the same name. PT404.';
