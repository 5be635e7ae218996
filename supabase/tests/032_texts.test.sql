-- Texts: what people write and copy, read and kept in one way.
begin;
select plan(32);

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
  'audit_events.table_name', 'private.transitions.table_name', 'private.jobs.name', 'import_files.file_name',
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
  array[true, true, false, false], 'what does not show is blank');

select * from finish();
rollback;
