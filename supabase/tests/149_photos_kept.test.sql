-- What becomes of photos: with a report that met a visit which had changed, with a visit that came to nothing, in the
-- nights, in the copy of a client's data, and when the client is erased.
begin;
select plan(32);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
do $$ begin perform tests.staff_user('technician'); end; $$;
update public.technicians t set staff_id = s.id from public.staff s where s.email = 'technician@tests.example.com' and t.id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
do $$ begin perform tests.book('lift', 'Tess One', '2026-06-03 13:00+00'); end; $$;
select tests.freeze_clock('2026-06-03 14:00+00');
create function pg_temp.visit() returns uuid language sql security definer set search_path = public, tests as $$
  select v.id from public.maintenance_visits v order by v.created_at, v.id limit 1 $$;
create function pg_temp.photo(colours text default 'a1b2ff00c3') returns text language sql as $$
  select encode(decode('ffd8ffe000104a46494600010100000100010000ffdb00040001ffc0000b0804b0064001011100ffc400040001ffda0008010100003f00' || colours || 'ffd9', 'hex'), 'base64') $$;
create function pg_temp.add(id text, line integer default null) returns jsonb language sql as $$
  select public.add_visit_photo(pg_temp.visit(), tests.id(id), pg_temp.photo(), null, line) $$;
create function pg_temp.report(files text[]) returns jsonb language sql security definer set search_path = public, tests as $$
  select jsonb_build_object('version', 1, 'report_id', coalesce((select d.report_id from private.visit_drafts d), tests.id('report')), 'based_on', 1, 'recorded_at', private.clock(), 'sent_at', private.clock(), 'started_at', private.clock(),
    'finished_at', private.clock(), 'labour_minutes', 40, 'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb, 'file_ids', to_jsonb(array(select tests.id(f) from unnest(report.files) f)),
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass')) from private.visit_checklist i where i.visit_id = pg_temp.visit())) $$;
create function pg_temp.named(id text) returns uuid language sql security definer set search_path = public, tests as $$ select f.report_id from public.visit_files f where f.id = tests.id(named.id) $$;
grant execute on all functions in schema pg_temp to public;

-- A visit that went to somebody else while its report was being written, on a phone without signal
select tests.act_as_staff('technician');
create temp table begun as select (public.save_visit_draft(pg_temp.visit(), '{"findings": "Rail worn"}') ->> 'report_id')::uuid as report_id;
grant select on begun to public;
select is(pg_temp.add('here', 1) ->> 'status', 'kept', 'a photo is taken');
select tests.act_as_owner();
select tests.as_function('put_task', format($$ update public.technician_tasks set technician_id = %L where customer_id = %L $$, tests.id('Luis Two'), tests.id('ada')));
select tests.act_as_staff('technician');
select is(pg_temp.add('after', 2) ->> 'status', 'kept', 'whoever had it goes on sending photos, for the report that will be kept');
select is(public.visit_photo(tests.id('after')) ->> 'status', 'ok', 'and looks at what they took');
select is(public.complete_visit(pg_temp.visit(), pg_temp.report('{here,after,lost}')) ->> 'reason', 'reassigned', 'the report is kept');
select is(array[pg_temp.named('here'), pg_temp.named('after')], (select array[report_id, report_id] from begun), 'and its photos with it');
select is(pg_temp.add('too late') ->> 'status', 'kept', 'until somebody says that it is over');
select is(public.remove_visit_photo(tests.id('too late')) ->> 'status', 'removed', 'or they drop it themselves');
select tests.act_as_staff('office');
select is((select jsonb_array_length(p -> 'kept' -> 0 -> 'photos') from public.visit_page(pg_temp.visit()) p), 2, 'the office sees them beside the kept report');
select is(public.accept_report((select report_id from begun)) ->> 'status', 'done', 'and takes it, whatever became of a photo that never came');
select is((select jsonb_array_length(p -> 'record' -> 'photos') from public.visit_page(pg_temp.visit()) p), 2, 'then they are of the record');
select is(pg_temp.add('later'), '{"status": "refused", "reason": "over"}', 'the office adds none any more');
select tests.act_as_staff('technician');
select is(pg_temp.add('later') ->> 'status', 'kept', 'a second phone''s comes when the visit is done, and is kept');
select is((select count(*) from generate_series(1, 6) n where pg_temp.add('later ' || n) ->> 'status' = 'kept'), 5::bigint, 'as long as there is room');
select is(public.complete_visit(pg_temp.visit(), pg_temp.report('{later,"later 1"}') || jsonb_build_object('report_id', tests.id('second phone'))) ->> 'reason', 'done', 'its report is the office''s to decide');
select is(array[pg_temp.named('later'), pg_temp.named('later 1'), pg_temp.named('later 2')], array[tests.id('second phone'), tests.id('second phone'), null], 'and has the photos that it names');
select is(pg_temp.add('more') ->> 'status', 'kept', 'so there is room again');
select tests.act_as_staff('office');
select is((select array[jsonb_array_length(p -> 'record' -> 'photos'), jsonb_array_length(p #> '{kept,0,photos}'), jsonb_array_length(p -> 'photos')] from public.visit_page(pg_temp.visit()) p), '{2,2,5}', 'the office sees all of them');

-- The copy of a client's data
select tests.act_as_staff('admin');
select is((select array_agg(f ->> 'content' order by f ->> 'line') from jsonb_array_elements(public.export_customer(tests.id('ada')) -> 'visit_files') f), array_fill(replace(pg_temp.photo(), chr(10), ''), '{9}'), 'a client''s data has the photos, as base64');
select tests.act_as_owner();
savepoint taken;

-- The nights
select tests.freeze_clock('2028-06-03 14:00+00');
select is(private.keep_house() ->> 'photos', '0', 'after 24 months they are still there');
select tests.freeze_clock('2028-06-03 14:00:01+00');
select is(private.keep_house() ->> 'photos', '9', 'and no longer, those that no report named among them: they came when it was done');
select is((select count(*) from public.visit_files), 0::bigint, 'nothing of them');
select isnt((select e.changes ->> 'sha256' from public.audit_events e where e.table_name = 'visit_files' and e.row_id = tests.id('here') and e.action = 'insert'), null, 'but the digest in the trail');
rollback to taken;

-- Signatures stay
select tests.as_function('complete_visit', format($$ insert into public.visit_files (visit_id, report_id, kind, content) values (%L, %L, 'signature', decode('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000000014944415400000000000000000049454e44ae426082', 'hex')) $$, pg_temp.visit(), (select report_id from begun)));
select tests.freeze_clock('2040-06-03 14:00+00');
select is(private.keep_house() ->> 'photos', '9', 'years later photos are gone');
select is((select string_agg(kind, ' ') from public.visit_files), 'signature', 'and a signature is not');
rollback to taken;

-- The client is erased
create function pg_temp.past_guards(statement text) returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
end;
$$;
select pg_temp.past_guards($$ delete from public.invoice_lines; delete from public.invoices; update public.technician_tasks set state = 'completed' $$);
select is(private.erase_customer(tests.id('ada'), 'Asked by letter', false, private.erase_customer(tests.id('ada'), null, true, null, '2026-06-03') ->> 'shown', '2026-06-03') ->> 'status', 'recorded', 'a client is erased');
select is((select count(*) from public.visit_files), 0::bigint, 'and with them what was photographed at their home');
select is_empty($$ select from private.audit_trail t where t.table_name = 'visit_files' and t.changes ? 'content' $$, 'in the trail there never was a picture');
rollback to taken;

-- Photos that no report ever named, and a visit that came to nothing
select tests.act_as_owner();
do $$ begin perform tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-20'); perform tests.freeze_clock('2026-06-03 14:00+00'); end; $$;
do $$ begin perform tests.book('second', 'Tess One', '2026-06-08 13:00+00'); end; $$;
create or replace function pg_temp.visit() returns uuid language sql security definer set search_path = public, tests as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('second') limit 1 $$;
select tests.freeze_clock('2026-06-08 14:00+00');
select is(pg_temp.add('door') ->> 'status', 'kept', 'a photo of the door');
select tests.freeze_clock('2026-07-08 14:00:01+00');
savepoint door;
select is(private.keep_house() ->> 'photos', '1', 'goes after 30 days when nobody sends a report');
rollback to door;
select tests.freeze_clock('2026-06-08 14:10+00');
select is(public.fail_visit(pg_temp.visit(), 'no_show', 'nobody_home', report_id => tests.id('nobody')) ->> 'status', 'recorded', 'nobody came to the door');
select is(pg_temp.named('door'), tests.id('nobody'), 'and the photo says so');
rollback to door;

-- A visit that was cancelled while its technician was without signal
select tests.act_as_owner();
select tests.freeze_clock('2026-06-08 14:10+00');
do $$ begin perform private.set_task_state((select v.task_id from public.maintenance_visits v where v.id = pg_temp.visit()), 'cancelled'); end; $$;
select tests.act_as_staff('technician');
select is(pg_temp.add('cancelled') ->> 'status', 'kept', 'what they photographed is kept with what they typed');

select * from finish();
rollback;
