-- The audit trail: what it holds, that nobody edits it, and that its seals show whatever was done behind the triggers.
begin;
select plan(66);

-- What a change leaves
insert into public.customers (id, name, email, consent_basis) values (tests.id('ada'), 'Ada Example', 'ada@example.com', 'purchase');
update public.customers set email = 'ada@example.org', consent_basis = 'express' where id = tests.id('ada');
create temp view of_ada as select * from public.audit_events e where e.row_id = tests.id('ada') order by e.seq;
select is((select changes from of_ada offset 1 limit 1), '{"consent_basis": ["purchase", "express"]}', 'an update leaves before and after');
select is((select t.changes from private.audit_trail t join of_ada e using (seq) offset 1 limit 1),
  '{"consent_basis": ["purchase", "express"], "email": ["ada@example.com", "ada@example.org"]}', 'and with it, apart, what is personal');
select is_empty($$ select seq from of_ada where to_jsonb(of_ada)::text ~* 'ada example|ada@example' $$, 'no event holds anything personal itself');
select is((select count(distinct p.salt) from public.audit_personal_values p join of_ada e on e.id = p.id), 2::bigint, 'each event has a salt of its own');
update public.customers set email = email where id = tests.id('ada');
select is((select count(*) from of_ada), 2::bigint, 'an update that changes nothing leaves nothing');
select is((select (session_role = session_user, request_role)::text from of_ada limit 1), '(t,none)', 'who wrote is on record');

-- One value is written in one way, whatever the session thinks of dates and digits
create temp table orders (label text);
create function pg_temp.work(label text) returns void language sql as $$
  insert into public.technician_tasks (id, task_type, during, state, latitude, longitude, created_at)
  values (tests.id(label), 'other', '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned', 43.70000000000001, -79.7, '2026-06-01 12:00+00');
$$;
select pg_temp.work('plain');
set local timezone = 'Asia/Tokyo';
set local datestyle = 'SQL, DMY';
set local extra_float_digits = -10;
select pg_temp.work('odd');
update public.technician_tasks set latitude = 43.70000000000002 where id = tests.id('odd');
set local timezone = 'UTC';
set local datestyle = 'ISO, YMD';
set local extra_float_digits = 1;
select is((select changes - 'id' from private.audit_trail where row_id = tests.id('odd') and action = 'insert'),
  (select changes - 'id' from private.audit_trail where row_id = tests.id('plain') and action = 'insert'), 'the same row is written alike in Tokyo');
select is((select changes -> 'latitude' from private.audit_trail where row_id = tests.id('odd') and action = 'update'),
  '[43.70000000000001, 43.70000000000002]', 'and to the last digit');

-- Nobody edits it
create function pg_temp.told(statement text) returns text language plpgsql as $$
begin
  execute statement;
  raise exception 'went through' using errcode = 'XX000';
exception when others then
  return sqlstate;
end;
$$;
grant execute on function pg_temp.told to public;
select tests.staff_user(role) from unnest(array['admin', 'office', 'technician']) role;
-- A number that a transaction took and gave up
create temp table hole as select nextval(pg_get_serial_sequence('public.audit_events', 'seq')) as seq;
update public.customers set consent_basis = 'none' where id = tests.id('ada');
select private.seal_audit();
create temp table attempts as select unnest(array[
  'update public.audit_events set actor = gen_random_uuid()',
  'update public.audit_events set changes = changes',
  'delete from public.audit_events',
  'truncate public.audit_events',
  'update public.audit_personal_values set changes = ''{}''',
  'truncate public.audit_personal_values',
  'update private.audit_seals set digest = digest',
  'delete from private.audit_seals',
  'delete from private.audit_seals where number = (select max(number) from private.audit_seals)',
  'truncate private.audit_seals',
  'insert into public.audit_events (table_name, action, changes) values (''x'', ''insert'', ''{}'')',
  'insert into public.audit_personal_values (id, changes) values (gen_random_uuid(), ''{}'')',
  'insert into private.audit_seals values (99, now(), 99, 1, ''x'')']) as statement;
create temp table forgeries as select unnest(array[
  'delete from public.audit_personal_values',
  'select private.seal_audit()',
  'select private.forget_personal_values(array[tests.id(''ada'')])',
  'select private.write_audit(''x'', null, ''read'', ''{}'')',
  'select * from private.audit_trail']) as statement;
grant select on attempts, forgeries to public;
select is_empty($$ select statement from attempts where pg_temp.told(statement) <> 'MT002' $$, 'the owner of the database neither edits nor thins out nor empties nor forges it, seals included');
create function pg_temp.refused_to(persona text) returns setof text language sql as $$
  select is_empty($s$ select statement from (select * from attempts union all select * from forgeries) a where pg_temp.told(statement) <> '42501' $s$,
    persona || ' is refused each of it, and forges nothing');
$$;
grant execute on function pg_temp.refused_to to public;
select tests.act_as_service();
select pg_temp.refused_to('a job');
select isnt_empty('select e.id from public.audit_events e join public.audit_personal_values p on p.id = e.id', 'but reads');
select tests.act_as_staff('admin');
select pg_temp.refused_to('an administrator');
select isnt_empty('select e.id from public.audit_events e join public.audit_personal_values p on p.id = e.id', 'but reads');
select tests.act_as_staff('office');
select pg_temp.refused_to('the office');
select is_empty('select id from public.audit_events', 'and reads no event');
select is_empty('select id from public.audit_personal_values', 'nor anything personal of one');
select tests.act_as_staff('technician');
select pg_temp.refused_to('a technician');
select is_empty('select id from public.audit_personal_values', 'and reads nothing');
select tests.act_as_anon();
select pg_temp.refused_to('a stranger');
select throws_ok('select id from public.audit_personal_values', '42501', null, 'and reads nothing');
select tests.act_as_owner();

-- No two events read alike: every value that could be taken for another, in every place
create temp table look_alikes as
select e as event, private.audit_record(e) as record
from unnest(array[null, '', 'null', '","', 'a', 'b', '[]', 'é', E'\n']) t1, unnest(array[null, '', 'null', '","', 'ab', '\', '"']) t2,
  unnest(array['', 'null', 'a', 'b', '1', E'\t']) t3, unnest(array[null, tests.id('a'), tests.id('b')]) u,
  unnest(array['{}', '{"a": null}', '{"a": "null"}', '{"a": 1}', '{"a": "1"}', '{"a": 1.0}', '{"a": [1, 2]}', '{"a": {"b": 1}}', '{"a": true}', '{"a": ""}']::jsonb[]) c,
  unnest(array[null, ''::bytea, '\x00']) d,
  lateral (select row(tests.id('event'), 1, '2026-06-01 12:00+00', u, t1, coalesce(t2, ''), t1, t3, u, 'insert', c, d)::public.audit_events as e) made
where t2 is not null or u is null;
select is((select count(distinct record) from look_alikes), (select count(distinct event::text) from look_alikes), 'thousands of look-alikes are told apart');
select cmp_ok((select count(*) from look_alikes), '>', 20000::bigint, 'that many');
select is_empty($$ select record from look_alikes
  where (record::jsonb ->> 4, record::jsonb ->> 5, record::jsonb ->> 6, record::jsonb ->> 7, (record::jsonb ->> 8)::uuid, record::jsonb -> 10, decode(record::jsonb ->> 11, 'hex'))
    is distinct from ((event).request_role, (event).session_role, (event).made_by, (event).table_name, (event).row_id, (event).changes, (event).personal_digest) $$,
  'since each can be read back from what is sealed');
select is((select count(distinct private.audit_record(row(e.id, e.seq, e.at, e.actor, e.request_role, e.session_role, e.made_by, e.table_name, e.row_id, e.action, e.changes, e.personal_digest)::public.audit_events))
  from (select * from of_ada limit 1) o, lateral (values (o.id, o.seq, o.at, o.actor), (tests.id('x'), o.seq, o.at, o.actor), (o.id, o.seq + 1, o.at, o.actor),
    (o.id, o.seq, o.at + interval '1 microsecond', o.actor), (o.id, o.seq, o.at, tests.id('x'))) v (id, seq, at, actor),
  lateral (select v.id, v.seq, v.at, v.actor, o.request_role, o.session_role, o.made_by, o.table_name, o.row_id, o.action, o.changes, o.personal_digest) e), 5::bigint, 'down to the microsecond');
set local timezone = 'Asia/Tokyo';
set local datestyle = 'SQL, DMY';
set local bytea_output = 'escape';

create temp table in_tokyo as select e.seq, private.audit_record(e) as record from public.audit_events e;
set local timezone = 'UTC';
set local datestyle = 'ISO, YMD';
set local bytea_output = 'hex';
select is_empty('select seq from public.audit_events e join in_tokyo t using (seq) where t.record <> private.audit_record(e)', 'an event is sealed alike everywhere');

-- Seals
update public.company_settings set company_name = 'One';
select is(private.seal_audit(), 1::bigint, 'what was written is sealed');
create temp table known as select private.audit_head() as head;
update public.company_settings set company_name = 'Two';
update public.company_settings set company_name = 'Three';
select is(private.seal_audit(), 2::bigint, 'and what comes after, on top');
select is(private.seal_audit(), 0::bigint, 'once');
select is((select array_agg(number order by number) from private.audit_seals), array[1, 2, 3]::bigint[], 'seals are numbered without a hole');
select is((select head ->> 'digest' from known), (select encode(digest, 'hex') from private.audit_seals where number = 2), 'the head is the last seal');
select is(private.first_audit_break(), null, 'an untouched trail is whole');
select is(private.first_audit_break((head ->> 'number')::bigint, head ->> 'digest'), null, 'also as known from before') from known;
select is((private.first_audit_break(4, 'anything')) ->> 'what', 'seal not as known', 'a seal that was never set is not known');

-- Behind the triggers: each attack, what is found, and where
create function pg_temp.behind(attack text, known_number bigint default null, known_digest text default null) returns text language plpgsql as $$
declare
  v_found jsonb;
begin
  set local session_replication_role = replica;
  execute attack;
  set local session_replication_role = origin;
  v_found := private.first_audit_break(known_number, known_digest);
  raise exception 'taken back' using errcode = 'XX000', detail = coalesce(v_found ->> 'what', 'nothing') || ' ' || coalesce(v_found ->> 'seal', '');
exception when sqlstate 'XX000' then
  get stacked diagnostics attack = pg_exception_detail;
  return attack;
end;
$$;
create temp table places as select min(seq) filter (where seq <= (select through_seq from private.audit_seals where number = 1)) as in_first,
  (select through_seq from private.audit_seals where number = 2) as in_second, max(seq) as last from public.audit_events;
select is(pg_temp.behind(format('update public.audit_events set actor = gen_random_uuid() where seq = %s', in_first)), 'events changed 1', 'another actor shows') from places;
select is(pg_temp.behind(format('update public.audit_events set request_role = null, session_role = ''none'' where seq = %s', in_second)), 'events changed 2', 'a null that was none shows') from places;
select is(pg_temp.behind(format('update public.audit_events set personal_digest = null where seq = %s', (select min(seq) from of_ada))), 'events changed 1', 'a digest that is gone shows');
select is(pg_temp.behind(format('delete from public.audit_events where seq = %s', in_second)), 'events changed 2', 'an event that is gone shows') from places;
select is(pg_temp.behind(format('insert into public.audit_events (seq, table_name, action, changes) overriding system value values (%s, ''x'', ''insert'', ''{}'')', seq)),
  'events changed 1', 'one that was slipped in shows') from hole;
select throws_ok($$ select tests.as_function('write_audit', 'insert into public.audit_events (seq, table_name, action, changes) overriding system value values (0, ''x'', ''insert'', ''{}'')') $$, '23514', null, 'before the first none can be');
select is(pg_temp.behind('update private.audit_seals set sealed_at = sealed_at - interval ''1 day'' where number = 2'), 'events changed 2', 'another time of sealing shows');
select is(pg_temp.behind('update private.audit_seals set rows = rows + 1 where number = 2'), 'events changed 2', 'another number of events shows');
select is(pg_temp.behind('delete from private.audit_seals where number = 2'), 'seal missing 3', 'a missing seal shows');
select is(pg_temp.behind('delete from private.audit_seals where number = 1; update private.audit_seals set number = number - 1'), 'events changed 1', 'the first seal cannot be left out');
select is(pg_temp.behind(format('update public.audit_personal_values set changes = ''{"name": "Eve"}'' where id = (select id from public.audit_events where seq = %s)', (select min(seq) from of_ada))),
  'values changed 1', 'other personal values show');
select is(pg_temp.behind('delete from public.audit_personal_values where id = (select id from of_ada limit 1)'), 'values missing 1', 'so do values that nobody is on record for erasing');

-- A tail that was cut off, and a trail that was sealed anew, look whole by themselves; not to whoever kept the head
select is(pg_temp.behind(format('delete from private.audit_seals where number > 1; delete from public.audit_events where seq >= %s', in_second), 2, head ->> 'digest'), 'seal not as known 2', 'a tail that was cut off shows') from known, places;
select is(pg_temp.behind(format('delete from public.audit_events where seq = %s; delete from private.audit_seals; select private.seal_audit()', in_second), 2, head ->> 'digest'),
  'seal not as known 2', 'a trail that was sealed anew shows') from known, places;

-- Erasing a person
select is(private.forget_personal_values(array[tests.id('ada'), tests.id('nobody')]), 2::bigint, 'what the trail holds of a person is erased');
select is_empty($$ select seq from private.audit_trail t where to_jsonb(t)::text ~* 'ada example|ada@example' $$, 'nothing of it is left');
select is((select count(*) from of_ada where personal_digest is not null), 2::bigint, 'but the digests are');
select results_eq($$ select (changes -> 'seq')::bigint from of_ada where action = 'forget' $$, $$ select seq from of_ada where personal_digest is not null $$, 'and that it was erased is on record');
select is(private.first_audit_break(), null, 'the trail is whole');

-- Nothing personal
insert into public.technician_tasks (id, technician_id, task_type, during, state)
values (tests.id('nameless'), null, 'maintenance', '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned');
select results_eq($$ select changes -> 'title', personal_digest from public.audit_events where row_id = tests.id('nameless') $$,
  $$ values (jsonb 'null', null::bytea) $$, 'what was left empty tells of nobody and lies nowhere apart');

-- What enters the trail is an event, also where its one writer would err
create function pg_temp.enters(columns text, given text) returns text language plpgsql as $$
begin
  perform tests.as_function('write_audit', format(
    'insert into public.audit_events (table_name, action, changes%s) overriding system value values (''customers'', ''read'', ''{}''%s)', columns, given));
  return 'enters';
exception when check_violation or not_null_violation then
  perform set_config('rules.made_by', '', true);
  return sqlstate;
end;
$$;
create function pg_temp.enters_apart(salt bytea, changes jsonb) returns text language plpgsql as $$
begin
  perform tests.as_function('write_audit', format(
    'insert into public.audit_personal_values (id, salt, changes) values (gen_random_uuid(), %L, %L)', salt, changes));
  return 'enters';
exception when check_violation or not_null_violation then
  perform set_config('rules.made_by', '', true);
  return sqlstate;
end;
$$;
select is(pg_temp.enters('', ''), 'enters', 'an event enters');
select is(pg_temp.enters(', seq', ', 0'), '23514', 'not before the first one');
select is(pg_temp.enters(', at', $$, '1899-12-31 12:00Z'$$), '23514', 'not before our time');
select is(pg_temp.enters(', at', $$, 'infinity'$$), '23514', 'not without end');
select is(pg_temp.enters(', at', $$, greatest(private.clock(), clock_timestamp()) + interval '2 minutes'$$), '23514', 'not of days to come');
select is(pg_temp.enters(', at', $$, greatest(private.clock(), clock_timestamp())$$), 'enters', 'of now by the clock that rules go by');
select is(pg_temp.enters(', made_by, session_role', $$, repeat('x', 3000), repeat('y', 992)$$), '23514', 'it names no more than a page');
select is(pg_temp.enters(', made_by, session_role', $$, repeat('x', 3000), repeat('y', 900)$$), 'enters', 'but that much');
select throws_ok($$ select tests.as_function('write_audit', 'insert into public.audit_events (table_name, action, changes) values (''customers'', ''guess'', ''{}'')') $$,
  '23514', null, 'it says what was done');
select throws_ok($$ select tests.as_function('write_audit', 'insert into public.audit_events (table_name, action, changes) values (''customers'', ''read'', ''[]'')') $$,
  '23514', null, 'to what, by name');
select is(pg_temp.enters_apart(decode(repeat('00', 16), 'hex'), '{}'), 'enters', 'so do personal values');
select is(pg_temp.enters_apart(decode(repeat('00', 15), 'hex'), '{}'), '23514', 'with a whole salt');
select is(pg_temp.enters_apart(decode(repeat('00', 16), 'hex'), '"Ada"'), '23514', 'by name');

select * from finish();
rollback;
