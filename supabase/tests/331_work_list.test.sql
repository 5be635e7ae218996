-- The work list: in which order, whose, who is called and who gets a letter; and one activity with all that a caller needs.
begin;
select plan(35);
-- Wednesday, June 24, 2026, 10:00 in Toronto.
select tests.freeze_clock('2026-06-24 14:00+00');
insert into public.customers (id, name, email, phone, city, reach_by) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', 'Brampton', 'email'), (tests.id('bob'), 'Bob Éxample', null, null, 'Guelph', 'email'),
  (tests.id('cy'), 'Cy Example', null, '905-555-0133', 'Guelph', 'letter');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm Street', '2026-06-10'), tests.unit('chair', 'ada', 'power_wheelchair', '1 Elm Street', '2026-07-01'),
  tests.unit('porch', 'cy', 'porch_lift', '2 Oak Street', '2026-07-10');
select tests.technician('Luis', '{lifts, power_mobility}');
select tests.staff_user('office'), tests.staff_user('admin'), tests.staff_user('technician');

create function pg_temp.ask(label text, kind text, customer text, due date, contract text default null, urgent boolean default false, details jsonb default '{}') returns void language plpgsql as $$
begin
  perform private.raise_activity(ask.kind, case when contract is null then 'customer:' || tests.id(customer) else 'cycle:' || (select y.id from public.maintenance_cycles y where y.contract_id = tests.id(contract) and y.closed_at is null) end,
    details, customer_id => tests.id(customer), contract_id => tests.id(contract), urgent => ask.urgent,
    cycle_id => (select y.id from public.maintenance_cycles y where y.contract_id = tests.id(contract) and y.closed_at is null));
  update public.office_activities a set due_on = ask.due where a.kind = ask.kind and a.customer_id = tests.id(customer) and a.state = 'open';
end;
$$;
select pg_temp.ask('a', 'overdue', 'ada', '2026-06-24', 'stairs'), pg_temp.ask('b', 'missing_address', 'bob', '2026-06-28'),
  pg_temp.ask('c', 'unbooked', 'cy', '2026-06-29', 'porch'), pg_temp.ask('d', 'client_change', 'ada', '2026-06-25', 'chair', true, '{"what": "moved", "phone": "905-555-0999"}'),
  pg_temp.ask('e', 'delivery_failure', 'ada', '2026-06-20', null, true);
create function pg_temp.rows(kind text default null, owner text default 'all', due text default 'all', reach text default null, search text default null, most integer default 50, after uuid default null)
returns text language sql as $$
  select string_agg(r ->> 'when_due' || ' ' || (r ->> 'kind'), ', ' order by n)
  from jsonb_array_elements(public.work_list(rows.kind, rows.owner, due, rows.reach, search, most, after) -> 'rows') with ordinality x (r, n) $$;
grant execute on all functions in schema pg_temp to public;

select tests.act_as_staff('office');
select is(pg_temp.rows(), '1 delivery_failure, 2 overdue, 3 client_change, 3 missing_address, 4 unbooked', 'urgent first, then by today, this week until Sunday, later; what is urgent and put off waits for its day');
select is(public.work_list() - '{rows,after,kinds,today,next_week,status}'::text[], '{"activities": 5, "parts": {"1": 1, "2": 1, "3": 2, "4": 1}}', 'how many there are of each');
select is((select string_agg(concat_ws(' ', k ->> 'kind', k ->> 'open', k ->> 'urgent'), ', ' order by n) from jsonb_array_elements(public.work_list('overdue') -> 'kinds') with ordinality x (k, n)),
  'client_change 1 1, delivery_failure 1 1, missing_address 1 0, overdue 1 0, unbooked 1 0', 'kinds are counted whichever is shown');
select is(pg_temp.rows('overdue'), '2 overdue', 'one kind');
select is(pg_temp.rows(due => 'today'), '1 delivery_failure, 2 overdue', 'due by today');
select is(pg_temp.rows(due => 'week'), '1 delivery_failure, 2 overdue, 3 client_change, 3 missing_address', 'this week');
select is(pg_temp.rows(reach => 'letter'), '4 unbooked', 'who gets a letter');
select is(pg_temp.rows(reach => 'phone'), '1 delivery_failure, 2 overdue, 3 client_change', 'who is called');
select is(pg_temp.rows(search => 'example guelph'), '3 missing_address, 4 unbooked', 'every word is looked for, without accents');
select is(pg_temp.rows(search => '(905) 555-0999'), '3 client_change', 'and the number that was left');
select is(pg_temp.rows(search => 'nobody'), null, 'nothing is nothing');
select is(public.work_list(most => 2) ->> 'after', (public.work_list(most => 2) #>> '{rows,1,activity_id}'), 'the next page begins after the last row');
select is(pg_temp.rows(most => 2, after => (public.work_list(most => 2) ->> 'after')::uuid), '3 client_change, 3 missing_address', 'and has what follows');
select is(public.work_list(after => (public.work_list(most => 4) ->> 'after')::uuid) ->> 'after', null, 'the last page leads nowhere');

-- Whose
select public.take_activity((public.work_list('overdue') #>> '{rows,0,activity_id}')::uuid);
select public.give_activity((public.work_list('unbooked') #>> '{rows,0,activity_id}')::uuid, (select id from public.staff where role = 'admin'));
select is(pg_temp.rows(owner => 'mine'), '2 overdue', 'mine');
select is(pg_temp.rows(owner => 'nobody'), '1 delivery_failure, 3 client_change, 3 missing_address', 'nobody''s');
select is(pg_temp.rows(owner => 'free'), '1 delivery_failure, 2 overdue, 3 client_change, 3 missing_address', 'mine and nobody''s');

-- A row
select is(public.work_list('client_change') #> '{rows,0,call}', '{"from": "left", "phone": "905-555-0999"}', 'the number that was left is called');
select is((public.work_list('unbooked') #> '{rows,0}') - array(select jsonb_object_keys(public.work_list('unbooked') #> '{rows,0}') except select unnest(array['call', 'letter_contract_id', 'city', 'tries', 'owner', 'is_mine', 'unit_due_on'])),
  jsonb_build_object('call', null, 'letter_contract_id', tests.id('porch'), 'city', 'Brampton', 'tries', 0, 'owner', 'Admin', 'is_mine', false, 'unit_due_on', '2026-07-10'), 'who is not called gets a letter about what is due');
select tests.act_as_owner();
select tests.known_as_deceased('cy', '2026-06-20');
select tests.act_as_staff('office');
select is(public.work_list('unbooked') #>> '{rows,0,letter_contract_id}', null, 'who has died gets none');
select is(public.work_list('unbooked') #>> '{rows,0,has_died}', 'true', 'it is said');
select tests.act_as_owner();
select tests.known_as_deceased('cy', null);
select tests.act_as_staff('office');

-- One activity
create temp table shown as select public.activity_page((public.work_list('overdue') #>> '{rows,0,activity_id}')::uuid) as p;
grant select on shown to public;
select tests.act_as_owner();
select is((select p #>> '{unit,fee}' || ' ' || (p #>> '{unit,tax}') from shown), (select o.fee || ' ' || round(o.fee * o.tax_rate, 2) from private.unit_of_contract(tests.id('stairs')) o), 'price and tax');
select is((select jsonb_array_length(p -> 'offers') from shown), 3, 'three times to offer');
select is((select p #>> '{others,0,kind}' from shown), 'Power wheelchair', 'what else is due in that home');
select is((select concat_ws(' ', p ->> 'calls_seen', p ->> 'again_on', p ->> 'opened') from shown), '0 2026-06-26', 'how many calls there were, and when no answer comes back');
select is((select p #>> '{client,name}' from shown), 'Ada Example', 'who it is');
select tests.act_as_staff('admin');
select is(public.activity_page((select (p ->> 'activity_id')::uuid from shown)) -> 'opened', '{"by": "Office", "at": "2026-06-24T14:00:00+00:00"}', 'somebody else is told who has it open');
select tests.freeze_clock('2026-06-24 14:30+00');
select is(public.activity_page((select (p ->> 'activity_id')::uuid from shown)) -> 'opened', 'null', 'for half an hour; then it is theirs');
select tests.act_as_staff('office');
select is(public.activity_page((select (p ->> 'activity_id')::uuid from shown)) #>> '{opened,by}', 'Admin', 'and the other is told');
select public.log_call((select (p ->> 'activity_id')::uuid from shown), 'no_answer', 'rang ten times');
select is((public.activity_page((select (p ->> 'activity_id')::uuid from shown)) #> '{lately,0}') - 'at', '{"what": "call", "result": "no_answer", "note": "rang ten times", "by": "Office"}', 'the last calls are told');
select throws_ok($$ select public.activity_page(tests.id('nothing')) $$, 'PT404', null, 'what is not there is not found');
select tests.act_as_staff('technician');
select throws_ok($$ select public.work_list() $$, '42501', null, 'a technician has no work list');
select throws_ok($$ select public.activity_page((select (p ->> 'activity_id')::uuid from shown)) $$, '42501', null, 'nor a page of it');

-- What it asks about
select tests.act_as_owner();
select private.raise_activity('unpaid_invoice', 'invoice:' || tests.id('bill'), '{}', customer_id => tests.id('bob'));
select is(private.activity_told(a, '2026-06-24') ->> 'about_invoice_id', tests.id('bill')::text, 'an unpaid invoice is named') from public.office_activities a where a.kind = 'unpaid_invoice';
select is(count(*), 0::bigint, 'and nothing else leads to one') from public.office_activities a where a.kind <> 'unpaid_invoice' and (private.activity_told(a, '2026-06-24') ->> 'about_invoice_id') is not null;

select * from finish();
rollback;
