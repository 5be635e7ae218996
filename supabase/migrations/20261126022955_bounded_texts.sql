-- Bounded texts: how much anybody writes into one field. What is longer was pasted or sent by mistake, or to do harm: no page
-- shows it, no mail holds it, and every search would read it. Forms and files have narrower bounds of their own (private.most,
-- the lengths of names and addresses, the columns of files); this one holds for whatever has none.
-- One check per table, with one comparison for all of its texts: every insert reads it anew.

create function private.are_short(texts text[])
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  -- Nearly always all of them together are no longer than one may be.
  if length(array_to_string(texts, '')) <= private.longest_text(is_list => false) then
    return true;
  end if;
  return (select max(length(t)) <= private.longest_text(is_list => false) from unnest(texts) t);
end;
$$;
comment on function private.are_short is 'Whether none of these texts is longer than a text may be.';

do $$
declare
  v_table record;
begin
  for v_table in
    select b.name, string_agg(
      case when b.columns like '%,%' and not b.are_lists then format('private.are_short(array[%s])', b.columns)
        else format(case when b.columns like '%,%' then '%s >= all (array[%s])' else '%s >= %s' end, private.longest_text(b.are_lists), b.lengths) end, ' and ') as rule
    from (
      select a.attrelid::regclass as name, a.atttypid = 'text[]'::regtype as are_lists,
        string_agg(format('%I', a.attname), ', ' order by a.attnum) as columns, string_agg(
        format(case a.atttypid when 'text[]'::regtype then 'length(%I::text)' else 'length(%I)' end, a.attname), ', ' order by a.attnum) as lengths
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      where a.attnum > 0 and a.attgenerated = '' and a.atttypid in ('text'::regtype, 'text[]'::regtype)
        -- A run tells of every row as the file had it; what is too long fails when that row is enrolled, alone.
        and (a.attrelid, a.attname) not in (('public.backfill_rows'::regclass, 'serial_number'), ('public.backfill_rows'::regclass, 'doubt'))
        -- What enters the trail is asked by its trigger.
        and a.attrelid <> 'public.audit_events'::regclass
        -- Neither where a check lists what it can be or holds its length, nor where it names a row of another table.
        and not exists (
          select from pg_constraint k
          where k.conrelid = a.attrelid and a.attnum = any (k.conkey)
            and (k.contype = 'f' or k.contype = 'c' and pg_get_constraintdef(k.oid) ~ format('(length|is_one_line|on_one_line|says_why)\(%1$s[,)]|\(%1$s = ANY', a.attname)))
      group by a.attrelid, a.atttypid
    ) b
    group by b.name
  loop
    execute format('alter table %s add constraint texts_have_bounds check (%s)', v_table.name, v_table.rule);
  end loop;
end;
$$;

-- What a file says goes into tables when all of it is there; a row that would be refused then is refused as it is read.
create function private.fits_into_tables(fields jsonb)
returns boolean
language sql immutable
return not exists (
  select from jsonb_each(fields) f
  where jsonb_typeof(f.value) = 'string' and length(f.value #>> '{}') > private.longest_text(is_list => false)
    or jsonb_typeof(f.value) = 'array' and length(f.value::text) > private.longest_text(is_list => true));
comment on function private.fits_into_tables is 'Whether each value of a row of a file is short enough for the table that it goes into.';
grant execute on function private.fits_into_tables to service_role;
grant execute on function private.are_short to authenticated, service_role;

alter table public.import_rows add constraint fields_fit_into_tables check (private.fits_into_tables(fields));
