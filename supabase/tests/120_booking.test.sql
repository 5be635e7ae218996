-- A client with a link: what it shows, what can be booked, and what made-up input gets.
begin;
select plan(72);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

create function pg_temp.footprint() returns text language sql as $$
  select concat_ws('/', (select count(*) from public.technician_tasks), (select count(*) from public.maintenance_visits),
    (select count(*) from public.work_orders), (select count(*) from public.invoices), (select count(*) from public.messages),
    (select count(*) from public.office_activities)) $$;

insert into public.customers (id, name, email) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Wim Three', '{wheelchairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 ELM ST.', '2026-07-16'),
  tests.unit('later', 'ada', 'lift_chair', '1 Elm St', '2026-07-17'), tests.unit('cottage', 'ada', 'stairlift', '22 Lake Road', '2026-06-20'),
  tests.unit('resting', 'ada', 'lift_chair', '1 Elm St', '2026-06-20'), tests.unit('broken', 'ada', 'lift_chair', '1 Elm St', '2026-06-20'),
  tests.unit('wheels', 'ada', 'manual_wheelchair', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '1 Elm St', '2026-06-20');
update public.maintenance_contracts set state = 'paused' where id = tests.id('resting');
update public.units set condition = 'out_of_service' where id = tests.id('broken');

-- The page
create temp table page as select public.booking_page(tests.token('stairs')) as p;
select is((select p ->> 'status' from page), 'open', 'a link to an unbooked cycle is open');
select is((select p -> 'unit' ->> 'kind' from page), 'Stair lift', 'it names the kind of unit');
select is((select (p ->> 'fee')::numeric from page), 189.00, 'and the fee');
select is((select jsonb_agg(h -> 'contract_id') from page, jsonb_array_elements(p -> 'household') h), jsonb_build_array(tests.id('chair')),
  'the household: same client, same address, due on the 45th day and not on the 46th, in service, servable by one technician');
select is((select array_agg(k order by k) from page, jsonb_object_keys(p) k),
  array['appointment', 'arrival_window_minutes', 'call', 'company', 'due_on', 'fee', 'first_name', 'household', 'needs_new_time', 'own', 'reported', 'status', 'still_coming', 'tax_note', 'unit', 'visit_minutes', 'was_cancelled'],
  'nothing else is told');
select ok((select p::text !~* 'elm|Example"|ada@' from page), 'no street, last name or address of mail');

-- Links that are no links
select is(public.booking_page(t) ->> 'status', 'invalid', format('a link of %s characters is unknown', length(t)))
from unnest(array['', 'x', repeat('a', 43), repeat('é', 43), repeat('x', 1000000)]) t;
select is(public.booking_page(null) ->> 'status', 'invalid', 'no link is unknown');

-- Times
select is(public.open_slots(tests.token('stairs')) ->> 'status', 'open', 'times are offered');
select ok((select bool_and(t ->> 'technician_id' = tests.id('Tess One')::text)
  from jsonb_array_elements(public.open_slots(tests.token('stairs'), max_slots => 500, with_contract_ids => array[tests.id('chair'), tests.id('stairs'), tests.id('chair')]) -> 'slots') t),
  'a household goes to whoever holds all its skills');
select is(public.open_slots(tests.token('stairs'), with_contract_ids => array[tests.id(o)]) ->> 'reason', 'household', 'not with: ' || o)
from unnest(array['later', 'cottage', 'resting', 'broken', 'wheels', 'bobs', 'nobody']) o;
select is(public.open_slots(tests.token('stairs'), from_date => 'infinity') ->> 'status', 'rejected', 'endless dates are refused');
select is(jsonb_array_length(public.open_slots(tests.token('stairs'), days => 100000, max_slots => 1000000) -> 'days'), 60, 'absurd spans are held to the horizon');
savepoint horizon;
update public.company_settings set booking_horizon_days = 90;
select is(jsonb_array_length(public.open_slots(tests.token('stairs'), days => 100000) -> 'days'), 62, 'and to two months');
rollback to horizon;
select is((select array_agg((s ->> 'starts_at')::timestamptz || ' ' || (s ->> 'technician_name')) from jsonb_array_elements(public.open_slots(tests.token('bobs'), starts_at => '2026-06-03 13:00+00', technician_id => tests.id(who)) -> 'slots') s),
  array[timestamptz '2026-06-03 13:00+00' || ' ' || offered], 'asked for one time with ' || who || ': ' || why)
from (values ('Luis Two', 'Luis', 'it is with them where they can'), ('Wim Three', 'Tess', 'else with whoever can')) w (who, offered, why);
select is(jsonb_array_length(public.open_slots(tests.token('stairs'), days => -5, max_slots => -1) -> 'slots'), 1, 'and below');

-- Made-up input writes nothing but the attempt
create temp table before as select pg_temp.footprint() as f;
select is(tests.book('stairs', 'Tess One', t) ->> 'reason', 'time', 'no visit at ' || coalesce(t::text, 'no time'))
from unnest(array['infinity', '-infinity', '9999-12-31', '2020-01-01 14:00+00', '2026-06-03 13:07+00', '2026-06-03 13:00:30+00', null]::timestamptz[]) t;
select is(tests.book('stairs', 'Nobody', '2026-06-03 13:00+00') ->> 'reason', 'time', 'nor with a technician who is none');
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', phone => repeat('1', 41)) ->> 'reason', 'phone', 'a telephone number has 40 characters at most');
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', notes => repeat('n', 2001)) ->> 'reason', 'notes', 'notes have 2000 at most');
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array[tests.id('bobs')]) ->> 'reason', 'household', 'nobody books a stranger''s unit');
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array(select gen_random_uuid() from generate_series(1, 1000))) ->> 'reason', 'household', 'nor a thousand made-up ones');
select is(tests.book('stairs', 'Tess One', '2026-06-02 11:45+00') ->> 'status', 'slot_taken', 'within the notice there are other times');
select is(tests.book('stairs', 'Wim Three', '2026-06-03 13:00+00') ->> 'status', 'slot_taken', 'and from a technician without the skill');
select is(public.confirm_booking(repeat('a', 43), tests.id('Tess One'), '2026-06-03 13:00+00') ->> 'status', 'invalid', 'an unknown link books nothing');
select is(pg_temp.footprint(), (select f from before), 'nothing was written');
select is((select count(*) from public.booking_attempts), 14::bigint, 'but the attempts of those who have a link');
select is_empty($$ select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and (classid::bigint << 32) | objid::bigint = hashtextextended('contract:' || tests.id('bobs'), 0) $$,
  'nor holds it up by trying');

-- What a stop is called
create function pg_temp.title(first_due text, then_due text, hour text) returns text language sql as $$
  select (private.place_stop(units[1], units, tests.id('Luis Two'), tstzrange(hour::timestamptz, hour::timestamptz + interval '1 hour'), 'office')).title
  from (select array_agg(jsonb_populate_record(null::private.stop_unit, jsonb_build_object(
      'customer_id', tests.id('ada'), 'contract_id', tests.id(label), 'kind', label, 'due_on', date '2026-06-20' + day::integer)) order by label) as units
    from unnest(array[first_due, then_due]) with ordinality u (label, day)) x $$;
savepoint titles;
select is(array[pg_temp.title('bath lift', 'scooter', '2026-06-03 13:00+00'), pg_temp.title('scooter', 'bath lift', '2026-06-03 15:00+00')],
  '{"bath lift, scooter","scooter, bath lift"}', 'a stop is called by its units, the one that is due first before');
rollback to titles;

-- Booking a household
create temp table booked as select tests.book('stairs', 'Tess One', '2026-06-03 13:00+00',
  array[tests.id('chair'), tests.id('chair'), tests.id('stairs'), null], ' 905-555-0199 ', 'Dog <script>') as p;
select is((select p ->> 'status' from booked), 'booked', 'a stop for two units is booked');
select is((select (technician_id, during, state, latitude, title)::text from public.technician_tasks where task_type = 'maintenance'),
  (tests.id('Tess One'), tstzrange('2026-06-03 13:00+00', '2026-06-03 14:45+00'), 'scheduled', 43.708, 'Stair lift, Lift chair')::text, 'one task of summed length');
select is((select array_agg((v.state, v.minutes, v.contact_phone, v.access_notes,
    (select count(*) from private.visit_checklist l where l.visit_id = v.id))::text order by v.minutes desc) from public.maintenance_visits v),
  array['(scheduled,60,905-555-0199,"Dog <script>",16)', '(scheduled,45,905-555-0199,"Dog <script>",9)'], 'a visit per unit with its checklist');
select is((select array_agg((l.position, l.unit_price, l.tax, p.sku)::text order by l.position) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id join public.products p on p.id = l.product_id where i.state = 'draft'),
  array['(1,189.00,24.57,MAINT-VISIT)', '(2,129.00,16.77,MAINT-VISIT)'], 'a draft with a line per unit');
select is((select (kind, recipient, jsonb_path_query_array(payload, '$.units.fee'), payload ->> 'arrive_by')::text from public.messages),
  '(confirmation,ada@example.com,"[189.00, 129.00]",2026-06-03T13:30:00+00:00)', 'one confirmation with fees and arrival window');
select is((select array_agg(w.intake_source) from public.work_orders w), array['client_portal'], 'the work came in by the client''s own link');
select is((select (p -> 'appointment' ->> 'can_change')::boolean from booked), true, 'it can still be changed');
select is((select array_agg(k order by k) from booked, jsonb_object_keys(p) k), array['appointment', 'status'], 'the client is told of the appointment');
select is((select array_agg(k order by k) from booked, jsonb_object_keys(p -> 'appointment') k),
  array['arrive_by', 'can_change', 'cutoff_at', 'ends_at', 'revision', 'starts_at', 'task_id', 'technician_name', 'units'], 'nothing of it that is personal');
select is((select array_agg(distinct k order by k) from booked, jsonb_array_elements(p -> 'appointment' -> 'units') u, jsonb_object_keys(u) k),
  array['contract_id', 'due_on', 'fee', 'kind', 'no_charge_reason', 'tax', 'tax_name', 'told_apart'], 'of its units what they are, when they are due and what they cost');

-- Again and again
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00') ->> 'status', 'booked', 'a double click is booked again');
select is(tests.book('stairs', 'Luis Two', '2026-06-04 13:00+00') ->> 'status', 'already_booked', 'another tab meets the booking');
select is(tests.book('chair', 'Tess One', '2026-06-04 13:00+00') -> 'appointment' ->> 'task_id', (select p -> 'appointment' ->> 'task_id' from booked), 'so does the other unit''s link');
select is(pg_temp.footprint(), '1/2/1/1/1/0', 'and nothing is there twice');

-- The price stands
update public.equipment_categories set fee = 999 where code = 'stairlift';
update public.maintenance_contracts set fee = 777 where id = tests.id('stairs');
select is(jsonb_path_query_array(public.booking_page(tests.token('stairs')), '$.appointment.units.fee'), '[189.00, 129.00]', 'what was told stays the price');

-- Somebody else was faster
create temp table lost as select tests.book('bobs', 'Tess One', '2026-06-03 13:00+00') as p;
select is((select p ->> 'status' from lost), 'slot_taken', 'a time is sold once');
select is((select p -> 'slots' -> 0 ->> 'starts_at' from lost)::timestamptz, '2026-06-03 13:00+00'::timestamptz, 'the nearest other time comes first: the same one with Luis');
select is((select count(*) from public.booking_attempts a where a.status = 'slot_taken'), 3::bigint, 'the loss is on record');

-- Limits
select is((select array_agg(distinct r) from (select public.request_callback(tests.token('wheels'), '1') ->> 'status' as r from generate_series(1, 60)) c), array['received'], 'sixty acting calls are fine');
select is(public.request_callback(tests.token('wheels'), '1') ->> 'reason', 'too_many_attempts', 'the next is too many');
select is(public.booking_page(tests.token('wheels')) ->> 'status', 'open', 'looking is counted apart');
update private.link_calls set window_started_at = clock_timestamp() - interval '9 minutes 50 seconds';
select is(public.request_callback(tests.token('wheels'), '1') ->> 'reason', 'too_many_attempts', 'for ten minutes');
update private.link_calls set window_started_at = clock_timestamp() - interval '10 minutes 1 second';
select is(public.request_callback(tests.token('wheels'), '1') ->> 'status', 'received', 'then the link acts again');
update private.link_calls set calls = 1199, window_started_at = clock_timestamp();
select is(public.booking_page(tests.token('wheels')) ->> 'status', 'open', 'twelve hundred looks are fine');
select is(public.booking_page(tests.token('wheels')) ->> 'reason', 'too_many_attempts', 'the next is too many');
select is(public.open_slots(tests.token('wheels')) ->> 'reason', 'too_many_attempts', 'also for times');

select * from finish();
rollback;
