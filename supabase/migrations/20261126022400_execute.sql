-- Execute: enrolling a stored run in short batches, each row looked at again.

create function private.recheck_backfill_rows(row_ids uuid[], revives_cancelled boolean)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  with policies as materialized (
    -- Few products make many rows.
    select k.product_id, k.category_id, p.enabled
    from (select distinct b.product_id, b.category_id from public.backfill_rows b where b.id = any (row_ids)) k
    cross join lateral private.maintenance_policy(k.product_id, k.category_id) p
  )
  update public.backfill_rows b
  set unit_id = coalesce(m.unit_id, gen_random_uuid()), makes_unit = m.unit_id is null, contract_id = gen_random_uuid(),
    state = case
      -- Asked only of a device that is known: most are new.
      when (m.unit_id is not null or m.is_retired) and private.enrolment_obstacle(m.unit_id, m.is_retired, revives_cancelled) is not null
        or exists (select from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id
          where l.id = b.source_line_id and not private.is_confirmed(o.state))
        or not coalesce((select p.enabled from policies p
          where p.category_id = b.category_id and p.product_id is not distinct from b.product_id), false)
      then 'skipped' else 'enrolled' end
  from public.backfill_rows found
  cross join lateral private.known_unit(found.serial_number, found.source_line_id, found.unit_number, found.source_claim_id) m
  where found.id = any (row_ids) and b.id = found.id;

  update public.backfill_rows b set unit_id = null, contract_id = null
  where b.id = any (row_ids) and b.state = 'skipped';
end;
$$;
comment on function private.recheck_backfill_rows is 'The world may have changed since the dry run: rows that may still be enrolled get their unit and contract, the others become skipped.';

create table private.backfill_consents (
  run_id uuid not null references public.backfill_runs on delete cascade,
  customer_id uuid not null references public.customers,
  basis_was text not null,
  consent_on_was date,
  consent_on date not null,
  primary key (run_id, customer_id)
);
comment on table private.backfill_consents is 'What a run changed about why a client may be written to, so that it can be taken back.';

create function private.enrol_backfill_rows(row_ids uuid[], revives_cancelled boolean)
returns void
language sql volatile
begin atomic
  select private.recheck_backfill_rows(row_ids, revives_cancelled);

  insert into public.units (id, customer_id, product_id, category_id, serial_number, source_line_id, unit_number, source_claim_id, installed_on)
  select b.unit_id, b.customer_id, b.product_id, b.category_id, b.serial_number, b.source_line_id,
    case when b.source_line_id is not null then b.unit_number end, b.source_claim_id,
    case when b.anchor_source = 'delivery' then b.anchor_on end
  from public.backfill_rows b
  where b.id = any (row_ids) and b.state = 'enrolled' and not exists (select from public.units u where u.id = b.unit_id);

  insert into public.maintenance_contracts (id, unit_id, customer_id, category_id, source, interval_months, fee, tax_code_id, due_anchor_on)
  select b.contract_id, u.id, u.customer_id, u.category_id, case when b.source_claim_id is null then 'backfill' else 'claims' end,
    b.interval_months, b.fee, g.tax_code_id,
    -- Where the first visit was put off, the rhythm of all that follow is put off with it.
    case when b.mail_on is null then b.anchor_on else b.due_on end
  from public.backfill_rows b
  join public.units u on u.id = b.unit_id
  join public.equipment_categories g on g.id = u.category_id
  where b.id = any (row_ids) and b.state = 'enrolled';

  insert into public.maintenance_cycles (contract_id, number, due_on)
  select b.contract_id, 1, b.due_on from public.backfill_rows b where b.id = any (row_ids) and b.state = 'enrolled';

  -- What a client bought is why we may write to them.
  with bought as (
    -- Invoices are dated a little ahead; nobody has agreed tomorrow.
    select b.customer_id, least(max(b.purchased_on), private.company_day(private.clock())) as latest_on, (array_agg(b.run_id))[1] as run_id
    from public.backfill_rows b
    where b.id = any (row_ids) and b.state = 'enrolled' group by b.customer_id
  ), agreed as (
    select c.id, c.consent_basis, c.consent_on, t.latest_on, t.run_id from bought t
    join public.customers c on c.id = t.customer_id
    where c.consent_basis in ('none', 'purchase') and t.latest_on > coalesce(c.consent_on, '-infinity')
  ), kept as (
    insert into private.backfill_consents (run_id, customer_id, basis_was, consent_on_was, consent_on)
    select a.run_id, a.id, a.consent_basis, a.consent_on, a.latest_on from agreed a
    on conflict (run_id, customer_id) do update set consent_on = excluded.consent_on
  )
  update public.customers c set consent_basis = 'purchase', consent_on = a.latest_on
  from agreed a where c.id = a.id;
end;
comment on function private.enrol_backfill_rows is 'Enrols rows of a run: units, contracts, first cycles. Rows that may no longer be enrolled become skipped.';

create function private.execution_progress(run public.backfill_runs)
returns jsonb
language sql immutable
return jsonb_build_object('status', (run).state, 'done', (run).enrolled + (run).passed_over + (run).failed,
  'remaining', (run).to_enrol - (run).enrolled - (run).passed_over - (run).failed,
  'enrolled', (run).enrolled, 'skipped', (run).passed_over, 'failed', (run).failed);
comment on function private.execution_progress(public.backfill_runs) is 'How far the execution of a run has come, in units.';

create function private.execution_progress(run_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (select private.execution_progress(r) from public.backfill_runs r where r.id = execution_progress.run_id);
end;
$$;
comment on function private.execution_progress(uuid) is 'The same of a run by its id.';

create function private.enrol_one_by_one(row_ids uuid[], revives_cancelled boolean)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_row uuid;
  v_failure text;
begin
  foreach v_row in array row_ids loop
    begin
      perform private.enrol_backfill_rows(array[v_row], revives_cancelled);
    exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded
      or raise_exception or sqlstate 'MT001' or sqlstate 'MT002' then
      get stacked diagnostics v_failure = message_text;
      update public.backfill_rows b set state = 'failed', failure = v_failure where b.id = v_row;
    end;
  end loop;
end;
$$;
comment on function private.enrol_one_by_one is 'Enrols row by row, so that a bad one fails by itself.';

create function private.ask_whose(row_id uuid)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conflict public.import_conflicts;
begin
  select 'one_serial_two_clients', private.serial_key(b.serial_number), b.rival_id, b.customer_id, b.source_line_id, b.source_claim_id,
    (select m.unit_id from private.known_unit(b.serial_number, b.source_line_id, b.unit_number, b.source_claim_id) m),
    jsonb_build_object('file', f.file_name, 'line', r.line, 'serial', b.serial_number, 'product', p.name, 'order', o.order_number,
      'delivered_on', r.fields ->> 'delivery_date')
  into v_conflict.conflict_kind, v_conflict.subject, v_conflict.customer_id, v_conflict.other_customer_id, v_conflict.source_line_id,
    v_conflict.source_claim_id, v_conflict.unit_id, v_conflict.told
  from public.backfill_rows b
  join public.import_rows r on r.id = b.import_row_id
  join public.import_files f on f.id = r.file_id
  left join public.products p on p.id = b.product_id
  left join public.sales_order_lines l on l.id = b.source_line_id
  left join public.sales_orders o on o.id = l.order_id
  where b.id = row_id;
  return private.raise_conflict(v_conflict);
end;
$$;
comment on function private.ask_whose is 'Asks whose the device of a row is, which another client has.';

create function private.row_question(kind text, ref text, file_name text, line integer)
returns text
language sql immutable
-- The same row of the next export is the same question.
return coalesce(private.subject_key(case when row_question.kind = 'device_claims' then 'claim' else 'line' end, row_question.ref),
  private.subject_key('row', row_question.file_name || ':' || row_question.line));
comment on function private.row_question is 'What a question about a row of a file is about.';

create function private.ask_about_row(row_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.raise_activity('enrolment_question', private.row_question(f.kind, r.ref, f.file_name, r.line),
    jsonb_build_object('file', f.file_name, 'line', r.line, 'ref', r.ref, 'reason', coalesce(b.reason, b.state, b.outcome),
      'message', coalesce(r.problem, b.failure, b.doubt)),
    customer_id => b.customer_id)
  from public.backfill_rows b
  join public.import_rows r on r.id = b.import_row_id
  join public.import_files f on f.id = r.file_id
  where b.id = row_id;
end;
$$;
comment on function private.ask_about_row is 'Opens an activity for a row that a person has to look at.';

create function private.ask_about(found public.backfill_rows)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if found.rival_id <> found.customer_id and found.reason = 'duplicate' then
    perform private.ask_whose(found.id);
  else
    perform private.ask_about_row(found.id);
  end if;
end;
$$;
comment on function private.ask_about is 'Asks a person about a row: whose its device is, where it is another client''s, else what to make of it.';

create function private.ask_next(run public.backfill_runs, most integer)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_row public.backfill_rows;
  v_until integer;
  v_asked integer := 0;
begin
  for v_row in
    select b.* from public.backfill_rows b
    where b.run_id = run.id and b.doubt is not null and b.position > run.asked_until
    -- All units of a row at once.
    order by b.position fetch first most rows with ties
  loop
    perform private.ask_about(v_row);
    v_until := v_row.position;
    v_asked := v_asked + 1;
  end loop;
  if v_asked < most then
    return null;
  end if;
  return v_until;
end;
$$;
comment on function private.ask_next is 'Asks a person about the next rows in doubt, of whom nobody would ask, such as one device of two clients; returns the position of the last of them, null where there are no more.';

create function private.execute_backfill(run_id uuid, batch integer, go_on boolean)
returns jsonb
language plpgsql volatile
set search_path = ''
-- A batch looks its rows up by key, whatever the planner believes of tables that were empty a moment ago; compiling a
-- statement takes longer than running it.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
set jit = off
as $$
declare
  v_run public.backfill_runs;
  v_rows uuid[];
  v_most integer := least(greatest(batch, 1), 500);
begin
  -- Two people who press the button take turns, and so do runs of the same units, and files.
  perform private.take_turns();
  select * into v_run from public.backfill_runs r where r.id = execute_backfill.run_id for update;
  if not found then
    raise exception 'no backfill run %', execute_backfill.run_id using errcode = 'PT404';
  elsif v_run.state in ('scanning', 'taking_back', 'taken_back') or v_run.state = 'stopped' and not go_on then
    return private.execution_progress(v_run);
  end if;
  -- First mails planned for days gone by would all leave at once.
  if v_run.state = 'ready' and private.request_role() = 'authenticated' and exists (
    select from public.backfill_rows b where b.run_id = v_run.id and b.mail_on <= private.company_day(private.clock()))
  then
    return private.execution_progress(v_run) || jsonb_build_object('status', 'stale');
  end if;

  v_rows := array(
    select b.id from public.backfill_rows b where b.run_id = v_run.id and b.state = 'pending'
    order by b.position, b.unit_number limit v_most);
  begin
    perform private.enrol_backfill_rows(v_rows, v_run.revives_cancelled);
  exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded
    or raise_exception or sqlstate 'MT001' or sqlstate 'MT002' then
    perform private.enrol_one_by_one(v_rows, v_run.revives_cancelled);
  end;
  select v_run.enrolled + count(*) filter (where b.state = 'enrolled'), v_run.passed_over + count(*) filter (where b.state = 'skipped'),
    v_run.failed + count(*) filter (where b.state = 'failed')
  into v_run.enrolled, v_run.passed_over, v_run.failed
  from public.backfill_rows b where b.id = any (v_rows);

  if v_run.state <> 'done' then
    v_run.state := 'executing';
    if cardinality(v_rows) < v_most then
      v_run.asked_until := private.ask_next(v_run, v_most);
      if v_run.asked_until is null then
        v_run.state := 'done';
      end if;
    end if;
    update public.backfill_runs r
    set state = v_run.state, enrolled = v_run.enrolled, passed_over = v_run.passed_over, failed = v_run.failed,
      asked_until = coalesce(v_run.asked_until, r.asked_until),
      finished_at = case when v_run.state = 'done' then clock_timestamp() end
    where r.id = v_run.id;
  end if;
  return private.execution_progress(v_run);
end;
$$;
comment on function private.execute_backfill is 'Enrols the next rows (at most 500) of a run, and then opens an activity for each row in doubt: see the door of the same name. PT404 for an unknown run.';

create function private.stop_backfill(run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.backfill_runs;
begin
  -- Waits for the batch that is under way.
  select * into v_run from public.backfill_runs r where r.id = stop_backfill.run_id for update;
  if not found then
    raise exception 'no backfill run %', stop_backfill.run_id using errcode = 'PT404';
  elsif v_run.state = 'executing' then
    update public.backfill_runs r set state = 'stopped' where r.id = v_run.id returning * into v_run;
  end if;
  return private.execution_progress(v_run);
end;
$$;
comment on function private.stop_backfill is 'Stops the execution of a run between two batches: see the door of the same name. PT404 for an unknown run.';

create function private.stopped_backfill(today date, content_hash text, weeks integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select r.report from public.backfill_runs r
    where r.state in ('executing', 'stopped') and not r.revives_cancelled
      and r.today = stopped_backfill.today and r.content_hash = stopped_backfill.content_hash
      and r.weeks = coalesce(stopped_backfill.weeks, (select s.stagger_weeks from public.company_settings s))
    order by r.created_at desc, r.id limit 1);
end;
$$;
comment on function private.stopped_backfill is 'The run over files of this content that was started and not finished: see the door of the same name.';

create function private.raise_enrolment_questions(run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_row public.backfill_rows;
  v_asked integer := 0;
begin
  if not exists (select from public.backfill_runs r where r.id = raise_enrolment_questions.run_id) then
    raise exception 'no backfill run %', raise_enrolment_questions.run_id using errcode = 'PT404';
  end if;
  for v_row in
    select b.* from public.backfill_rows b
    where b.run_id = raise_enrolment_questions.run_id
      and (b.doubt is not null or b.state = 'failed'
        or b.reason in ('invalid_row', 'unknown_customer', 'unknown_product', 'no_category', 'no_serial'))
    order by b.position, b.unit_number
  loop
    perform private.ask_about(v_row);
    v_asked := v_asked + 1;
  end loop;
  return jsonb_build_object('status', 'raised', 'activities', v_asked);
end;
$$;
comment on function private.raise_enrolment_questions is 'Opens an activity for each row of a run that a person has to look at: no category, no serial, an impossible date, unknown or unreadable data, failed; and a conflict for a serial of two clients → {status: raised, activities}. PT404 for an unknown run.';
