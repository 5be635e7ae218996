-- A technician says that a visit came to nothing, and it had changed meanwhile: what was typed is kept, and the office decides.
begin;
select plan(44);
-- Thursday, May 28, 2026, 8:00 in Toronto; the visits are on June 2 to 4.
select tests.freeze_clock('2026-05-28 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
insert into auth.users (id, email) select tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com' from unnest(array['Tess One', 'Luis Two']) who;
insert into public.staff (id, user_id, email, name, role) select tests.id(who || ' staff'), tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com', who, 'technician' from unnest(array['Tess One', 'Luis Two']) who;
update public.technicians set staff_id = tests.id(name || ' staff');
select tests.staff_user('office');
select tests.unit(label, 'ada', 'stairlift', n || ' Elm St', '2026-06-20') from unnest(array['moved', 'later', 'given', 'gone', 'aside', 'done']) with ordinality l (label, n);
select tests.unit(label, 'bob', 'stairlift', n || ' Oak Ave', '2026-06-20') from unnest(array['ill', 'dead', 'ended']) with ordinality l (label, n);
do $$ begin
  perform tests.book(b.unit, 'Tess One', b.at::timestamptz) from (values ('moved', '2026-06-03 18:00+00'), ('later', '2026-06-03 13:00+00'), ('given', '2026-06-03 14:00+00'), ('gone', '2026-06-03 15:00+00'),
    ('aside', '2026-06-03 16:00+00'), ('done', '2026-06-03 17:00+00'), ('ill', '2026-06-02 13:00+00'), ('dead', '2026-06-02 14:00+00'), ('ended', '2026-06-04 13:00+00')) b (unit, at);
end; $$;
create temp table made as select c.id as contract_id, y.id as cycle_id, v.id as visit_id, v.task_id, (select t.revision from public.technician_tasks t where t.id = v.task_id) as revision
  from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
grant select on made to public;
create function pg_temp.visit(label text) returns uuid language sql as $$ select visit_id from made where contract_id = tests.id(visit.label) $$;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from made where contract_id = tests.id(task.label) $$;
create function pg_temp.told(r jsonb) returns text language sql as $$ select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'told', case when r -> 'repeated' = 'true' then 'again' end) $$;
create function pg_temp.fail(label text, reason text, outcome text default 'not_completed', note text default 'Said so') returns text language sql as $$
  select pg_temp.told(public.fail_visit(m.visit_id, outcome, reason, note, tests.id('report ' || label), m.revision)) from made m where m.contract_id = tests.id(fail.label) $$;
create function pg_temp.accept(label text) returns text language sql as $$ select pg_temp.told(public.accept_report(tests.id('report ' || label))) $$;
create function pg_temp.state_of(label text) returns text language sql as $$ select v.state || ' ' || t.state from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = pg_temp.visit(label) $$;
create function pg_temp.act_as(who text) returns void language sql as $$ select tests.act_as('authenticated', tests.id(who || ' login')) $$;
grant execute on all functions in schema pg_temp to public;

-- While Tess is on the way
select tests.freeze_clock('2026-06-03 17:30+00');
select tests.act_as_staff('office');
select is(public.move_task(pg_temp.task(label), tests.id('Tess One'), at::timestamptz, true) ->> 'status', 'moved', label || ' gets another time')
from (values ('moved', '2026-06-03 20:00+00'), ('later', '2026-06-10 13:00+00'), ('dead', '2026-06-10 14:00+00')) m (label, at);
select is(public.move_task(pg_temp.task('given'), tests.id('Luis Two'), '2026-06-03 14:00+00', true) ->> 'status', 'moved', 'one is given to Luis');
select is(public.set_task_state(pg_temp.task('gone'), 'cancelled') ->> 'status', 'set', 'one is called off');
select is(public.set_task_state(pg_temp.task('aside'), 'needs_rescheduling') ->> 'status', 'set', 'one waits for another time');
select is(public.set_task_state(pg_temp.task('ill'), 'cancelled') ->> 'status', 'set', 'and one more is called off');
select tests.act_as_owner();
select is(private.fail_visit(pg_temp.visit('done'), 'not_completed', 'weather', null, null, private.clock()) ->> 'status', 'recorded', 'one has its outcome');

-- What she says of it at the door is kept
select pg_temp.act_as('Tess One');
select is(pg_temp.fail(label, reason, outcome), 'conflict ' || conflict, label || ': ' || conflict) from (values
  ('moved', 'nobody_home', 'no_show', 'moved'), ('later', 'nobody_home', 'no_show', 'moved'), ('given', 'access', 'not_completed', 'reassigned'), ('gone', 'refused', 'not_completed', 'cancelled'),
  ('aside', 'weather', 'not_completed', 'moved'), ('done', 'parts', 'not_completed', 'done'), ('ill', 'hospital', 'not_completed', 'cancelled'), ('dead', 'deceased', 'not_completed', 'moved')) f (label, reason, outcome, conflict);
select is(pg_temp.fail('moved', 'nobody_home', 'no_show'), 'conflict moved', 'sent again it is the same');
select is(pg_temp.fail('gone', 'lazy'), 'conflict cancelled', 'whatever it says by then');
select is(public.fail_visit(pg_temp.visit('gone'), 'no_show', 'lazy') ->> 'status', 'rejected', 'what explains nothing is not kept');
select is(public.fail_visit(pg_temp.visit('later'), 'no_show', 'nobody_home') ->> 'reason', 'too_early', 'who does not say which time they mean means the one that is to come');
select pg_temp.act_as('Luis Two');
select throws_ok(format('select public.fail_visit(%L, ''no_show'', ''nobody_home'')', pg_temp.visit('gone')), '42501', null, 'a colleague who never had it says nothing of it');
select tests.act_as_owner();
select is((select string_agg(distinct concat_ws(' ', r.kind, r.state, r.recorded_by, r.report ->> 'note'), ', ') from public.visit_reports r where r.state <> 'accepted'), 'failed conflict technician Said so', 'each is on record, word for word');
select is((select count(*) || ' ' || bool_and(a.urgent) from public.office_activities a where a.kind = 'report_conflict' and a.state = 'open'), '8 true', 'and the office is asked about each, at once');
select is((select string_agg(distinct pg_temp.state_of(label), ', ') from unnest(array['moved', 'later', 'given', 'dead']) label), 'scheduled scheduled', 'what is to come is still to come');

-- The office takes it, or not
select tests.act_as_staff('office');
select is(pg_temp.accept('moved'), 'recorded mail', 'the drive was in vain all the same');
select is(pg_temp.state_of('moved'), 'no_show no_show', 'so the visit is over');
select is(pg_temp.accept('moved'), 'not_open', 'once');
select is(pg_temp.accept('later'), 'refused too_early', 'a visit of next week has not come to nothing');
select is(public.discard_report(tests.id('report later'), 'Comes next week') ->> 'status', 'discarded', 'that is for nothing');
select is(pg_temp.accept('given'), 'recorded mail', 'from whoever had it before');
select is(pg_temp.accept(label), 'refused visit', 'no visit of it is to happen: ' || label) from unnest(array['gone', 'aside', 'done']) label;
select is(pg_temp.accept('ill'), 'recorded nobody', 'what was heard of the client counts without one');
select is(pg_temp.accept('dead'), 'recorded nobody', 'and beside one that is to come');
select tests.act_as_owner();
select is(pg_temp.state_of('dead'), 'scheduled scheduled', 'which stays until somebody calls it off');
select is((select string_agg(a.details ->> 'what' || ' ' || (a.details ->> 'note'), ', ' order by a.details ->> 'what') from public.office_activities a where a.kind = 'client_change' and a.state = 'open'),
  'died The technician at the door: deceased: Said so, other The technician at the door: hospital: Said so', 'the office hears both');
select is((select string_agg(distinct c.state, ' ') from public.maintenance_contracts c where c.customer_id = tests.id('bob')), 'paused', 'and nobody is reminded');
select is((select string_agg(r.state, ' ' order by r.state) from public.visit_reports r where r.kind = 'failed' and r.id = any (select tests.id('report ' || l) from unnest(array['moved', 'later', 'given', 'ill', 'dead']) l)), 'accepted accepted accepted accepted discarded', 'each is decided');
select is((select count(*) from public.office_activities where kind = 'report_conflict' and state = 'open'), 3::bigint, 'and the others wait');
select pg_temp.act_as('Tess One');
select is(pg_temp.fail('moved', 'nobody_home', 'no_show'), 'recorded mail again', 'who sends it once more hears what became of it');
select tests.act_as_owner();
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('ended');
select pg_temp.act_as('Tess One');
select is(pg_temp.fail('ended', 'deceased'), 'conflict cancelled', 'of a contract that is over');
select tests.act_as_staff('office');
select is(pg_temp.accept('ended'), 'refused visit', 'nothing is to be stopped');
select tests.act_as_owner();
select lives_ok('set constraints all immediate', 'all of it goes together');
select * from finish();
rollback;
