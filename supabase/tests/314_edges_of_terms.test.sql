-- The edges of what was agreed: the last day that still counts, and which of several values holds.
begin;
select plan(18);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-25');
update public.maintenance_contracts set interval_months = 6, due_anchor_on = '2025-12-20', fee = 200;
create function pg_temp.page(label text) returns jsonb language sql as $$ select private.contract_page(tests.id(label), private.clock()) $$;
create function pg_temp.said(r jsonb) returns text language sql as $$ select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'due_on') $$;

-- Days
select is(private.first_due('2026-01-01', 6, '2026-05-31'), date '2026-07-01', 'a unit that is enrolled is due on a day of its cadence that is 31 days away');
select is(private.first_due('2026-01-01', 6, '2026-06-01'), date '2027-01-01', 'and not on one that is 30 days away');
savepoint agreed;
select private.skip_cycle(tests.id('stairs'), 'away', null, private.clock()), private.skip_cycle(tests.id('stairs'), 'away again', null, private.clock());
select is(jsonb_path_query_array(private.past_cycles(tests.id('stairs'), 1), '$[*].number'), '[2]', 'of what is over the last is told first, and no more than asked for');
rollback to agreed;
update public.maintenance_cycles set due_on = '2025-12-20' where contract_id = tests.id('stairs');
select is(pg_temp.page('stairs') #>> '{acts,then_due_on}', '2026-12-20', 'whoever is long overdue is due again half a year after now, not after the day that passed');
rollback to agreed;

-- A rest
select tests.book('stairs', 'Tess One', '2026-06-15 13:00+00');
select is(pg_temp.said(private.pause_contract(tests.id('stairs'), '2026-06-10', 'away', false, null, private.clock())), 'paused', 'who is back before the visit rests, and keeps it');
select is(pg_temp.said(private.resume_contract(tests.id('stairs'), '2026-06-21', null, private.clock())), 'refused booked', 'no other day while it is booked');
select is(pg_temp.said(private.resume_contract(tests.id('stairs'), '2026-06-20', null, private.clock())), 'resumed 2026-06-20', 'but the day it has');
rollback to agreed;

-- Money
select is(pg_temp.said(private.set_no_charge(tests.id('stairs'), '2026-05-31', 'warranty', null, private.clock())), 'rejected until', 'nothing is free until a day that is past');
select is(pg_temp.said(private.set_no_charge(tests.id('stairs'), '2026-06-01', 'warranty', null, private.clock())), 'set', 'but until today');
select is(pg_temp.page('stairs') #> '{price,open}' ->> 'fee', '200.00', 'which this visit is not due by');
select is(pg_temp.page('stairs') #> '{price,open}' ->> 'no_charge_reason', null, 'so there is no reason why it costs nothing');
select private.set_no_charge(tests.id('stairs'), '2026-06-20', 'warranty', null, private.clock());
select is(pg_temp.page('stairs') #> '{price,open}' ->> 'no_charge_reason', 'warranty', 'as there is where it is');
insert into public.price_changes (contract_id, fee, from_on) values (tests.id('stairs'), 210, '2026-07-01'), (tests.id('stairs'), 220, '2026-08-01'), (tests.id('stairs'), 230, '2026-09-01');
select is(pg_temp.page('stairs') #> '{price,coming}', '{"fee": 210.00, "from_on": "2026-07-01"}', 'of several fees to come the next is told');
select is((select string_agg(private.fee_from(c, d)::text, ' ' order by d) from public.maintenance_contracts c, unnest('{2026-06-30,2026-07-01,2026-08-31,2026-09-01}'::date[]) d where c.id = tests.id('stairs')),
  '200.00 210.00 220.00 230.00', 'each holds from its day until the next one');
select private.apply_price_changes('2026-08-31', 10);
select is((select fee from public.maintenance_contracts where id = tests.id('stairs')), 220.00, 'of several whose days were missed the last holds');

-- What is to be done about which
select private.raise_about_cycle('callback', y.id, '{}') from public.maintenance_cycles y where y.contract_id = tests.id('chair');
select is(jsonb_array_length(pg_temp.page('chair') -> 'activities'), 1, 'a call about one contract stands on its page');
select is(jsonb_array_length(pg_temp.page('stairs') -> 'activities'), 0, 'and on no other of the client''s');
select is(pg_temp.said(private.send_reminder_again(tests.id('stairs'), private.clock())), 'queued', 'nor does it keep us from reminding of that one');
select * from finish();
rollback;
