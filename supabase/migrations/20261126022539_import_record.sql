-- Import record: what a run changed and why, for whoever looks in the morning.

create index import_runs_by_number on public.import_runs (number desc);
create index import_changes_in_order on public.import_changes (import_run_id, coalesce(line, 0), id);

create function private.change_about(subject text, subject_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_what text;
begin
  case subject
    when 'customers' then
      v_customer_id := subject_id;
    when 'sales_orders' then
      select o.customer_id, 'order ' || o.order_number into v_customer_id, v_what from public.sales_orders o where o.id = subject_id;
    when 'sales_order_lines' then
      select o.customer_id, concat_ws(', ', 'order ' || o.order_number, coalesce(p.name, l.description)) into v_customer_id, v_what
      from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id left join public.products p on p.id = l.product_id
      where l.id = subject_id;
    when 'device_claims' then
      select d.customer_id, concat_ws(' ', 'claim', d.claim_ref) into v_customer_id, v_what from public.device_claims d where d.id = subject_id;
    when 'maintenance_contracts' then
      select c.customer_id, k.name into v_customer_id, v_what
      from public.maintenance_contracts c join public.equipment_categories k on k.id = c.category_id where c.id = subject_id;
    when 'technician_tasks' then
      select t.customer_id, t.title into v_customer_id, v_what from public.technician_tasks t where t.id = subject_id;
    when 'products' then
      select p.name into v_what from public.products p where p.id = subject_id;
    when 'technicians' then
      select t.name into v_what from public.technicians t where t.id = subject_id;
    when 'equipment_categories' then
      select k.name into v_what from public.equipment_categories k where k.id = subject_id;
    else null;
  end case;
  return jsonb_build_object('customer_id', v_customer_id, 'what', v_what,
    'client', (select m.name from public.customers m where m.id = v_customer_id and m.erased_on is null),
    'contract_id', case when subject = 'maintenance_contracts' then subject_id end);
end;
$$;
comment on function private.change_about is 'Whom and what a change is about: {customer_id, client, what, contract_id}.';

create function private.change_told(change public.import_changes)
returns jsonb
language sql stable
return jsonb_build_object('id', (change).id, 'change_kind', (change).change_kind, 'subject', (change).subject, 'field', (change).field,
  'file_name', (change).file_name, 'line', (change).line, 'was', (change).was, 'became', (change).became, 'why', (change).why)
  || private.change_about((change).subject, (change).subject_id);
comment on function private.change_told is 'A change as a page shows it.';

create function private.import_change_groups(import_run_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('change_kind', g.change_kind, 'subject', g.subject, 'field', g.field, 'count', g.count,
    'example', private.change_told(g.example))
    order by array_position(array['enrolled', 'due_moved', 'ended', 'job_placed', 'job_moved', 'job_gone', 'corrected', 'kept', 'added'], g.change_kind), g.subject, g.field), '[]')
  from (
    select c.change_kind, c.subject, case when c.change_kind in ('corrected', 'kept') then c.field end as field, count(*) as count,
      (array_agg(c order by coalesce(c.line, 0), c.id))[1] as example
    from public.import_changes c
    -- Where a client is on the map follows from the address, and says nothing more.
    where c.import_run_id = import_change_groups.import_run_id and coalesce(c.field, '') not in ('latitude', 'longitude')
    group by 1, 2, 3) g;
$$;
comment on function private.import_change_groups is 'What a run changed, by kind, what it is about and, of what was corrected, the field: [{change_kind, subject, field, count, example}].';

create function private.import_changes_page(import_run_id uuid, filters jsonb, after text, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most integer := least(greatest(coalesce(most, 50), 1), 500);
  v_place text[] := regexp_match(after, '\A(\d{1,9}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z');
  v_changes public.import_changes[];
begin
  if after is not null and v_place is null then
    return private.rejected('after');
  end if;
  v_changes := array(
    select c from public.import_changes c
    where c.import_run_id = import_changes_page.import_run_id
      and (v_place is null or (coalesce(c.line, 0), c.id) > (v_place[1]::integer, v_place[2]::uuid))
      and (not filters ? 'change_kind' or c.change_kind = filters ->> 'change_kind')
      and (not filters ? 'subject' or c.subject = filters ->> 'subject')
      and (not filters ? 'field' or c.field = filters ->> 'field')
      and (not filters ? 'file' or c.file_name = filters ->> 'file')
    order by coalesce(c.line, 0), c.id
    limit v_most + 1);
  return jsonb_build_object('status', 'ok',
    'rows', (
      select coalesce(jsonb_agg(private.change_told(c) order by n), '[]')
      from unnest(v_changes[1:v_most]) with ordinality c (id, import_run_id, change_kind, subject, subject_id, file_name, line, field, was, became, why, n)
      cross join lateral (select row(c.id, c.import_run_id, c.change_kind, c.subject, c.subject_id, c.file_name, c.line, c.field, c.was, c.became, c.why)::public.import_changes as c) t),
    'after', case when cardinality(v_changes) > v_most then coalesce(v_changes[v_most].line, 0) || ':' || v_changes[v_most].id end);
end;
$$;
comment on function private.import_changes_page is 'Changes of a run in the order of the files'' lines: {status: ok, rows, after: place of the next page, null at the end} | {status: rejected, reason: after}. filters: change_kind, subject, field, file. `most` is brought within 1 to 500.';

create function private.files_of_run(import_run_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('file_id', f.id, 'kind', f.kind, 'file_name', f.file_name, 'state', f.state, 'rows', f.row_count,
    'rows_before', private.rows_before(f), 'is_whole', f.is_whole, 'news', f.staged_count,
    'changed', (
      select count(distinct c.line) from public.import_changes c
      where c.import_run_id = f.import_run_id and c.file_name = f.file_name and c.change_kind in ('added', 'corrected', 'job_placed', 'job_moved', 'job_gone')),
    'refused', (select count(*) from public.import_rows r where r.file_id = f.id and r.problem is not null)) order by f.number), '[]')
  from public.import_files f where f.import_run_id = files_of_run.import_run_id;
$$;
comment on function private.files_of_run is 'The files of a run: [{file_id, kind, file_name, state, rows, rows_before, is_whole, news: rows that say something new, changed: rows, refused}].';

create function private.refused_rows_page(file_id uuid, after integer, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most integer := least(greatest(coalesce(most, 50), 1), 500);
  v_lines integer[] := array(
    select r.line from public.import_rows r
    where r.file_id = refused_rows_page.file_id and r.problem is not null and r.line > coalesce(after, 0) order by r.line limit v_most + 1);
begin
  return jsonb_build_object('status', 'ok',
    'file', (select jsonb_build_object('file_id', f.id, 'file_name', f.file_name, 'import_run_id', f.import_run_id) from public.import_files f where f.id = refused_rows_page.file_id),
    'rows', (
      select coalesce(jsonb_agg(jsonb_build_object('line', r.line, 'problem', r.problem) order by r.line), '[]')
      from public.import_rows r where r.file_id = refused_rows_page.file_id and r.line = any (v_lines[1:v_most])),
    'after', case when cardinality(v_lines) > v_most then v_lines[v_most] end);
end;
$$;
comment on function private.refused_rows_page is 'Rows of a file that were refused: {status: ok, file, rows: [{line, problem}], after: the last line, where there are more}.';

create function private.rows_told_before(file public.import_files)
returns table (ref text, fields jsonb)
language sql stable
set search_path = ''
as $$
  select i.ref, i.fields from private.imported_values i where i.file_kind = (file).kind and (file).kind <> 'technician_jobs'
  union all
  -- Of jobs nothing of a client is kept but with the time that they take.
  select j.external_ref, jsonb_strip_nulls(jsonb_build_object('title', t.title, 'customer_ref', c.customer_ref))
  from public.import_runs r
  join private.external_jobs j on j.source = r.source
  left join public.technician_tasks t on t.external_ref = j.external_ref
  left join public.customers c on c.id = t.customer_id
  where r.id = (file).import_run_id and (file).kind = 'technician_jobs';
$$;
comment on function private.rows_told_before is 'What earlier files of the kind of a file told: what a row is called, and its fields.';

create function private.lost_row_told(kind text, ref text, fields jsonb)
returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('ref', lost_row_told.ref,
    'what', coalesce(fields ->> 'description', fields ->> 'title', fields ->> 'device_type', case when kind <> 'customers' then fields ->> 'name' end, fields ->> 'sku'),
    'order_number', fields ->> 'order_number', 'customer_id', m.id, 'client', coalesce(m.name, case when kind = 'customers' then fields ->> 'name' end))
  from (values (case when kind = 'customers' then lost_row_told.ref else fields ->> 'customer_ref' end)) of (customer_ref)
  left join private.customers_by_ref c on c.customer_ref = of.customer_ref
  left join public.customers m on m.id = c.customer_id and m.erased_on is null;
$$;
comment on function private.lost_row_told is 'A row that a file lacks, as it was told last: {ref, what, order_number, customer_id, client}.';

create function private.lost_rows_page(file_id uuid, after text, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most integer := least(greatest(coalesce(most, 100), 1), 500);
  v_file public.import_files;
  v_rows jsonb;
begin
  select * into v_file from public.import_files f where f.id = lost_rows_page.file_id;
  if not found then
    raise exception 'no import file %', lost_rows_page.file_id using errcode = 'PT404';
  -- What a file tells is kept only until somebody decides.
  elsif v_file.state <> 'held' then
    return private.refused('state');
  end if;
  select coalesce(jsonb_agg(private.lost_row_told(v_file.kind, l.ref, l.fields) order by l.ref), '[]') into v_rows
  from (
    select b.ref, b.fields from private.rows_told_before(v_file) b
    where b.ref > coalesce(lost_rows_page.after, '')
      and not exists (select from private.staged_rows s where s.file_id = v_file.id and s.ref = b.ref)
      -- A row that was refused came.
      and not exists (select from public.import_rows r where r.file_id = v_file.id and r.ref = b.ref)
      and not exists (select from private.erased_refs e where e.digest = private.ref_digest(case when v_file.kind = 'customers' then b.ref else b.fields ->> 'customer_ref' end))
    order by b.ref limit v_most + 1) l;
  return jsonb_build_object('status', 'ok',
    'file', jsonb_build_object('file_id', v_file.id, 'file_name', v_file.file_name, 'import_run_id', v_file.import_run_id),
    'rows', private.part_of(v_rows, 1, v_most),
    'after', case when jsonb_array_length(v_rows) > v_most then v_rows -> (v_most - 1) ->> 'ref' end);
end;
$$;
comment on function private.lost_rows_page is 'What earlier files told and a held file does not: see the door lost_rows.';

create function private.run_told(run public.import_runs)
returns jsonb
language sql stable
return jsonb_build_object('import_run_id', (run).id, 'number', (run).number, 'source', (run).source, 'on_day', (run).on_day, 'state', (run).state,
  'counts', (run).counts, 'started_at', (run).started_at, 'finished_at', (run).finished_at);
comment on function private.run_told is 'A run as a page shows it.';

create function private.list_import_runs(after bigint, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most integer := least(greatest(coalesce(most, 50), 1), 500);
  v_runs public.import_runs[] := array(
    select r from public.import_runs r where r.number < coalesce(after, 9223372036854775807) order by r.number desc limit v_most + 1);
begin
  return jsonb_build_object('status', 'ok', 'as_of', private.clock(),
    'last_applied', (select max(r.finished_at) from public.import_runs r where r.state = 'applied'),
    'rows', (
      select coalesce(jsonb_agg(private.run_told(r) || jsonb_build_object(
        'changed', (select count(*) from public.import_changes c where c.import_run_id = r.id and c.change_kind <> 'kept' and coalesce(c.field, '') not in ('latitude', 'longitude')),
        'files', (select count(*) from public.import_files f where f.import_run_id = r.id),
        'held_files', (select count(*) from public.import_files f where f.import_run_id = r.id and f.state = 'held'),
        'to_decide', (select count(*) from public.import_conflicts c where c.import_run_id = r.id and c.decided_at is null)) order by r.number desc), '[]')
      from public.import_runs r where r.id = any (array(select (v).id from unnest(v_runs[1:v_most]) v))),
    'after', case when cardinality(v_runs) > v_most then v_runs[v_most].number end);
end;
$$;
comment on function private.list_import_runs is 'Runs, the newest first: {status: ok, as_of, last_applied: when one went through last, rows, after: the number from which the next page goes on}.';

create function private.import_run_page(import_run_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_run public.import_runs;
begin
  select * into v_run from public.import_runs r where r.id = import_run_page.import_run_id;
  if not found then
    raise exception 'no import run %', import_run_page.import_run_id using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'ok', 'run', private.run_told(v_run),
    'before', (select r.id from public.import_runs r where r.number < v_run.number order by r.number desc limit 1),
    'after', (select r.id from public.import_runs r where r.number > v_run.number order by r.number limit 1),
    'files', private.files_of_run(v_run.id),
    'groups', private.import_change_groups(v_run.id),
    'conflicts', (
      select coalesce(jsonb_agg(jsonb_build_object('conflict_id', c.id, 'conflict_kind', c.conflict_kind, 'customer_id', c.customer_id,
        'client', (select m.name from public.customers m where m.id = c.customer_id),
        'other_client', (select m.name from public.customers m where m.id = c.other_customer_id), 'told', c.told) order by c.conflict_kind, c.opened_at, c.id), '[]')
      from public.import_conflicts c where c.import_run_id = v_run.id and c.decided_at is null),
    'decided', (select count(*) from public.import_conflicts c where c.import_run_id = v_run.id and c.decided_at is not null));
end;
$$;
comment on function private.import_run_page is 'A run with its files, what it changed in groups, and the questions that are open: {status: ok, run, before, after, files, groups, conflicts, decided}. PT404.';
