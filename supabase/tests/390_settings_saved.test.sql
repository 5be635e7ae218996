-- Settings that are saved from a page: as the table lets them be, all or none, nothing overwritten unseen, on record.
begin;
select plan(38);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
create function pg_temp.now_is(setting text) returns text language sql as $$ select to_jsonb(s) ->> setting from public.company_settings s $$;
create function pg_temp.saves(fields jsonb, shown jsonb default null) returns jsonb language sql as $$ select public.save_settings(fields, shown) $$;
grant execute on all functions in schema pg_temp to public;

-- Who may
select tests.act_as_anon();
select throws_ok($$ select public.settings_page() $$, '42501', null, 'a stranger reads no settings');
select throws_ok($$ select public.save_settings('{"household_days": 30}') $$, '42501', null, 'and saves none');
select tests.act_as_staff('technician');
select throws_ok($$ select public.settings_page() $$, '42501', null, 'nor does a technician look');
select throws_ok($$ select public.save_settings('{"household_days": 30}') $$, '42501', null, 'or save');
select tests.act_as_staff('office');
select is(public.settings_page() #>> '{settings,household_days}', '45', 'the office looks');
select is(public.settings_page() -> 'settings' ?| array['id', 'only_row'], false, 'at what can be set and no more');
select throws_ok($$ select public.save_settings('{"household_days": 30}') $$, '42501', null, 'and saves nothing');

-- What is sent is saved, and nothing else
select tests.act_as_staff('admin');
select is(pg_temp.saves('{"household_days": 30, "company_name": "Westin", "reminder_bands": [21, 7], "hst_number": null, "mail_from_time": "09:15"}'), '{"status": "saved"}', 'numbers, words, lists, nothing and hours');
select is(public.settings_page() -> 'settings' -> 'reminder_bands', '[21, 7]', 'a list is a list');
select is((pg_temp.now_is('household_days'), pg_temp.now_is('company_name'), pg_temp.now_is('mail_from_time'), pg_temp.now_is('phone'))::text, '(30,Westin,09:15:00,905-555-0100)', 'the rest stays');
select is(pg_temp.saves('{"follow_up_again_days": 3, "tell_clients_on_absence": false}'), '{"status": "saved"}', 'there are switches');

-- On record, with whoever did it
select is((select l ->> 'by' is not null and l -> 'changes' ?& array['follow_up_again_days', 'tell_clients_on_absence'] from (select public.settings_page() -> 'last_change' as l) p), true, 'the page tells what was changed last, and by whom');
select tests.act_as_owner();
select is((select changes -> 'household_days' from private.audit_trail where table_name = 'company_settings' and action = 'update' and changes ? 'household_days'), '[45, 30]', 'what changed is in the trail, before and after');
select is((select count(*) from private.audit_trail where table_name = 'company_settings' and action = 'update'), 2::bigint, 'each form once');
select is(private.call_again_on('2026-06-01'), '2026-06-04', 'whom nobody reached is called again as the setting says');

-- What is wrong is told of each field, and keeps all of it out
select tests.act_as_staff('admin');
select is(pg_temp.saves(fields), jsonb_build_object('status', 'rejected', 'reason', 'fields', 'fields', wrong), what)
from (values
  ('{"household_days": 366}'::jsonb, '{"household_days": "wrong"}'::jsonb, 'a day too many'),
  ('{"household_days": "many"}', '{"household_days": "wrong"}', 'no number'),
  ('{"household_days": 99999999999}', '{"household_days": "wrong"}', 'no number of ours'),
  ('{"household_days": null}', '{"household_days": "wrong"}', 'nothing where something is needed'),
  ('{"phone": "call us", "household_days": 20, "sender_email": "x"}', '{"phone": "wrong", "sender_email": "wrong"}', 'two of three are wrong, and both are named'),
  ('{"mail_from_time": "24:00", "digest_at": "noonish"}', '{"mail_from_time": "wrong", "digest_at": "wrong"}', 'hours that no day has'),
  ('{"time_zone": "EST", "household_days": 20}', '{"time_zone": "wrong"}', 'a zone without a city'),
  ('{"reminder_bands": []}', '{"reminder_bands": "wrong"}', 'no bands'),
  ('{"booking_horizon_days": 150, "staff_horizon_days": 149}', '{"booking_horizon_days": "wrong", "staff_horizon_days": "wrong"}', 'two that do not go together'),
  ('{"id": "00000000-0000-4000-8000-000000000000"}', '{"id": "wrong"}', 'the key of the row'),
  ('{"only_row": false}', '{"only_row": "wrong"}', 'or that it is the only one'),
  ('{"favourite_colour": "green"}', '{"favourite_colour": "wrong"}', 'what there is not'),
  (jsonb_build_object('dead_man_url', 'https://a.example/' || repeat('x', 4000)), '{"dead_man_url": "wrong"}', 'an address longer than a text may be')) c (fields, wrong, what);
select is(pg_temp.saves('{}') ->> 'reason', 'fields', 'no fields at all');
select is((select public.save_settings(null)) ->> 'reason', 'fields', 'or none that are some');
select is((pg_temp.now_is('household_days'), pg_temp.now_is('sender_email'))::text, '(30,service@example.com)', 'nothing of it stayed');
select is(pg_temp.saves('{"booking_horizon_days": 150, "staff_horizon_days": 150}') ->> 'status', 'saved', 'two that go together are raised together');

-- Two at one form
select is(pg_temp.saves('{"household_days": 31}', '{"household_days": 30}') ->> 'status', 'saved', 'what the page showed is so');
select is(pg_temp.saves('{"household_days": 60}', '{"household_days": 30}') - 'at' - 'by', '{"status": "refused", "reason": "changed", "fields": ["household_days"]}', 'meanwhile somebody changed it');
select is(pg_temp.saves('{"household_days": 60}', '{"household_days": 30}') ->> 'by' is not null, true, 'who is told');
select is(pg_temp.now_is('household_days'), '31', 'and nothing is overwritten');
select is(pg_temp.saves('{"arrival_window_minutes": 60}', '{"arrival_window_minutes": 30, "household_days": 30}') ->> 'status', 'saved', 'a form is not in the way of another');
select is(pg_temp.saves('{"wait_minutes_per_day": 4}', '{"wait_minutes_per_day": 3}') ->> 'status', 'saved', '3 is 3.00');

select * from finish();
rollback;
