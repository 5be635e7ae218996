-- Lists, a page at a time: every row once in either direction, whatever is written meanwhile; what nobody could have been given is refused.
begin;
select plan(48);

select tests.freeze_clock('2026-06-02 14:00:00+00');
select tests.act_as_owner();
select tests.technician('Luis', '{stairlift}');
insert into public.customers (id, name, email, phone, city, reach_by) values
  (tests.id('ada'), 'Ada Åkesson', 'ada@example.com', '905-555-0101', 'Brampton', 'email'),
  (tests.id('bo'), 'bo Berg', null, '905-555-0102', 'Guelph', 'phone'),
  (tests.id('cy'), 'Cy Côté', 'cy@example.com', null, 'Milton', 'letter');
-- Two of one day: their ids part them.
select tests.unit('a1', 'ada', 'stairlift', '1 Elm Street', '2026-05-20');
select tests.unit('a2', 'ada', 'scooter', '1 Elm Street', '2026-06-02');
select tests.unit('b1', 'bo', 'stairlift', '22 Oak Street', '2026-06-02');
select tests.unit('b2', 'bo', 'porch_lift', '22 Oak Street', '2026-07-02');
select tests.unit('c1', 'cy', 'stairlift', '333 Ash Street', '2026-07-03');
set constraints all immediate;

create function pg_temp.labels(list jsonb, key text)
returns text[] language sql
as $$
  select array(select l.label from jsonb_array_elements(list -> 'rows') with ordinality r (line, nr)
    join unnest('{a1,a2,b1,b2,c1,ada,bo,cy}'::text[]) l (label) on tests.id(l.label)::text = r.line ->> key order by r.nr)
$$;
-- From the first page to the last, or from the last place back to the first.
create function pg_temp.walk(filters jsonb, sort text, most integer, back boolean default false)
returns text[] language plpgsql
as $$
declare
  v_page jsonb := public.list_contracts(filters, sort, null, most, false);
  v_all text[] := pg_temp.labels(v_page, 'contract_id');
begin
  while v_page ->> 'after' is not null loop
    v_page := public.list_contracts(filters, sort, v_page ->> 'after', most, false);
    v_all := v_all || pg_temp.labels(v_page, 'contract_id');
  end loop;
  if back then
    v_all := pg_temp.labels(v_page, 'contract_id');
    while v_page ->> 'before' is not null loop
      v_page := public.list_contracts(filters, sort, v_page ->> 'before', most, false);
      v_all := pg_temp.labels(v_page, 'contract_id') || v_all;
    end loop;
  end if;
  return v_all;
end;
$$;
create function pg_temp.found(filters jsonb)
returns text[] language sql
as $$ select array(select unnest(pg_temp.labels(public.list_contracts(filters), 'contract_id')) order by 1) $$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.act_as_staff('office');

select is(pg_temp.walk('{}', 'due', most), pg_temp.walk('{}', 'due', 500), format('pages of %s hold what one page holds, in its order', most)) from unnest('{1,2,3,5}'::integer[]) most;
select is(pg_temp.walk('{}', 'due', most, true), pg_temp.walk('{}', 'due', 500), format('pages of %s hold it from the end as well', most)) from unnest('{1,2}'::integer[]) most;
select is(cardinality(pg_temp.walk('{}', 'due', 500)), 5, 'none is left out, though two are due on one day');
select is(pg_temp.walk('{}', '-due', 2), array(select label from unnest(pg_temp.walk('{}', 'due', 500)) with ordinality w (label, nr) order by nr desc), 'an order is turned round');
select is((pg_temp.walk('{}', 'client', 2))[5], 'c1', 'names are ordered whatever their case and accents');
select is(array(select unnest((pg_temp.walk('{}', 'client', 2))[1:2]) order by 1), '{a1,a2}'::text[], 'a client''s contracts stand together');
select is(pg_temp.found('{"due_by": "2026-06-02"}'), '{a1,a2,b1}', 'what is due on the day belongs to it');
select is(pg_temp.found('{"due_by": "2026-06-01"}'), '{a1}', 'and not to the day before');
select is(pg_temp.found('{"situation": "overdue"}'), '{a1}', 'overdue is what was due before today');
select is(pg_temp.found('{"situation": "due"}'), '{a2,b1,b2}', 'due is what is due today and in thirty days');
select is(pg_temp.found('{"situation": "later"}'), '{c1}', 'later what comes after');
select is(pg_temp.found('{"category": "stairlift", "reach": "phone"}'), '{b1}', 'a kind and how its owner is reached');
select is(pg_temp.found('{"search": "guelph", "situation": "due"}'), '{b1,b2}', 'what is looked for, narrowed');
select is(public.list_contracts('{"search": "guelph"}') -> 'counts', '{"overdue": 0, "due": 2, "booked": 0, "not_closed": 0, "later": 0, "out_of_service": 0, "all": 2}'::jsonb, 'each part is counted with the other filters');
select is(public.list_contracts('{"situation": "due"}') #>> '{counts,overdue}', '1', 'also while another part is shown');
select is(public.list_contracts('{}', counted => false) -> 'counts', 'null'::jsonb, 'nobody counts who did not ask');

-- A row that is written between two pages is never shown twice, and what lies behind it is not left out.
create temp table first_page as select public.list_contracts('{}', 'due', null, 2, false) as page;
select tests.act_as_owner();
select tests.unit('a3', 'ada', 'lift_chair', '1 Elm Street', '2026-05-01');
set constraints all immediate;
grant select on first_page to authenticated;
select tests.act_as_staff('office');
select is((select count(*) from jsonb_array_elements((select page -> 'rows' from first_page)) f
  join jsonb_array_elements(public.list_contracts('{}', 'due', (select page ->> 'after' from first_page), 500, false) -> 'rows') n on n ->> 'contract_id' = f ->> 'contract_id'), 0::bigint, 'no row of the first page is on the second');
select is(jsonb_array_length(public.list_contracts('{}', 'due', (select page ->> 'after' from first_page), 500, false) -> 'rows'), 3, 'and all that came after it are');

-- What nobody was given.
select is(public.list_contracts('{}', sort, place) ->> 'reason', reason, format('%s is refused', coalesce(place, sort)))
from (values
  ('due; drop table x', null, 'sort'),
  (null, 'next:due:' || tests.id('a1') || ':no day', 'filters'),
  (null, 'next:client:' || tests.id('a1') || ':ada', 'after'),
  (null, 'next:due:nobody:2026-06-02', 'after'),
  (null, 'page 2', 'after'),
  (null, '', 'after')
) forged (sort, place, reason);
select is(public.list_contracts('{"situation": "lost"}') ->> 'reason', 'situation', 'no such part');
select is(public.list_contracts('{"due_by": "soon"}') ->> 'reason', 'filters', 'no such day');
select is(jsonb_array_length(public.list_contracts('{"category": "x'' or true --"}') -> 'rows'), 0, 'a filter is a value, whatever stands in it');
select is(jsonb_array_length(public.list_contracts('{}', most => 0) -> 'rows'), 1, 'a page has a row at least');

-- Who was erased is in no list, and counted in none.
select tests.act_as_owner();
set local session_replication_role = replica;
update public.customers set erased_on = '2026-06-01' where id = tests.id('cy');
set local session_replication_role = origin;
select tests.act_as_staff('office');
select is(pg_temp.found('{"situation": "later"}'), '{}', 'an erased client''s contract is listed nowhere');
select is(public.list_contracts('{"situation": "later"}') #>> '{counts,later}', '0', 'nor counted');

-- Clients, by what is known of them.
create function pg_temp.clients(filters jsonb) returns text[] language sql as $$ select pg_temp.labels(public.list_clients(filters), 'customer_id') $$;
grant execute on function pg_temp.clients to authenticated;
select is(pg_temp.clients('{"about": "without_email"}'), '{bo}', 'who has no e-mail');
select is(pg_temp.clients('{"about": "deceased"}'), '{}', 'nobody has died');
select tests.act_as_owner();
set local session_replication_role = replica;
update public.customers set deceased_on = '2026-06-01' where id = tests.id('bo');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'Sold' where id = tests.id('b2');
set local session_replication_role = origin;
select tests.act_as_staff('office');
select is(pg_temp.clients('{"about": "without_email"}'), '{}', 'of somebody who has died no e-mail is missing');
select is(pg_temp.clients('{"about": "deceased"}'), '{bo}', 'who has died');
select is((public.list_clients('{"about": "deceased"}') #> '{rows,0}') ->> 'contracts', '1', 'a contract that has ended is none of theirs');

-- A visit is booked until its time has passed.
select tests.act_as_owner();
select tests.technician('Tess', '{lifts}');
select tests.book('a1', 'Tess', '2026-06-05 13:00+00');
select tests.act_as_staff('office');
select is(pg_temp.found('{"situation": "booked"}') || '|'::text || pg_temp.found('{"situation": "not_closed"}'), '{a1,|}', 'what is to come is booked, and waits for nobody');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-06 14:00:00+00');
select tests.act_as_staff('office');
select is(pg_temp.found('{"situation": "booked"}') || '|'::text || pg_temp.found('{"situation": "not_closed"}'), '{|,a1}', 'a day later it is not closed, and not to come');

-- However much is asked for.
select tests.act_as_owner();
insert into public.customers (name) select 'Many ' || n from generate_series(1, 501) n;
select tests.act_as_staff('office');
select is(jsonb_array_length(public.list_clients(most => 1000, counted => false) -> 'rows'), 500, 'a page has five hundred rows at most');

-- What the trail says of a file is the program's to say.
select is(public.note_export('contracts', '{"what": "erased", "list": "clients", "searched": false, "search": "Ada", "category": "x"}') ->> 'status', 'noted', 'a file is noted');
select is(public.note_export('contracts', f) ->> 'reason', 'filters', 'what narrows no list is not noted: ' || left(f::text, 20))
from unnest(array['[1, 2]', '"x"', jsonb_build_object('category', repeat('x', 10000))]::jsonb[]) f;
select tests.act_as_owner();
select is((select e.changes from public.audit_events e where e.table_name = 'staff' and e.action = 'read' order by e.seq desc limit 1),
  '{"what": "list as a file", "list": "contracts", "searched": true, "category": "x"}', 'and which list it was, whatever a filter is called');

select tests.act_as_staff('technician');
select throws_ok($$select public.list_contracts()$$, '42501', null, 'a technician reads no list');
select * from finish();
rollback;
