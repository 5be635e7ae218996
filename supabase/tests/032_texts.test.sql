-- Texts: what people write and copy, read and kept in one way.
begin;
select plan(38);

-- What does not show
select is(private.shown(e'A\u202eB\u200b\u0007\u00ad\u2066C\ufeff'), 'ABC', 'what does not show is dropped');
select is(private.shown(e'one\n\ttwo'), e'one\n\ttwo', 'lines and tabs stay');
select is(private.tidy(e' \u202a905\u00a0555\u20030100\u202c\n'), '905 555 0100', 'a tidy text is on one line');
select is(private.written(e' \u200b '), null, 'who typed nothing that shows wrote nothing');
select ok(not private.on_one_line('A' || chr(code) || 'B'), 'U+' || upper(to_hex(code)) || ' is on no line')
from unnest(array[7, 9, 10, 13, 127, 133, 173, 1564, 8203, 8206, 8232, 8238, 8295, 65279]) code;
select ok(private.on_one_line(written), written || ' is one line') from unnest(array['Zoé d''Été', '李 小龙', 'O’Neill-Ng 🙂']) written;

-- Every column into which somebody's name, number or address goes; names of things stand beside them in mails.
create temp table written_by_people as
select a.attrelid, a.attnum, a.attname, format('%s.%s', a.attrelid::regclass, a.attname) as written
from pg_attribute a
join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
where a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.atttypid = 'text'::regtype
  and a.attname ~ '(^|_)(name|phone|email|street|apartment|city|province|postal_code|address|recipient|title|relation|licence_number|serial_number)$';
-- Names in code, places looked up by what stands in a checked column already, and rows of files as they were read.
delete from written_by_people where written in (
  'audit_events.table_name', 'private.transitions.table_name', 'private.jobs.name', 'private.self_checks.name', 'import_files.file_name', 'import_changes.file_name', 'import_uploads.file_name',
  'private.asked_addresses.address', 'backfill_rows.serial_number');
select cmp_ok((select count(*) from written_by_people), '>', 30::bigint, 'there are many');
select is_empty($$
  select w.written from written_by_people w
  where not exists (
    select from pg_constraint k
    where k.conrelid = w.attrelid and k.contype = 'c' and w.attnum = any (k.conkey)
      and pg_get_constraintdef(k.oid) ~ format('(on_one_line|is_one_line|is_usable_address)\(%s[,)]', w.attname))
$$, 'and each is one line that shows all of itself');
select throws_ok($$ insert into public.customers (name) values (e'Ada\u202eelpmaxE') $$, '23514', null, 'a client''s name is what it shows');
select throws_ok($$ insert into public.customers (name, street) values ('Ada', e'1 Oak\nToronto') $$, '23514', null, 'a street is one line');

-- What somebody pastes is cleaned before it is kept
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
select tests.technician('Tess One', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', phone => e'\u202a905-555-0142\u202c\n', notes => e'Ring\u200b twice\nthen wait') ->> 'status',
  'booked', 'a phone number may be pasted with marks of writing direction');
select is((select contact_phone from public.maintenance_visits), '905-555-0142', 'and is kept without');
select is((select access_notes from public.maintenance_visits), e'Ring twice\nthen wait', 'notes keep their lines');
select is(public.change_details(tests.token('stairs'), e'905\n555 0143') ->> 'status', 'changed', 'it may be changed so');
select is((select contact_phone from public.maintenance_visits), '905 555 0143', 'to one line');

-- A reason says something: every column for one has a check of its own, or lists what it can be.
select is_empty($$
  select a.attrelid::regclass || '.' || a.attname
  from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  where a.attname ~ '(^|_)reason$' and a.attnum > 0
    -- Written by functions, in words of theirs.
    and (a.attrelid, a.attname) <> ('public.booking_attempts'::regclass, 'reason')
    and not exists (
      select from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'c' and a.attnum = any (k.conkey)
        and (pg_get_constraintdef(k.oid) ~ ('says_why\(' || a.attname) or pg_get_constraintdef(k.oid) ~ ('\(' || a.attname || ' = ANY'))) $$,
  'nobody gives a reason that is blank');
select is(array[private.says_why(null), private.says_why('sold'), private.says_why(''), private.says_why(E' \u200b\u00a0')],
  array[null, true, false, false], 'what does not show is blank, and nothing is not asked');

-- How much is written: no text of a public table is without end. A table of the same checks takes each column alone: one is
-- made for all columns of a table.
create function pg_temp.alone(table_name text) returns void language plpgsql as $$
begin
  execute format('create temp table %I (like %s including constraints)', 'alone ' || table_name, table_name);
  execute (select format('alter table %I %s', 'alone ' || table_name, string_agg(format('alter %I drop not null', a.attname), ', '))
    from pg_attribute a where a.attrelid = format('%I', 'alone ' || table_name)::regclass and a.attnum > 0);
end;
$$;
create function pg_temp.refuses(table_name text, column_name text, value text) returns boolean language plpgsql as $$
begin
  execute format('insert into %I (%I) values (%L)', 'alone ' || table_name, column_name, value);
  return false;
exception when check_violation then
  return true;
end;
$$;
create temp table texts as
select a.attrelid::regclass::text as of_table, a.attname::text as name, a.atttypid = 'text[]'::regtype as is_list
from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
where a.attnum > 0 and not a.attisdropped and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'varchar'::regtype)
  -- What enters the trail is bound by its trigger (036).
  and a.attrelid <> 'public.audit_events'::regclass
  -- What is computed is as long as what it comes from; what names a row is as long as that.
  and a.attgenerated = '' and not exists (select from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'f' and a.attnum = any (k.conkey));
select cmp_ok((select count(*) from texts), '>', 90::bigint, 'there are many texts');
select pg_temp.alone(t.of_table) from (select distinct of_table from texts) t;
select is_empty($$
  select of_table, name from texts where of_table || '.' || name <> all (array['backfill_rows.serial_number', 'backfill_rows.doubt']) and not pg_temp.refuses(of_table, name, case when is_list then '{' || repeat('a', 110001) || '}' else repeat('a', 4001) end) $$,
  'none has more than 4000 characters, no list more than 110000, but for rows of files as they were read');
select is_empty($$
  select of_table, name from (values ('customers', 'notes'), ('technician_tasks', 'notes'), ('maintenance_visits', 'access_notes'), ('office_activities', 'outcome'),
    ('maintenance_contracts', 'tax_reason'), ('messages', 'last_error')) t (of_table, name)
  where pg_temp.refuses(of_table, name, repeat('a', 4000)) $$, 'notes and reasons may have as many');
select throws_ok($$ update public.maintenance_visits set access_notes = repeat('a', 1000000) $$, '23514', null, 'nobody writes a book into a note');
select is(array[private.fits_into_tables(jsonb_build_object('serial_numbers', jsonb_build_array(repeat('a', 109996)))),
  private.fits_into_tables(jsonb_build_object('serial_numbers', jsonb_build_array(repeat('a', 109997))))], '{t,f}', 'a list in a file is as long as one in a table');
select is(array[private.fits_into_tables(jsonb_build_object('name', repeat('a', 4000))), private.fits_into_tables(jsonb_build_object('name', repeat('a', 4001)))],
  '{t,f}', 'and a text as a text');

select * from finish();
rollback;
