-- Imports: a file, batch by batch, from its first row to its last. Rows wait until all of them are there, and are taken in
-- step by step then; whoever dies in between loses and doubles nothing. One bad row never loses the others.

create function private.add_notice(file_id uuid, line integer, notice text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.import_rows (file_id, line, notice, fields) values (add_notice.file_id, add_notice.line, add_notice.notice, '{}')
  on conflict on constraint import_rows_line_key do update set notice = concat_ws('; ', import_rows.notice, excluded.notice)
  where import_rows.problem is null;
end;
$$;
comment on function private.add_notice is 'Says something more of a row of a file that was kept.';

create function private.refuse_row(file_id uuid, line integer, problem text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ref text;
begin
  delete from private.staged_rows s using public.import_files f
  where s.file_id = refuse_row.file_id and s.line = refuse_row.line and f.id = s.file_id
  -- Of a file that is scanned, what a row was called says nothing once it was refused.
  returning case when f.import_run_id is not null then s.ref end into v_ref;
  insert into public.import_rows (file_id, line, ref, problem) values (refuse_row.file_id, refuse_row.line, v_ref, left(refuse_row.problem, 1000))
  on conflict on constraint import_rows_line_key do update set problem = excluded.problem, fields = null, notice = null, ref = excluded.ref;
end;
$$;
comment on function private.refuse_row is 'A row cannot be taken in, and says why; the others are.';

create function private.part_of(rows jsonb, from_place integer, until_place integer)
returns jsonb
language sql immutable
return (
  select coalesce(jsonb_agg(e.row order by e.place), '[]') from jsonb_array_elements(rows) with ordinality e (row, place)
  where e.place between from_place and until_place);
comment on function private.part_of is 'Some elements of a list, counted from 1.';

-- Who may ------------------------------------------------------------------------------------------------------------

create function private.require_importer(kind text)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if exists (select from private.file_kinds k where k.kind = require_importer.kind and k.for_administrators) then
    perform private.require_admin();
  end if;
end;
$$;
comment on function private.require_importer is 'Raises 42501 for files that write policies and technicians unless the caller is an administrator, or the service role. The office may bring in all others.';

create function private.kind_of_file(file_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (select f.kind from public.import_files f where f.id = kind_of_file.file_id);
end;
$$;
comment on function private.kind_of_file is 'What a file tells of; null for an unknown one.';

-- Rows come -----------------------------------------------------------------------------------------------------------

create function private.without_erased(file public.import_files, rows jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  if not exists (select from private.erased_refs) then
    return rows;
  end if;
  return (
    select coalesce(jsonb_agg(case
      when r.digest is null then e
      -- A job takes its time all the same, whoever it is for.
      when file.kind = 'technician_jobs' then jsonb_set(e, '{values}', (e -> 'values') - '{customer_ref, title, street, city, postal_code}'::text[])
      else jsonb_build_object('line', e -> 'line', 'problem', 'the client was erased here, and does not come back') end), '[]')
    from jsonb_array_elements(rows) e
    left join private.erased_refs r on r.digest = private.ref_digest(e #>> '{values,customer_ref}'));
end;
$$;
comment on function private.without_erased is 'Rows without those of clients who were erased: of them nothing is written down again.';

create function private.stage_rows(file public.import_files, rows jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kind private.file_kinds := (select k from private.file_kinds k where k.kind = file.kind);
  v_is_scanned boolean := v_kind.is_scanned and file.import_run_id is null;
begin
  insert into public.import_rows (file_id, line, ref, problem, notice, fields)
  select file.id, (e ->> 'line')::integer, private.row_ref(v_kind, e -> 'values'),
    e ->> 'problem', e ->> 'notice',
    case when e ? 'values' then case when v_is_scanned then e -> 'values' else '{}' end end
  from jsonb_array_elements(rows) e
  where v_is_scanned or e ? 'problem' or e ? 'notice';

  insert into private.staged_rows as s (file_id, line, ref, order_number, fields)
  select distinct on (t.ref) file.id, t.line, t.ref, t.said ->> v_kind.order_field,
    case when v_kind.compares and file.import_run_id is not null and i.fields || t.said = i.fields then null else t.said end
  from (
    select (e ->> 'line')::integer as line, private.said(e -> 'values') as said, private.row_ref(v_kind, e -> 'values') as ref
    from jsonb_array_elements(rows) e where e ? 'values') t
  left join lateral (select i.fields from private.imported_values i where i.file_kind = file.kind and i.ref = t.ref limit 1) i on true
  order by t.ref, case when v_kind.later_stays then -t.line else t.line end
  on conflict on constraint staged_rows_ref_key do update set line = excluded.line, order_number = excluded.order_number, fields = excluded.fields
  where v_kind.later_stays and excluded.line > s.line;
end;
$$;
comment on function private.stage_rows is 'Keeps rows of a file until it is whole: what the scan reads, and what there is to take in.';

create function private.stage(file public.import_files, rows jsonb)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_count constant integer := jsonb_array_length(rows);
  v_message text;
begin
  begin
    perform private.stage_rows(file, rows);
    return 0;
  exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded then
    get stacked diagnostics v_message = message_text;
  end;
  if v_count = 1 then
    perform private.refuse_row(file.id, (rows #>> '{0,line}')::integer, v_message);
    return 1;
  end if;
  -- One row is bad: it is looked for by halves, so that the others are not lost with it.
  return private.stage(file, private.part_of(rows, 1, v_count / 2)) + private.stage(file, private.part_of(rows, v_count / 2 + 1, v_count));
end;
$$;
comment on function private.stage is 'Stages rows, and refuses those that cannot be kept; returns how many.';

create function private.start_import(kind text, file_name text, import_run_id uuid, request_id uuid, is_whole boolean)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  if start_import.import_run_id is not null then
    -- Whoever ends the run waits, or has ended it.
    perform from public.import_runs r where r.id = start_import.import_run_id and r.state = 'receiving' for share;
    if not found then
      raise exception 'no open import run %', start_import.import_run_id using errcode = 'PT404';
    end if;
  end if;
  insert into public.import_files (kind, file_name, import_run_id, request_id, is_whole)
  values (start_import.kind, start_import.file_name, start_import.import_run_id, start_import.request_id, coalesce(start_import.is_whole, true))
  on conflict on constraint import_files_request_id_key do nothing
  returning id into v_id;
  return coalesce(v_id, (select f.id from public.import_files f where f.request_id = start_import.request_id));
exception
  -- What the table itself says would show the whole row.
  when check_violation or not_null_violation or foreign_key_violation then
    raise exception 'a file is of a kind that is read, and has a name of at most 255 characters' using errcode = '22023';
end;
$$;
comment on function private.start_import is 'Opens a file and returns its id; the same request_id again is the same file. 22023 for an unknown kind, or no name; PT404 for a run that is not there or takes no more files.';

create function private.are_rows(rows jsonb)
returns boolean
language sql immutable
return coalesce((
  select bool_and(coalesce(jsonb_typeof(e -> 'line') = 'number' and (e ->> 'line')::numeric between 1 and 2147483647 and (e ->> 'line')::numeric % 1 = 0
    and (jsonb_typeof(e -> 'values') = 'object' or jsonb_typeof(e -> 'problem') = 'string'), false))
  from jsonb_array_elements(rows) e), true);
comment on function private.are_rows is 'Whether all elements are rows of a file: {line, values} or {line, problem}.';

create function private.refuse_lines_told_before(file public.import_files, rows jsonb)
returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_line integer;
begin
  select t.line into v_line
  from (select (e ->> 'line')::integer as line from jsonb_array_elements(rows) e) t
  group by t.line
  having count(*) > 1
    or exists (select from private.staged_rows s where s.file_id = file.id and s.line = t.line)
    or exists (select from public.import_rows r where r.file_id = file.id and r.line = t.line)
  order by t.line
  limit 1;
  if found then
    raise exception 'line % of the file was told before: each row has a line of its own', v_line using errcode = '22023';
  end if;
end;
$$;
comment on function private.refuse_lines_told_before is 'Raises 22023 where two rows of a file claim one line: neither could be told from the other.';

create function private.import_batch(file_id uuid, rows jsonb, number integer)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file public.import_files;
  v_refused integer;
begin
  select * into v_file from public.import_files f where f.id = import_batch.file_id for update;
  if exists (select from private.staged_batches b where b.file_id = v_file.id and b.number = import_batch.number) then
    return jsonb_build_object('status', 'repeated');
  elsif v_file.state = 'receiving' is not true then
    raise exception 'no open import file %', import_batch.file_id using errcode = 'PT404';
  end if;
  if jsonb_array_length(rows) > 1000 then
    raise exception 'at most 1000 rows at a time' using errcode = '22023';
  -- What the table itself says would show the whole row.
  elsif not private.are_rows(rows) then
    raise exception 'a row is {line, values} or {line, problem}, its line a whole number from 1' using errcode = '22023';
  end if;
  perform private.refuse_lines_told_before(v_file, rows);
  insert into private.staged_batches (file_id, number) select v_file.id, import_batch.number where import_batch.number is not null;
  v_refused := case when rows = '[]' then 0 else private.stage(v_file, private.without_erased(v_file, rows)) end;
  update public.import_files f
  set row_count = f.row_count + (select count(*) from jsonb_array_elements(rows) e where (e ->> 'line')::integer > 1)
  where f.id = v_file.id;
  return jsonb_build_object('status', 'stored', 'refused', v_refused);
end;
$$;
comment on function private.import_batch is 'Stages up to 1000 rows {line, values, notice} or {line, problem} of an open file → {status: stored, refused: rows that cannot be kept} | {status: repeated: a batch of that number has come}. PT404 for an unknown file, or one that takes no more rows; 22023 for too many rows, or a line that was told before.';

-- Rows are taken in ---------------------------------------------------------------------------------------------------

create function private.leave_out_far_places(file public.import_files, rows jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_far integer[] := array(
    select (e ->> 'line')::integer
    from jsonb_array_elements(rows) e, jsonb_to_record(e -> 'told') as v (latitude double precision, longitude double precision)
    where private.is_beyond_service_area(v.latitude, v.longitude));
begin
  if v_far = '{}' then
    return rows;
  end if;
  perform private.add_notice(file.id, (e ->> 'line')::integer,
    format('the place %s, %s lies far from where technicians live and was left out', e #>> '{told,latitude}', e #>> '{told,longitude}'))
  from jsonb_array_elements(rows) e where (e ->> 'line')::integer = any (v_far);
  return (
    select jsonb_agg(case when (e ->> 'line')::integer = any (v_far) then e || jsonb_build_object('told', (e -> 'told') - 'latitude' - 'longitude', 'remembered', e -> 'told') else e end)
    from jsonb_array_elements(rows) e);
end;
$$;
comment on function private.leave_out_far_places is 'The rows without coordinates at which nobody of the company would arrive, each with a word: its client would be offered no time, for ever.';

create function private.leave_out_unknown(file public.import_files, rows jsonb, field text, unknown text[], words text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if unknown = '{}' then
    return rows;
  end if;
  if words is not null then
    perform private.add_notice(file.id, (e ->> 'line')::integer, format(words, e -> 'told' ->> field))
    from jsonb_array_elements(rows) e where e -> 'told' ->> field = any (unknown);
  end if;
  -- Nor is it remembered: once it is known, it is news.
  return (
    select jsonb_agg(case when e -> 'told' ->> field = any (unknown)
      then e || jsonb_build_object('told', (e -> 'told') - field) else e end)
    from jsonb_array_elements(rows) e);
end;
$$;
comment on function private.leave_out_unknown is 'The rows without a field where it names what nobody knows, each with a word where there is one.';

create function private.of_known_clients(file public.import_files, rows jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_known jsonb := (
    select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements(rows) e
    where (select c.customer_id from private.customers_by_ref c where c.customer_ref = e #>> '{told,customer_ref}' limit 1) is not null);
begin
  -- Of a file without a run the scan says so, row by row.
  if file.import_run_id is not null and jsonb_array_length(v_known) < jsonb_array_length(rows) then
    perform private.refuse_row(file.id, (e ->> 'line')::integer,
      case when e #>> '{told,customer_ref}' is null then 'customer_ref is empty' else format('customer_ref "%s" is nobody here', e #>> '{told,customer_ref}') end)
    from jsonb_array_elements(rows) e
    where not exists (select from private.customers_by_ref c where c.customer_ref = e #>> '{told,customer_ref}');
  end if;
  return v_known;
end;
$$;
comment on function private.of_known_clients is 'Order lines and claims of clients who are here; the others are tried again with the next file.';

create function private.leave_cancelled(file public.import_files, rows jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_orders text[] := array(
    select o.number from (select distinct e #>> '{told,order_number}' as number from jsonb_array_elements(rows) e where e #>> '{told,order_state}' = 'cancel') o
    where private.is_cancelled_in_passing(file, o.number, 'cancel'));
begin
  if v_orders = '{}' then
    return rows;
  end if;
  perform private.add_notice(file.id, (e ->> 'line')::integer,
    format('order %s is cancelled in this file and enrolled here: it stays so until somebody cancels it here', e #>> '{told,order_number}'))
  from jsonb_array_elements(rows) e where e #>> '{told,order_number}' = any (v_orders);
  -- Nor is it remembered: told by a night it is news.
  return (
    select jsonb_agg(case when e #>> '{told,order_number}' = any (v_orders) then e || jsonb_build_object('remembered', (e -> 'told') - 'order_state') else e end)
    from jsonb_array_elements(rows) e);
end;
$$;
comment on function private.leave_cancelled is 'Rows of orders that a file of somebody''s says are cancelled and whose units are enrolled, each with a word.';

create function private.resolved(file public.import_files, rows jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rows jsonb := rows;
begin
  if file.kind = 'customers' then
    v_rows := private.leave_out_far_places(file, v_rows);
  elsif file.kind in ('sales_order_lines', 'device_claims') then
    v_rows := private.leave_out_unknown(file, private.of_known_clients(file, v_rows), 'sku', array(
      select distinct e #>> '{told,sku}' from jsonb_array_elements(v_rows) e
      where e #>> '{told,sku}' is not null and not exists (select from public.products p where p.sku = e #>> '{told,sku}')),
      case when file.import_run_id is not null then 'sku "%s" is no product here' end);
  elsif file.kind in ('device_type_map', 'products') then
    v_rows := private.leave_out_unknown(file, v_rows, 'category_code', array(
      select distinct e #>> '{told,category_code}' from jsonb_array_elements(v_rows) e
      where e #>> '{told,category_code}' is not null
        and not exists (select from public.equipment_categories c where c.code = lower(e #>> '{told,category_code}'))),
      'category_code "%s" is no category and was left out');
  end if;
  return v_rows;
end;
$$;
comment on function private.resolved is 'Rows whose references are known; what they name that nobody knows is left out.';

create function private.same_words(one jsonb, other jsonb)
returns boolean
language sql immutable
return one is not distinct from other
  or lower(regexp_replace(one #>> '{}', '\s', '', 'g')) = lower(regexp_replace(other #>> '{}', '\s', '', 'g'));
comment on function private.same_words is 'Whether two values say the same, however they are spaced and in whatever case.';

create function private.note_touches(file public.import_files, touches private.import_touch[])
returns void
language sql volatile
set search_path = ''
as $$
  with touches as (
    select t.line, t.subject, t.subject_id, t.told || jsonb_build_object('product', t.told -> 'sku') as told,
      nullif(t.told_before, 'null') || jsonb_build_object('product', t.told_before -> 'sku') as told_before, t.was, t.became
    from unnest(touches) t
  )
  insert into public.import_changes (import_run_id, change_kind, subject, subject_id, file_name, line, field, was, became, why)
  select (file).import_run_id, 'added', t.subject, t.subject_id, (file).file_name, t.line,
    case when t.became ? 'state' then 'state' end, null, t.became ->> 'state', 'New in the file'
  from touches t where t.was is null
  union all
  select (file).import_run_id, 'corrected', t.subject, t.subject_id, (file).file_name, t.line, n.key, left(t.was ->> n.key, 1000), left(n.value #>> '{}', 1000),
    case
      when t.told_before is null then 'Told for the first time'
      when t.told -> n.key is not distinct from t.told_before -> n.key then 'It follows from what changed'
      when t.told_before ? n.key and not private.same_words(t.told_before -> n.key, t.was -> n.key) then 'Changed in the file; here it had been corrected'
      else 'Changed in the file' end
  from touches t
  cross join lateral jsonb_each(t.became) n
  where t.was is not null and n.value is distinct from t.was -> n.key
  union all
  -- Where a client is, is looked up here, and better than files know it.
  select (file).import_run_id, 'kept', t.subject, t.subject_id, (file).file_name, t.line, n.key, left(t.told ->> n.key, 1000), left(n.value #>> '{}', 1000),
    'Corrected here; the file says what it said before'
  from touches t
  cross join lateral jsonb_each(t.became) n
  where t.was is not null and t.told -> n.key = t.told_before -> n.key and n.key not in ('latitude', 'longitude')
    and n.value is not distinct from t.was -> n.key and not private.same_words(t.told -> n.key, n.value)
    and not exists (
      select from public.import_changes k
      where k.subject_id = t.subject_id and k.change_kind = 'kept' and k.field = n.key and k.became is not distinct from left(n.value #>> '{}', 1000));
$$;
comment on function private.note_touches is 'Writes down what an importer did: what is new, what was corrected with what was here, and, once each, what people had corrected and stays.';

create function private.remember_rows(file public.import_files, rows jsonb)
returns void
language sql volatile
set search_path = ''
as $$
  insert into private.imported_values as i (file_kind, ref, fields)
  select (file).kind, e ->> 'ref', coalesce(e -> 'remembered', e -> 'told') from jsonb_array_elements(rows) e
  on conflict (file_kind, ref) do update set fields = i.fields || excluded.fields
  where i.fields || excluded.fields <> i.fields;
$$;
comment on function private.remember_rows is 'What these rows said, for the next time.';

create function private.take_in_rows(file public.import_files, rows jsonb)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kind private.file_kinds := (select k from private.file_kinds k where k.kind = file.kind);
  v_rows jsonb;
  v_refused jsonb;
  v_touches private.import_touch[];
begin
  if not v_kind.compares then
    execute format('select private.%I($1, $2)', v_kind.importer) into v_refused
    using file, (select jsonb_agg(jsonb_build_object('line', e -> 'line', 'values', e -> 'told')) from jsonb_array_elements(rows) e);
    perform private.refuse_row(file.id, (e ->> 'line')::integer, e ->> 'problem') from jsonb_array_elements(v_refused) e;
    return jsonb_array_length(rows) - jsonb_array_length(v_refused);
  end if;
  v_rows := private.resolved(file, rows);
  if file.kind = 'sales_order_lines' and file.import_run_id is null then
    v_rows := private.leave_cancelled(file, v_rows);
  end if;
  select coalesce(jsonb_agg(e || jsonb_build_object('told_before', i.fields, 'news', private.news_of(file, e -> 'told', i.fields))), '[]') into v_rows
  from jsonb_array_elements(v_rows) e
  left join lateral (select i.fields from private.imported_values i where i.file_kind = file.kind and i.ref = e ->> 'ref' limit 1) i on true;
  execute format('select array_agg(t) from private.%I($1, $2) t', v_kind.importer) into v_touches using file, v_rows;
  if file.import_run_id is not null and v_touches is not null then
    perform private.note_touches(file, v_touches);
  end if;
  perform private.remember_rows(file, v_rows);
  return coalesce(cardinality(v_touches), 0);
end;
$$;
comment on function private.take_in_rows is 'Takes in rows {line, ref, told} of a file all at once; returns how many records came in or changed.';

create function private.take_in(file public.import_files, rows jsonb)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_count constant integer := jsonb_array_length(rows);
  v_message text;
begin
  begin
    return private.take_in_rows(file, rows);
  exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded
    or sqlstate 'MT001' or sqlstate 'MT002' then
    get stacked diagnostics v_message = message_text;
  end;
  if v_count = 1 then
    perform private.refuse_row(file.id, (rows #>> '{0,line}')::integer, v_message);
    return 0;
  end if;
  return private.take_in(file, private.part_of(rows, 1, v_count / 2)) + private.take_in(file, private.part_of(rows, v_count / 2 + 1, v_count));
end;
$$;
comment on function private.take_in is 'Takes in rows, and refuses those that cannot be, which are looked for by halves.';

create function private.hold_told(file public.import_files, rows jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_clients uuid[] := array(
    select k.id from jsonb_array_elements(rows) e
    cross join lateral (select c.customer_id as id from private.customers_by_ref c where c.customer_ref = coalesce(e #>> '{told,customer_ref}', e ->> 'ref') limit 1) k);
begin
  case file.kind
    when 'customers' then
      perform from public.customers c where c.id = any (v_clients) order by c.id for no key update;
      -- Units go along with whoever moves.
      perform private.hold_units(array(
        select u.id from jsonb_array_elements(rows) e
        cross join lateral (select c.* from public.customers c where c.customer_ref = e ->> 'ref' limit 1) c
        cross join lateral (select u.id from public.units u where u.customer_id = c.id and u.condition <> 'retired' offset 0) u
        where (e -> 'told') - '{name, email, phone, customer_ref}'::text[] <> '{}' and private.words_of_customer(c) || (e -> 'told') - '{name, email, phone, customer_ref}'::text[] <> private.words_of_customer(c)));
    when 'sales_order_lines' then
      -- As whoever confirms one: orders before their clients.
      perform from public.sales_orders o where o.id in (
        select k.id from jsonb_array_elements(rows) e
        cross join lateral (select o.id from public.sales_orders o where o.order_number = e #>> '{told,order_number}' limit 1) k) order by o.id for no key update;
      perform from public.customers c where c.id = any (v_clients) order by c.id for key share;
    when 'device_claims' then
      perform from public.customers c where c.id = any (v_clients) order by c.id for key share;
      perform from public.device_claims d where d.id in (
        select k.id from jsonb_array_elements(rows) e
        cross join lateral (select d.id from public.device_claims d where d.claim_ref = e ->> 'ref' limit 1) k) order by d.id for no key update;
    else null;
  end case;
end;
$$;
comment on function private.hold_told is 'Holds what rows are about in the order of locks, whatever the order of their file, so that nobody who works meanwhile stands in a circle with an import.';

create function private.take_in_first(file public.import_files, rows jsonb)
returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.hold_told(file, rows);
  return private.take_in(file, rows);
end;
$$;
comment on function private.take_in_first is 'Takes in the first rows of a step, which holds nothing yet and waits for whoever has them.';

create function private.take_in_next(file public.import_files, rows jsonb)
returns integer
language plpgsql volatile
set search_path = ''
set lock_timeout = '10ms'
as $$
begin
  return private.take_in_first(file, rows);
exception when lock_not_available then
  return null;
end;
$$;
comment on function private.take_in_next is 'Takes in more rows in the same step: null where somebody has one of them, since whoever holds something already does not wait.';

create function private.next_rows(file public.import_files)
returns jsonb
language sql stable
set search_path = ''
-- In the order of the index: of rows that have just come nothing is known, and sorting all that are left at each step would
-- take time by the square of the file.
set enable_sort = off
as $$
  select jsonb_agg(jsonb_build_object('line', n.line, 'ref', n.ref, 'told', n.fields))
  from (
    select s.line, s.ref, s.fields from private.staged_rows s
    where s.file_id = (file).id and s.fields is not null and s.line > (file).taken_line
    order by s.line limit 500) n;
$$;
comment on function private.next_rows is 'The rows of a file that are taken in next; null when all are.';

create function private.rows_before(file public.import_files)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select f.row_count
    from public.import_runs mine
    join public.import_runs r on r.source = mine.source
    join public.import_files f on f.import_run_id = r.id and f.kind = file.kind and f.is_whole and f.state = 'finished'
    where mine.id = file.import_run_id
    order by f.number desc limit 1);
end;
$$;
comment on function private.rows_before is 'How many rows the last whole file of that kind and source had that was taken in; null for the first.';

create function private.import_state(file public.import_files)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('status', case file.state when 'taking_in' then 'finishing' else file.state end, 'rows', file.row_count) || case file.state
    when 'held' then jsonb_build_object('before', private.rows_before(file))
    when 'taking_in' then jsonb_build_object('remaining', file.staged_count - file.taken_count)
    when 'finished' then jsonb_build_object('changed', file.changed_count,
      'refused', (select count(*) from public.import_rows r where r.file_id = file.id and r.problem is not null))
    else '{}' end;
end;
$$;
comment on function private.import_state is 'How far a file has come, as finish_import answers.';

create function private.finish_import(file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'finish_import'
as $$
declare
  -- A call over HTTP has a few seconds; a step of these takes a fraction of one.
  v_until constant timestamptz := clock_timestamp() + interval '700 milliseconds';
  v_file public.import_files;
  v_rows jsonb;
  v_changed integer;
  v_is_first boolean := true;
begin
  perform private.take_turns();
  select * into v_file from public.import_files f where f.id = finish_import.file_id for update;
  if not found then
    raise exception 'no import file %', finish_import.file_id using errcode = 'PT404';
  end if;
  if v_file.state = 'receiving' then
    v_file.state := case when v_file.is_whole and v_file.row_count < 0.9 * private.rows_before(v_file) then 'held' else 'taking_in' end;
    v_file.staged_count := (select count(*) from private.staged_rows s where s.file_id = v_file.id and s.fields is not null);
    update public.import_files f set state = v_file.state, staged_count = v_file.staged_count where f.id = v_file.id;
  end if;
  if v_file.state <> 'taking_in' then
    return private.import_state(v_file);
  end if;
  loop
    v_rows := private.next_rows(v_file);
    exit when v_rows is null;
    v_changed := case when v_is_first then private.take_in_first(v_file, v_rows) else private.take_in_next(v_file, v_rows) end;
    exit when v_changed is null;
    v_is_first := false;
    v_file.changed_count := v_file.changed_count + v_changed;
    v_file.taken_count := v_file.taken_count + jsonb_array_length(v_rows);
    v_file.taken_line := (v_rows #>> '{-1,line}')::integer;
    exit when clock_timestamp() > v_until and v_file.taken_count < v_file.staged_count;
  end loop;
  v_file.state := case when v_rows is null then 'finished' else 'taking_in' end;
  update public.import_files f
  set state = v_file.state, taken_count = v_file.taken_count, taken_line = v_file.taken_line, changed_count = v_file.changed_count,
    finished_at = case when v_rows is null then clock_timestamp() end
  where f.id = v_file.id;
  if v_rows is null then
    delete from private.staged_rows s where s.file_id = v_file.id;
    -- Once for all who came, and not with each step.
    if v_file.kind = 'customers' and v_file.changed_count > 0 then
      perform private.refresh_postal_areas(array(
        select distinct private.postal_area(c.postal_code) from public.customers c where c.latitude is not null and c.postal_code is not null));
    end if;
  end if;
  return private.import_state(v_file);
end;
$$;
comment on function private.finish_import is 'Says that all rows of a file have come, and takes in the next of them → {status: finishing, rows, remaining}, again and again until {status: finished, rows, changed: records, refused: rows} | {status: held, rows, before}: a whole file of a run with over 10 % fewer rows than the last one, of which nothing is applied until use_import_file | {status: dropped, rows}. PT404 for an unknown file.';

-- A file that is held -------------------------------------------------------------------------------------------------

create function private.use_import_file(file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'use_import_file'
as $$
begin
  update public.import_files f set state = 'taking_in' where f.id = use_import_file.file_id and f.state = 'held';
  if found then
    return jsonb_build_object('status', 'used');
  elsif not exists (select from public.import_files f where f.id = use_import_file.file_id) then
    raise exception 'no import file %', use_import_file.file_id using errcode = 'PT404';
  end if;
  return private.refused('state');
end;
$$;
comment on function private.use_import_file is 'A file that is held is to be taken in after all, which finish_import does: see the door of the same name.';

create function private.drop_import_file(file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'drop_import_file'
as $$
begin
  update public.import_files f set state = 'dropped' where f.id = drop_import_file.file_id and f.state in ('receiving', 'held');
  if found then
    delete from private.staged_rows s where s.file_id = drop_import_file.file_id;
    return jsonb_build_object('status', 'dropped');
  elsif not exists (select from public.import_files f where f.id = drop_import_file.file_id) then
    raise exception 'no import file %', drop_import_file.file_id using errcode = 'PT404';
  end if;
  return private.refused('state');
end;
$$;
comment on function private.drop_import_file is 'A file of which nothing was applied is left out: see the door of the same name.';

-- Who was erased ------------------------------------------------------------------------------------------------------

create function private.forget_imported(customer_id uuid)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'erase_customer'
as $$
declare
  v_refs text[] := array(select c.customer_ref from private.customers_by_ref c where c.customer_id = forget_imported.customer_id and c.customer_ref is not null);
begin
  insert into private.erased_refs (digest) select private.ref_digest(ref) from unnest(v_refs) ref on conflict do nothing;
  update public.import_rows r set ref = null, fields = case when r.fields is not null then '{}'::jsonb end, notice = null
  from public.import_files f
  where f.id = r.file_id and (f.kind = 'customers' and r.ref = any (v_refs) or r.fields ->> 'customer_ref' = any (v_refs));
  delete from private.staged_rows s using public.import_files f
  where f.id = s.file_id and (f.kind = 'customers' and s.ref = any (v_refs) or s.fields ->> 'customer_ref' = any (v_refs)
    -- One that says what it said the last time.
    or exists (select from private.imported_values i where i.file_kind = f.kind and i.ref = s.ref and i.fields ->> 'customer_ref' = any (v_refs)));
  delete from private.imported_values i
  where i.file_kind = 'customers' and i.ref = any (v_refs) or i.fields ->> 'customer_ref' = any (v_refs);
  delete from private.imported_values i using public.sales_orders o
  where i.file_kind = 'sales_orders' and i.ref = o.order_number and o.customer_id = forget_imported.customer_id;
end;
$$;
comment on function private.forget_imported is 'Takes out what files said of a client, and keeps that they do not come back. Their references are there still.';
