-- What the office finds in the morning after files came, and after none did.
begin;
select plan(17);
-- Tuesday, June 2, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-02 12:00+00');

create function pg_temp.begun(source text) returns uuid language sql as $$ select (public.start_import_run(source, gen_random_uuid()) ->> 'import_run_id')::uuid $$;
create function pg_temp.clients(run uuid, variadic names text[]) returns jsonb language plpgsql as $$
declare
  v_file uuid := public.start_import('customers', 'customers.csv', run);
begin
  perform public.import_batch(v_file, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', jsonb_build_object('customer_ref', 'C-' || n, 'name', w, 'email', 'one@example.com')))
    from unnest(names) with ordinality u (w, n)), 1);
  perform public.finish_import(v_file);
  return public.finish_import_run(run);
end;
$$;

grant execute on all functions in schema pg_temp to public;

-- People who came twice
select tests.act_as_service();
create temp table night as select pg_temp.begun('erp') as run;
grant select on night to public;
select is(pg_temp.clients(run, 'Chen Wei', 'Wei, Chen', 'Ann Lee') ->> 'status', 'applied', 'clients come') from night;
select is((select count(*) from public.import_conflicts c where c.conflict_kind = 'one_person_twice' and c.import_run_id = n.run), 1::bigint, 'two who may be one are asked about by that run') from night n;
select is(pg_temp.clients(pg_temp.begun('erp'), 'Chen Wei', 'Wei, Chen', 'Ann Lee') ->> 'status', 'applied', 'the next night');
select is((select count(*) from public.import_conflicts c), 1::bigint, 'asks nothing again');
select tests.act_as_owner();
select tests.as_office(format('decide_conflict(%L, %L, %L)', c.id, 'two', private.question_told(c) ->> 'shown')) from public.import_conflicts c;
select tests.act_as_service();
select pg_temp.clients(pg_temp.begun('erp'), 'Chen Wei', 'Wei, Chen', 'Ann Lee', 'Chen Wei');
select is((select count(*) from public.import_conflicts c where c.decided_at is null), 2::bigint, 'one more of the same name and address is asked about with each of them');
insert into public.customers (customer_ref, name, email) values ('S-17', 'Olga Poe', 'olga@example.com');
create function pg_temp.from_odoo(fields jsonb) returns text language plpgsql as $$
declare
  v_run uuid := pg_temp.begun('odoo');
  v_file uuid := public.start_import('customers', 'Odoo customers', v_run, is_whole => false);
begin
  perform public.import_batch(v_file, jsonb_build_array(jsonb_build_object('line', 2, 'values', fields)), 1);
  perform public.finish_import(v_file);
  return public.finish_import_run(v_run) ->> 'status';
end;
$$;
select pg_temp.from_odoo('{"customer_ref": "odoo-17", "name": "Poe, Olga", "email": "olga@example.com"}');
select is((select string_agg(least(a.customer_ref collate "C", b.customer_ref) || ' ' || greatest(a.customer_ref collate "C", b.customer_ref), ', ') from public.import_conflicts c join public.customers a on a.id = c.customer_id join public.customers b on b.id = c.other_customer_id where c.decided_at is null and 'odoo-17' in (a.customer_ref, b.customer_ref)),
  'S-17 odoo-17', 'whoever came by files before is asked about when another system names them anew');
select tests.act_as_owner();

-- Nothing came
create function pg_temp.watch(at timestamptz) returns text language plpgsql as $$
declare
  v_raised integer;
begin
  perform tests.freeze_clock(at);
  v_raised := private.watch_imports();
  return v_raised || ' ' || (select count(*) from public.office_activities a where a.kind = 'import_problem' and a.state = 'open');
end;
$$;
create function pg_temp.ran(source text, state text, variadic at timestamptz[]) returns void language sql as $$
  insert into public.import_runs (source, request_id, on_day, state, started_at) select source, gen_random_uuid(), t::date, state, t from unnest(at) t $$;
select pg_temp.ran('files', 'applied', '2026-05-25 07:00+00', '2026-05-26 07:00+00', '2026-05-27 07:00+00', '2026-05-28 07:00+00', '2026-05-29 07:00+00');
select pg_temp.ran('seldom', 'applied', '2026-05-20 07:00+00', '2026-05-27 07:00+00');
select is(pg_temp.watch('2026-05-29 13:00+00'), '0 0', 'on the day of a run nothing is missed');
select is(pg_temp.watch('2026-06-01 13:00+00'), '0 0', 'nor over a week-end');
select pg_temp.ran('files', 'receiving', '2026-06-02 07:00+00');
select is(pg_temp.watch('2026-06-02 13:00+00'), '1 1', 'once a whole business day has passed without a run that came to its end the office is told');
select is((select a.details ->> 'message' from public.office_activities a where a.kind = 'import_problem'), 'nothing has come from files since May 29', 'since when');
select is(pg_temp.watch('2026-06-03 13:00+00'), '0 1', 'once');
savepoint closed;
select public.close_activity(a.id, 'called them') from public.office_activities a where a.kind = 'import_problem';
select is(pg_temp.watch('2026-06-04 13:00+00'), '0 0', 'also when somebody closed it');
rollback to closed;
select tests.act_as_service();
select is(public.finish_import_run(pg_temp.begun('files')) ->> 'status', 'applied', 'a run comes again');
select tests.act_as_owner();
select is((select a.outcome from public.office_activities a where a.kind = 'import_problem'), 'a later import went through', 'which settles it');
select pg_temp.ran('files', 'held', '2026-06-04 07:00+00', '2026-06-05 07:00+00', '2026-06-08 07:00+00');
select private.raise_activity('import_problem', 'job:import-files', '{"reason": "new_units", "message": "30 new units"}');
select is(pg_temp.watch('2026-06-10 13:00+00'), '0 1', 'where a run waits for a decision');
select is((select a.details ->> 'message' from public.office_activities a where a.kind = 'import_problem' and a.state = 'open'), '30 new units', 'that is what the office reads');
select is((select j.sql from private.jobs j where j.name = 'watch-imports'), 'select private.watch_imports()', 'every day');

select * from finish();
rollback;
