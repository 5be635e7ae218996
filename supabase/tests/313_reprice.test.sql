-- Other fees for contracts that are there: previewed, from a day on, and never for a price that was told.
begin;
select plan(38);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-08-20'),
  tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-08-21'), tests.unit('gone', 'bob', 'stairlift', '9 Oak Ave', '2026-08-20');
update public.maintenance_contracts set fee = 200, interval_months = 6;
update public.maintenance_contracts set fee = 99.99 where id = tests.id('bobs');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('gone');
select public.run_job('reminders', '2026-06-01 12:30+00');

create function pg_temp.said(r jsonb) returns text language sql as $$ select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'contracts', r ->> 'told', r ->> 'before', r ->> 'after') $$;
create function pg_temp.fees() returns text language sql security definer as $$
  select string_agg(c.fee::text, ' ' order by c.id = md5('chair')::uuid, c.id = md5('bobs')::uuid) from public.maintenance_contracts c where c.state = 'active' $$;
grant execute on all functions in schema pg_temp to public;

-- Who may
select tests.act_as_staff('office');
select throws_ok($$ select public.reprice('stairlift', percent => 5, from_on => '2026-07-01') $$, '42501', null, 'the office sets no prices');
select throws_ok($$ insert into public.price_changes (contract_id, fee, from_on) values (md5('bobs')::uuid, 1, '2026-07-01') $$, '42501', null, 'by no hand');
select tests.act_as_staff('technician');
select throws_ok($$ select public.reprice('stairlift', percent => 5, from_on => '2026-07-01') $$, '42501', null, 'nor does a technician');
select is_empty($$ select * from public.price_changes $$, 'who sees none');
select tests.act_as_anon();
select throws_ok($$ select public.reprice('stairlift', percent => 5, from_on => '2026-07-01') $$, '42501', null, 'nor anybody');
select tests.act_as_staff('admin');

-- What cannot be meant
select is(pg_temp.said(public.reprice(percent => 5, from_on => '2026-07-01')), 'rejected which', 'not all there are');
select is(pg_temp.said(public.reprice('bicycle', percent => 5, from_on => '2026-07-01')), 'rejected which', 'none of a kind that is not there');
select is(pg_temp.said(public.reprice('stairlift', from_on => '2026-07-01')), 'rejected how', 'by how much has to be said');
select is(pg_temp.said(public.reprice('stairlift', percent => 5, fee => 210, from_on => '2026-07-01')), 'rejected how', 'in one way');
select is(pg_temp.said(public.reprice('stairlift', percent => -50.1, from_on => '2026-07-01')), 'rejected percent', 'not less than half');
select is(pg_temp.said(public.reprice('stairlift', percent => 100.1, from_on => '2026-07-01')), 'rejected percent', 'not more than twice');
select is(pg_temp.said(public.reprice('stairlift', percent => 'NaN', from_on => '2026-07-01')), 'rejected percent', 'nor no number');
select is(pg_temp.said(public.reprice('stairlift', fee => -1, from_on => '2026-07-01')), 'rejected fee', 'nobody is paid for a visit');
select is(pg_temp.said(public.reprice('stairlift', percent => 5, from_on => '2026-06-01')), 'rejected from_on', 'not from today on');
select is(pg_temp.said(public.reprice('stairlift', percent => 5, from_on => '2028-06-02')), 'rejected from_on', 'nor in more than two years');
select is(pg_temp.said(public.reprice('stairlift', percent => 5)), 'rejected from_on', 'nor without a day');
select is(pg_temp.said(public.reprice('stairlift', percent => -50, from_on => '2026-06-02')), 'previewed 2 1 299.99 150.00', 'half, from tomorrow on');
select is(pg_temp.said(public.reprice('stairlift', percent => 100, from_on => '2028-06-01')), 'previewed 2 1 299.99 599.98', 'or twice, in two years');

-- A preview
select is(pg_temp.said(public.reprice('stairlift', percent => 5, from_on => '2026-07-01')), 'previewed 2 1 299.99 314.99', 'how many, of how many the price is told, and what it comes to');
select is((select string_agg(concat_ws(' ', r ->> 'customer', r ->> 'kind', r ->> 'fee', r ->> 'new_fee', r ->> 'is_told'), ', ') from jsonb_array_elements(public.reprice('stairlift', percent => 5, from_on => '2026-07-01') -> 'rows') r),
  'Ada Example Stair lift 200.00 210.00 true, Bob Example Stair lift 99.99 104.99 false', 'row by row, what has ended left out');
select is(pg_temp.said(public.reprice(contract_ids => array[tests.id('chair')], fee => 150, from_on => '2026-07-01')), 'previewed 1 0 200.00 150.00', 'or of a list');
select is(pg_temp.said(public.reprice('stairlift', array[tests.id('chair'), tests.id('bobs')], fee => 150, from_on => '2026-07-01')), 'previewed 1 0 99.99 150.00', 'or of both');
select is(pg_temp.said(public.reprice('lift_chair', fee => 200, from_on => '2026-07-01')), 'previewed 0 0 0 0', 'what costs that already does not change');
select is_empty($$ select * from public.price_changes $$, 'nothing was written');

-- And the price
select is(pg_temp.said(public.reprice('stairlift', percent => 5, from_on => '2026-07-01', dry_run => false, shown => 'x')), 'refused changed', 'not what nobody looked at');
select is(pg_temp.said(public.reprice('stairlift', percent => 10, from_on => '2026-07-01', dry_run => false, shown => public.reprice('stairlift', percent => 10, from_on => '2026-07-01') ->> 'shown')), 'repriced 2 1 299.99 329.99', 'as it was looked at');
select is(pg_temp.said(public.reprice('stairlift', percent => 10, from_on => '2026-07-15')), 'previewed 2 1 329.99 362.99', 'what follows builds on it');
select is(pg_temp.said(public.reprice('stairlift', fee => 210, from_on => '2026-07-01', dry_run => false)), 'repriced 2 1 329.99 420.00', 'until its day it is decided anew');
select tests.act_as_owner();
select is(pg_temp.fees(), '200.00 99.99 200.00', 'today it costs what it did');
select is(private.contract_page(tests.id('bobs'), private.clock()) #>> '{price,coming}', '{"fee": 210.00, "from_on": "2026-07-01"}', 'and the page says what comes');
select public.run_job('reminders', '2026-06-30 12:30+00');
select is(pg_temp.fees(), '200.00 99.99 200.00', 'and the day before');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'declined' where id = tests.id('stairs');
select is(private.contract_page(tests.id('stairs'), private.clock()) #>> '{price,coming}', null, 'but not of what has ended');
update public.maintenance_cycles set due_on = '2026-07-20' where contract_id = tests.id('bobs');
select public.run_job('reminders', '2026-07-01 12:30+00');
select is(pg_temp.fees(), '210.00 200.00', 'on the day it holds');
select is((private.unit_of_contract(tests.id('bobs'))).fee, 210.00, 'and is what the reminders of that day tell');
select is((select string_agg(c.fee::text, '') from public.maintenance_contracts c where c.id = tests.id('stairs')), '200.00', 'what has ended stays as it was');
select is((select count(*) from public.price_changes p where p.applied_at is null), 0::bigint, 'nothing is left to do');
select throws_ok($$ update public.price_changes set fee = 1 $$, 'MT002', null, 'what has begun stays');
select throws_ok($$ delete from public.price_changes $$, 'MT002', null, 'and is kept');

select * from finish();
rollback;
