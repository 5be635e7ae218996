-- Take in: a file whose rows have all come is written into the tables of the domain, in short steps, each done or not at all.

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
