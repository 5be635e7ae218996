-- Lists: how the office reads a long list, whatever is in it: a page at a time, in an order, from where the page before
-- ended. A list brings three things, in functions named after it: NAME_rows (the query of its keys for a filter and an
-- order, without one in its own; or queries, of rows of several kinds), NAME_listed (what is shown of some rows) and list_NAMEs, which names its orders and its parts.

create function private.list_arms(list text, filters jsonb)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_arms text[];
begin
  execute format('select ''{}''::text[] || private.%I($1)', list || '_rows') into v_arms using filters - 'ids';
  return case when filters ? 'ids' then array(
    select format('select r.key, r.id from (%s) r where r.id = any (%L)', arm, array(select id::uuid from jsonb_array_elements_text(filters -> 'ids') id))
    from unnest(v_arms) arm) else v_arms end;
end;
$$;
comment on function private.list_arms is 'The queries of a list for a filter; with ids: of those rows alone.';

create function private.of_nobody_erased(customer_id text)
returns text
language sql immutable
-- No list of ids: it would be reckoned anew for each row that is looked up.
return 'not exists (select from public.customers m where m.id = ' || customer_id || ' and m.erased_on is not null)';
comment on function private.of_nobody_erased is 'Whether whoever a column names was not erased, as SQL: those who were are in no list.';

create function private.list_counts(list text, filters jsonb, part text, parts text[], found_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
set max_parallel_workers_per_gather = 0
set random_page_cost = 1.1
as $$
declare
  v_counts jsonb := jsonb_build_object();
  v_part text;
  v_arms text[];
  v_count integer;
begin
  foreach v_part in array parts || 'all'::text loop
    v_arms := private.list_arms(list, filters - part || case v_part when 'all' then '{}' else jsonb_build_object(part, v_part) end);
    -- Nobody counts further than this with the eye, and what is not counted is not read: in order, since that is what
    -- the indexes are for, unless a search has found the few there are.
    execute (
      select format('select count(*) from (select from (%s) c limit 1001) r',
        string_agg(format('(select from (%s) r %s limit 1001)', arm, case when found_ids is null then 'order by r.key, r.id' end), ' union all '))
      from unnest(v_arms) arm) into v_count using found_ids;
    v_counts := v_counts || jsonb_build_object(v_part, v_count);
  end loop;
  return v_counts;
end;
$$;
comment on function private.list_counts is 'How many rows of a list each of its parts has with the other filters, and all of them together (all); 1001 stands for more than a thousand.';

create function private.list_step(place text, sort text)
returns text[]
language plpgsql immutable
set search_path = ''
as $$
declare
  v_step text[] := regexp_match(place, '\A(next|prev):(-?[a-z_]+):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(.*)\Z');
begin
  return case when place is null then array['next', sort, null, null] when v_step[2] = sort then v_step end;
end;
$$;
comment on function private.list_step is 'A place in a list, taken apart: next or prev of it, its order, the id and the key of the row; null for what is no place in that order. Without one the step is to the first page.';

create function private.list_page(
  list text, filters jsonb, sort text, keys jsonb, part text, parts text[], found_ids uuid[], after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
set max_parallel_workers_per_gather = 0
set random_page_cost = 1.1
as $$
declare
  v_most integer := least(greatest(coalesce(most, 50), 1), 500);
  v_type text := keys ->> ltrim(sort, '-');
  v_step text[] := private.list_step(after, sort);
  v_back boolean := v_step[1] = 'prev';
  v_way text := case when (sort like '-%') = v_back then 'asc' else 'desc' end;
  v_arms text[];
  v_ids uuid[];
  v_keys text[];
  v_beyond text;
  v_told jsonb;
  v_is_more boolean;
begin
  if v_type is null then
    return private.rejected('sort');
  elsif v_step is null then
    return private.rejected('after');
  elsif filters ->> part <> all (parts) then
    return private.rejected(part);
  elsif jsonb_array_length(filters -> 'ids') > 100 then
    return private.rejected('ids');
  end if;
  v_arms := private.list_arms(list, filters || jsonb_build_object('order', ltrim(sort, '-')));
  v_beyond := case when v_step[3] is not null then format('where (r.key, r.id) %s ($3::%s, $2)', case v_way when 'asc' then '>' else '<' end, v_type) end;
  -- Each arm by itself, as far as it can be shown: a union would be read to its end first.
  execute format(
    'select coalesce(array_agg(p.id), ''{}''), coalesce(array_agg(p.key::text), ''{}'') from (select a.key, a.id from (%1$s) a order by a.key %2$s, a.id %2$s limit $4) p',
    (select string_agg(format('(select r.key, r.id from (%1$s) r %2$s order by r.key %3$s, r.id %3$s limit $4)', arm, v_beyond, v_way), ' union all ') from unnest(v_arms) arm), v_way)
  into v_ids, v_keys using found_ids, v_step[3]::uuid, v_step[4], v_most + 1;
  -- One row more than is shown says whether the list goes on.
  v_is_more := cardinality(v_ids) > v_most;
  v_ids := v_ids[1:v_most];
  if v_back then
    v_ids := array(select id from unnest(v_ids) with ordinality i (id, nr) order by nr desc);
    v_keys := array(select key from unnest(v_keys[1:v_most]) with ordinality k (key, nr) order by nr desc);
  end if;
  execute format('select private.%I($1)', list || '_listed') into v_told using v_ids;
  return jsonb_build_object('status', 'ok', 'rows', v_told,
    'counts', case when counted then private.list_counts(list, filters, part, parts, found_ids) end,
    'before', case when v_ids <> '{}' and (v_is_more or not v_back) and (v_back or after is not null)
      then format('prev:%s:%s:%s', sort, v_ids[1], v_keys[1]) end,
    'after', case when v_ids <> '{}' and (v_is_more or v_back)
      then format('next:%s:%s:%s', sort, v_ids[cardinality(v_ids)], v_keys[cardinality(v_ids)]) end);
exception
  -- A day that is none, in a filter or in a place that somebody made up.
  when data_exception then
    return private.rejected('filters');
end;
$$;
comment on function private.list_page is 'A page of a list: {status: ok, rows, counts (private.list_counts; null where nobody asked), before and after: the places of the pages beside it, null where there is none} | {status: rejected, reason: sort (none of keys: order → type of its key; a minus in front turns it round), after (no place in that order), the name of the part (none of its parts), ids (over 100), filters (a value that is none)}. `most` is brought within 1 to 500.';

create function private.note_export(list text, filters jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if list <> all ('{contracts, clients, orders, visits, repairs, invoices, messages, imports, consent, enrolment}') or list is null then
    return private.rejected('list');
  elsif jsonb_typeof(filters) <> 'object' or length(filters::text) > 2000 then
    return private.rejected('filters');
  end if;
  -- What was looked for may be a name, which the trail does not keep; nor does a filter say what happened.
  perform private.write_audit('staff', (select s.id from public.staff s where s.user_id = auth.uid()), 'read',
    coalesce(filters, '{}') - 'search'
    || jsonb_build_object('what', 'list as a file', 'list', list, 'searched', coalesce(filters ->> 'search', '') <> ''));
  return jsonb_build_object('status', 'noted');
end;
$$;
comment on function private.note_export is 'Writes into the trail that somebody takes a list along as a file, and which part of it: {status: noted | rejected (reason: list; filters: none, or longer than any)}.';
