-- A visit comes to nothing at the door: why, what its client hears of it, and what becomes of its stop.
begin;
select plan(61);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
insert into auth.users (id, email) values (tests.id('Tess One login'), 'tess@example.com');
insert into public.staff (id, user_id, email, name, role) values (tests.id('Tess One staff'), tests.id('Tess One login'), 'tess@example.com', 'Tess One', 'technician');
update public.technicians set staff_id = tests.id('Tess One staff') where id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('elsewhere', 'ada', 'stairlift', '700 Queen St West', '2026-06-22'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second')]), tests.book('bobs', 'Luis Two', '2026-06-03 13:00+00'), tests.book('elsewhere', 'Luis Two', '2026-06-04 13:00+00');
create function pg_temp.visit(label text) returns uuid language sql security definer as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.technician_tasks t on t.id = v.task_id
  where y.contract_id = tests.id(label) order by lower(t.during) desc limit 1 $$;
create function pg_temp.stop(label text) returns text language sql as $$
  select concat_ws(' ', t.state || ':', (select string_agg(v.state, ', ' order by v.state) from public.maintenance_visits v where v.task_id = t.id),
    extract(epoch from upper(t.during) - lower(t.during)) / 60 || ' min', 'order ' || w.state, 'invoice ' || i.state, (select count(*) from public.invoice_lines l where l.invoice_id = i.id))
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id join public.work_orders w on w.id = t.work_order_id join public.invoices i on i.work_order_id = w.id
  where v.id = pg_temp.visit(label) $$;
create function pg_temp.fail(label text, outcome text, reason text, note text default null, report text default null) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'told', case when r -> 'repeated' = 'true' then 'again' end)
  from public.fail_visit(pg_temp.visit(label), outcome, reason, note, tests.id(report)) r $$;
create function pg_temp.mails() returns text language sql as $$
  select string_agg(concat_ws(' ', m.state, m.payload ->> 'reason', jsonb_array_length(m.payload -> 'items')), ', ' order by m.id) from public.messages m where m.kind = 'rebook' $$;
create function pg_temp.act_as_tess() returns void language sql as $$ select tests.act_as('authenticated', tests.id('Tess One login')) $$;
grant execute on all functions in schema pg_temp to public;
set constraints all immediate;
set constraints all deferred;

-- When
select pg_temp.act_as_tess();
select tests.freeze_clock('2026-06-03 00:59:59+00');
select is(pg_temp.fail('lift', 'no_show', 'nobody_home'), 'refused too_early', 'nobody misses a visit more than twelve hours before it');
select tests.freeze_clock('2026-06-03 01:00+00');
savepoint due;
select is(pg_temp.fail('lift', 'no_show', 'nobody_home'), 'recorded mail', 'from then on it can come to nothing');
rollback to due;
select tests.freeze_clock('2026-06-09 13:30+00');
select is(pg_temp.fail('lift', 'no_show', 'nobody_home'), 'recorded mail', 'and days later, when nobody wrote it down before');
rollback to due;

-- Whose
select tests.freeze_clock('2026-06-03 13:30+00');
savepoint door;
select throws_ok(format('select public.fail_visit(%L, ''no_show'', ''nobody_home'')', pg_temp.visit('bobs')), '42501', 'only the office may do this', 'a colleague''s visit is theirs');
select throws_ok($$ select public.fail_visit(gen_random_uuid(), 'no_show', 'nobody_home') $$, '42501', null, 'which cannot be told from none');
select tests.act_as_anon();
select throws_ok(format('select public.fail_visit(%L, ''no_show'', ''nobody_home'')', pg_temp.visit('lift')), '42501', null, 'a stranger fails nothing');
select tests.act_as_staff('office');
select throws_ok($$ select public.fail_visit(gen_random_uuid(), 'no_show', 'nobody_home') $$, 'PT404', null, 'to the office an unknown one is not there');
select is(pg_temp.fail('bobs', 'no_show', 'nobody_home'), 'recorded mail', 'the office writes down what it was told');
select tests.act_as_owner();
select is((select recorded_by || ' ' || kind || ' ' || report::text from public.visit_reports), 'office failed {"reason": "nobody_home", "outcome": "no_show"}', 'as it was told');
rollback to door;

-- What
select pg_temp.act_as_tess();
select is(pg_temp.fail('lift', 'done', 'nobody_home'), 'rejected outcome', 'what came to nothing is not done');
select is(pg_temp.fail('lift', null, 'nobody_home'), 'rejected outcome', 'nor without outcome');
select is(pg_temp.fail('lift', 'no_show', 'lazy'), 'rejected reason', 'no other reasons');
select is(pg_temp.fail('lift', 'no_show', null), 'rejected reason', 'nor none');
select is(pg_temp.fail('lift', 'no_show', reason), 'rejected reason', 'somebody was at home: ' || reason) from unnest(array['refused', 'access', 'weather', 'parts', 'unsafe', 'no_time']) reason;
select is(pg_temp.fail('lift', 'not_completed', 'nobody_home'), 'rejected reason', 'nobody at home is a no-show');
select is(pg_temp.fail('lift', 'no_show', 'nobody_home', repeat('x', 2001)), 'rejected notes', 'a note has an end');
select tests.act_as_owner();
select is_empty('select from public.visit_reports', 'and nothing of it is written');

-- What the client hears
create function pg_temp.heard(reason text, outcome text) returns text language plpgsql as $$
declare
  v_said text;
begin
  v_said := pg_temp.fail('lift', outcome, reason, 'Ring, then wait');
  v_said := v_said || ': ' || coalesce(pg_temp.mails(), 'no mail') || '; ' || coalesce((select string_agg(a.kind || ' ' || coalesce(a.details ->> 'reason', a.details ->> 'what') || ' ' || (a.details ->> 'note'), ', ' order by a.kind) from public.office_activities a where a.state = 'open'), 'nothing')
    || '; ' || (select string_agg(distinct c.state, ' ' order by c.state) from public.maintenance_contracts c where c.customer_id = tests.id('ada'));
  raise exception using errcode = 'TT001', message = v_said;
exception when sqlstate 'TT001' then
  return sqlerrm;
end;
$$;
select is(pg_temp.heard('nobody_home', 'no_show'), 'recorded mail: queued no_show 1; rebook no_show Ring, then wait; active', 'who was not there is asked to book again');
select is(pg_temp.heard(reason, 'not_completed'), format('recorded mail: queued %s 1; rebook %1$s Ring, then wait; active', reason), 'and so after ' || reason) from unnest(array['refused', 'access', 'weather', 'parts', 'unsafe', 'no_time']) reason;
select is(pg_temp.heard('hospital', outcome), 'recorded nobody: no mail; client_change other The technician at the door: hospital: Ring, then wait; active paused', 'who is in hospital is left in peace: ' || outcome) from unnest(array['no_show', 'not_completed']) outcome;
select is(pg_temp.heard('moved', 'no_show'), 'recorded nobody: no mail; client_change moved The technician at the door: moved: Ring, then wait; active paused', 'who has moved is looked for');
select is(pg_temp.heard('deceased', 'not_completed'), 'recorded nobody: no mail; client_change died The technician at the door: deceased: Ring, then wait; paused', 'after a death all that was the client''s rests');
select is(pg_temp.mails(), null, 'the tries left nothing');

-- Each unit has its own outcome
select is(pg_temp.stop('lift'), 'scheduled: scheduled, scheduled 120.0000000000000000 min order open invoice draft 2', 'a stop of two');
select pg_temp.act_as_tess();
select public.set_task_state((select (public.visit_sheet(pg_temp.visit('lift')) #>> '{stop,task_id}')::uuid), 'in_progress');
select is(pg_temp.fail('lift', 'not_completed', 'parts', null, 'report'), 'recorded mail', 'one of them comes to nothing');
select tests.act_as_owner();
select is(pg_temp.stop('lift'), 'in_progress: in_progress, not_completed 60.0000000000000000 min order open invoice draft 1', 'the other goes on, and the time and the charge of the first are gone');
select is(pg_temp.mails(), 'queued parts 1', 'its client is asked to book it again');
select lives_ok('set constraints all immediate', 'all of which goes together');
set constraints all deferred;
savepoint one;
select pg_temp.act_as_tess();
select is(pg_temp.fail('lift', 'not_completed', 'parts', null, 'report'), 'recorded mail again', 'the same report gets the same answer');
select is(pg_temp.fail('second', 'not_completed', 'parts', null, 'report'), 'rejected taken', 'and is not about another visit');
select is(pg_temp.fail('lift', 'no_show', 'nobody_home', null, 'other'), 'conflict done', 'another report comes too late');
select is(pg_temp.fail('second', 'not_completed', 'no_time'), 'recorded mail', 'the other comes to nothing too');
select tests.act_as_owner();
select is(pg_temp.stop('lift'), 'not_completed: not_completed, not_completed 60.0000000000000000 min order cancelled invoice void 1', 'and the stop ends with it');
select set_eq($$ select concat_ws(' ', m.state, m.payload ->> 'reason', jsonb_array_length(m.payload -> 'items')) from public.messages m where m.kind = 'rebook' $$,
  array['superseded parts 1', 'queued no_time 2'], 'a household is written to once, as long as the first mail waits');
select is((select string_agg(y.contract_id::text, ' ' order by n) from public.messages m, jsonb_array_elements(m.payload -> 'items') with ordinality i (item, n) join public.maintenance_cycles y on y.id = (item ->> 'cycle_id')::uuid where m.kind = 'rebook' and m.state = 'queued'),
  tests.id('lift') || ' ' || tests.id('second'), 'about both of its units');
rollback to one;
select tests.as_function('complete_visit', format('update public.maintenance_visits set state = ''done'', service_on = ''2026-06-03'' where id = %L', pg_temp.visit('second')));
select private.settle_stop((select task_id from public.maintenance_visits where id = pg_temp.visit('second')), private.clock());
select is(pg_temp.stop('lift'), 'completed: done, not_completed 30.0000000000000000 min order done invoice issued 1', 'where the other is done the stop took place');
rollback to one;
select pg_temp.act_as_tess();
select is(pg_temp.fail('second', 'no_show', 'nobody_home'), 'recorded mail', 'the other''s owner is not there');
select tests.act_as_owner();
select is(pg_temp.stop('lift'), 'not_completed: no_show, not_completed 60.0000000000000000 min order cancelled invoice void 1', 'what could not be done is what the stop came to');
rollback to one;

-- Missed twice
select pg_temp.act_as_tess();
select tests.act_as_owner();
select is(private.fail_visit(pg_temp.visit('bobs'), 'no_show', 'nobody_home', null, null, private.clock()) ->> 'told', 'mail', 'the first time it is a mail');
select is(tests.book('bobs', 'Luis Two', '2026-06-10 13:00+00') ->> 'status', 'booked', 'by whose link the client books again');
select tests.freeze_clock('2026-06-10 13:30+00');
savepoint again;
select is(private.fail_visit(pg_temp.visit('bobs'), 'no_show', 'nobody_home', null, null, private.clock()) ->> 'told', 'call', 'the second time in a row they are called');
select is((select count(*) from public.messages where kind = 'rebook' and customer_id = tests.id('bob')), 1::bigint, 'and not mailed');
select is((select (a.details ->> 'mailed') || ' ' || a.state from public.office_activities a where a.kind = 'rebook' and a.contract_id = tests.id('bobs') and a.state = 'open'), 'false open', 'which the office is told');
rollback to again;
select is(private.fail_visit(pg_temp.visit('bobs'), 'not_completed', 'weather', null, null, private.clock()) ->> 'told', 'mail', 'it was not theirs to be missed');
select is(tests.book('bobs', 'Luis Two', '2026-06-15 13:00+00') ->> 'status', 'booked', 'they book a third time');
select tests.freeze_clock('2026-06-15 13:30+00');
select is(private.fail_visit(pg_temp.visit('bobs'), 'no_show', 'nobody_home', null, null, private.clock()) ->> 'told', 'mail', 'and two that are not in a row are not twice');

-- What changed meanwhile
select is(private.fail_visit(pg_temp.visit('elsewhere'), 'no_show', 'nobody_home', null, null, private.clock()) ->> 'status', 'recorded', 'one that is as it was');
select tests.unit('put aside', 'bob', 'stairlift', '11 Oak Ave', '2026-06-20'), tests.unit('called off', 'bob', 'stairlift', '13 Oak Ave', '2026-06-20');
select tests.book('put aside', 'Luis Two', '2026-06-17 13:00+00'), tests.book('called off', 'Luis Two', '2026-06-18 13:00+00');
select private.set_task_state((select task_id from public.maintenance_visits where id = pg_temp.visit('put aside')), 'needs_rescheduling'),
  private.set_task_state((select task_id from public.maintenance_visits where id = pg_temp.visit('called off')), 'cancelled');
select is(pg_temp.fail('put aside', 'no_show', 'nobody_home'), 'conflict moved', 'what waits for another time was not missed');
select is(pg_temp.fail('called off', 'no_show', 'nobody_home'), 'conflict cancelled', 'nor what was called off');

select is_empty('select reported_as from private.fail_reasons where reported_as is not null except select what from private.change_reasons', 'what the office hears of a client is what clients can tell');

select * from finish();
rollback;
