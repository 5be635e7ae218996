-- A number that was given never changes, moves or disappears, whoever asks and by whatever statement.
begin;
select plan(26);

insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example'), (tests.id('ben'), 'Ben Example');
insert into public.work_orders (id, customer_id, intake_source) values (tests.id('order'), tests.id('ada'), 'office');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during, state)
values (tests.id('stop'), null, 'maintenance', tests.id('ada'), '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned');
insert into public.maintenance_visits (id, cycle_id, task_id, state)
select tests.id('visit'), y.id, tests.id('stop'), 'needs_rescheduling' from public.maintenance_cycles y;
-- As after a commit: a table with checks that wait could not be emptied for that reason alone.
set constraints all immediate;
set constraints all deferred;

-- One of each: issued, void after it was issued, void as a draft, and a draft.
create function pg_temp.begin_invoice(label text) returns void language sql as $$
  insert into public.invoices (id, customer_id) values (tests.id(label), tests.id('ada'));
  insert into public.invoice_lines (id, invoice_id, position, description, unit_price, tax_rate)
  values (tests.id(label || ' line'), tests.id(label), 1, label, 189, 0.13);
$$;
create function pg_temp.issue(label text) returns void language sql as $$
  select private.issue_invoice(tests.id(label));
$$;
create function pg_temp.void(label text) returns void language plpgsql as $$
begin
  if private.void_invoice(tests.id(label), 'Wrong') ->> 'reason' = 'draft' then
    update public.invoices set state = 'void' where id = tests.id(label);
  end if;
end;
$$;
select pg_temp.begin_invoice(label) from unnest(array['issued', 'void', 'given up', 'draft']) label;
select pg_temp.issue('issued'), pg_temp.issue('void');
select pg_temp.void('void'), pg_temp.void('given up');

-- Everything that somebody might try, with what the owner of the database is told.
create temp table attempts (code text, statement text);
insert into attempts
select a.code, format('update public.invoices set %s where id = %L', a.what, tests.id(a.label))
from (values
  ('MT002', 'issued', 'number = 99'),
  ('MT002', 'issued', 'number = null'),
  ('MT002', 'issued', 'series = ''X'''),
  ('MT002', 'issued', format('customer_id = %L', tests.id('ben'))),
  ('MT002', 'issued', format('work_order_id = %L', tests.id('order'))),
  ('MT002', 'issued', 'issued_at = issued_at + interval ''1 day'''),
  ('MT002', 'issued', 'created_at = created_at - interval ''1 day'''),
  ('MT002', 'issued', 'id = gen_random_uuid()'),
  ('MT002', 'issued', 'state = ''void'', number = 99'),
  ('MT002', 'issued', format('state = ''void'', customer_id = %L', tests.id('ben'))),
  ('MT001', 'issued', 'state = ''draft'''),
  ('MT002', 'void', 'number = 99'),
  ('MT002', 'void', 'number = null, issued_at = null'),
  ('MT002', 'void', format('customer_id = %L', tests.id('ben'))),
  ('MT001', 'void', 'state = ''issued'''),
  ('MT001', 'void', 'state = ''draft'''),
  ('MT002', 'given up', 'number = 99, issued_at = now()'),
  ('MT002', 'given up', 'state = ''issued'', number = 99, issued_at = now()'),
  ('MT002', 'draft', 'number = 99'),
  ('MT002', 'draft', 'issued_at = now()'),
  ('MT002', 'draft', 'series = ''X'''),
  ('MT001', 'draft', 'state = ''issued'''),
  ('MT002', 'draft', 'state = ''issued'', number = 1, issued_at = now()'),
  ('MT002', 'draft', 'state = ''issued'', number = 3, issued_at = now()'),
  ('MT002', 'draft', 'state = ''void'', number = 99, issued_at = now()')
) a (code, label, what);
insert into attempts
select a.code, format('insert into public.invoices (customer_id, state, number, issued_at) values (%L, %s)', tests.id('ada'), a.what)
from (values
  ('MT001', '''issued'', 99, now()'),
  ('MT001', '''void'', 99, now()'),
  ('MT001', '''void'', null, null'),
  ('23514', '''draft'', 99, null'),
  ('23514', '''draft'', null, now()')
) a (code, what);
insert into attempts
select 'MT002', format(a.statement, tests.id(l.label || ' line'), tests.id(l.label), tests.id('draft'))
from (values ('issued'), ('void'), ('given up')) l (label), (values
  ('insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (%2$L, 2, ''More'', 1, 0)'),
  ('update public.invoice_lines set unit_price = 1 where id = %1$L'),
  ('update public.invoice_lines set live = not live where id = %1$L'),
  ('update public.invoice_lines set invoice_id = %3$L, position = 2 where id = %1$L'),
  ('update public.invoice_lines set invoice_id = %2$L, position = 2 where invoice_id = %3$L'),
  ('delete from public.invoice_lines where id = %1$L'),
  ('delete from public.invoices where id = %2$L')
) a (statement);
insert into attempts values
  ('MT002', 'update public.invoice_lines set live = false where id = tests.id(''draft line'')'),
  ('MT002', 'insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, live) values (tests.id(''draft''), 2, ''More'', 1, 0, false)'),
  ('MT002', 'insert into public.invoices (id, customer_id) values (tests.id(''issued''), tests.id(''ada'')) on conflict (id) do update set number = 99'),
  ('MT002', 'truncate public.invoice_lines'),
  ('MT002', 'truncate public.invoices cascade'),
  ('MT002', 'truncate public.work_orders cascade'),
  ('23514', 'insert into private.invoice_series (series, last_issued_at) values (''Z'', now())'),
  ('23503', 'delete from public.customers where id = tests.id(''ada'')');

-- How an attempt ends; what went through is taken back.
create function pg_temp.told(statement text) returns text language plpgsql as $$
begin
  execute statement;
  raise exception 'went through' using errcode = 'XX000';
exception when others then
  return sqlstate;
end;
$$;
grant execute on function pg_temp.told to public;
grant select on attempts to public;

select is_empty($$ select code, pg_temp.told(statement), statement from attempts where pg_temp.told(statement) <> code $$, 'the owner of the database changes nothing that was issued');
select tests.act_as_service();
select is_empty($$ select statement from attempts where pg_temp.told(statement) not in ('42501', '23503') $$, 'nor does a job');
select tests.act_as_staff('admin');
select is_empty($$ select statement from attempts where pg_temp.told(statement) <> '42501' $$, 'nor an administrator');
select tests.act_as_staff('office');
select is_empty($$ select statement from attempts where pg_temp.told(statement) <> '42501' $$, 'nor the office');
select tests.act_as_staff('technician');
select is_empty($$ select statement from attempts where pg_temp.told(statement) <> '42501' $$, 'nor a technician');
select tests.act_as_anon();
select is_empty($$ select statement from attempts where pg_temp.told(statement) <> '42501' $$, 'nor a stranger');
select throws_ok('update public.invoices set state = ''issued''', '42501', null, 'a stranger issues none');

-- Who may read, and that nobody writes but the functions of the database
select tests.act_as_service();
select is((select count(*) from public.invoices), 4::bigint, 'jobs read invoices');
select throws_ok('insert into public.invoices (customer_id) values (tests.id(''ada''))', '42501', null, 'and write none behind the functions');
select throws_ok('update public.invoice_lines set unit_price = 1', '42501', null, 'nor their lines');
select tests.act_as_staff('office');
select is((select count(*) from public.invoices), 4::bigint, 'the office reads them');
select tests.act_as_staff('technician');
select is_empty('select id from public.invoices', 'a technician does not');
select tests.act_as_owner();

-- Days never go back: whoever began earlier may issue later
savepoint later;
select pg_temp.begin_invoice(label) from unnest(array['tomorrow''s', 'today''s']) label;
select tests.freeze_clock(now() + interval '1 day');
select pg_temp.issue('tomorrow''s');
select tests.freeze_clock(now());
select pg_temp.issue('today''s');
select is((select issued_at from public.invoices where id = tests.id('today''s')), now() + interval '1 day', 'an invoice is no earlier than the one before it');
rollback to later;

-- What may happen to a draft
select lives_ok($$ update public.invoices set customer_id = tests.id('ben') where id = tests.id('draft') $$, 'a draft may still go to another client');
select lives_ok($$ delete from public.invoices where id = tests.id('draft') $$, 'or away');
select is_empty($$ select id from public.invoice_lines where id = tests.id('draft line') $$, 'with its lines');

-- A visit is charged once, and anew when what charged it is void
create function pg_temp.charge(label text) returns void language plpgsql as $$
begin
  insert into public.invoices (id, customer_id) values (tests.id(label), tests.id('ada'));
  perform private.charge_visit(tests.id(label), tests.id('visit'), 1, null, 'Stair lift', 189, 0.13);
end;
$$;
select pg_temp.charge('first');
select throws_ok($$ select pg_temp.charge('second') $$, '23505', null, 'a visit is charged once while a draft charges it');
select pg_temp.issue('first');
select throws_ok($$ select pg_temp.charge('second') $$, '23505', null, 'and while an invoice does');
select pg_temp.void('first');
select lives_ok($$ select pg_temp.charge('second') $$, 'what was taken back is billed anew');
select lives_ok($$ select pg_temp.issue('second') $$, 'under a number of its own');
select is((select array_agg(l.live order by i.number) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where l.visit_id = tests.id('visit')),
  array[false, true], 'one line of the two is live');
select is((select array_agg(l.amount order by i.number) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where l.visit_id = tests.id('visit')),
  array[189.00, 189.00], 'and the void one still says what it said');
select pg_temp.void('second');
select pg_temp.charge('third');
select throws_ok($$ select pg_temp.void('third') $$, 'MT002', null, 'a draft that charges a visit is not given up while the visit takes place');
select lives_ok($$ select private.drop_charges(array[tests.id('visit')]) $$, 'a visit that will not be charged is dropped');
select lives_ok($$ select pg_temp.void('third'), pg_temp.charge('fourth') $$, 'what charges no visit is given up');
select is((select array_agg(i.state order by i.number) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where l.visit_id = tests.id('visit')),
  array['void', 'void', 'draft'], 'and a dropped visit can be charged elsewhere');

select * from finish();
rollback;
