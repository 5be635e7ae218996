-- The company's settings: one row that makes sense, whoever writes it.
begin;
select plan(57);

create function pg_temp.set(setting text, value text) returns text language sql as $$
  select format('update public.company_settings set %I = %L', setting, value) $$;

-- Time zones
select lives_ok(pg_temp.set('time_zone', zone), zone || ' is a region and a city')
from unnest(array['America/Toronto', 'America/Argentina/Buenos_Aires', 'Europe/Paris', 'Australia/Lord_Howe', 'UTC']) zone;
select throws_ok(pg_temp.set('time_zone', zone), '22023', null, quote_literal(zone) || ' is none')
from unnest(array['EST', 'EST5EDT', 'GMT', 'Etc/GMT+5', '-05', '<-05>5', '2147483647', 'america/toronto', 'America/Toronto ', 'posix/America/Toronto',
  'US/Eastern', 'America/', e'America/Toronto\n', 'America/Torronto', 'Mars/Olympus', '']) zone;

-- Bands
select lives_ok(pg_temp.set('reminder_bands', bands), bands || ' are bands') from unnest(array['{30,7,1}', '{1}', '{365}']) bands;
select throws_ok(pg_temp.set('reminder_bands', bands), '23514', null, bands || ' are none')
from unnest(array['{}', '{0}', '{30,-7}', '{30,NULL}', '{NULL}', '{366}', '{1,2,3,4,5,6,7,8,9,10,11}']) bands;

-- What is said of the company, and goes into the heads of mails
select throws_ok(pg_temp.set(setting, value), '23514', null, setting || ' is never ' || quote_literal(value))
from (values ('company_name', ''), ('company_name', '  '), ('company_name', e'A\nB'), ('sender_name', e'A\r\nBcc: x@example.com'), ('sender_name', ''),
  ('phone', ''), ('phone', ' '), ('phone', e'905\n1'), ('postal_address', ''), ('postal_address', e'1 Main\nBrampton'),
  ('sender_email', ''), ('sender_email', 'x'), ('sender_email', e'a@b.example\nBcc: c@d.example'), ('sender_email', 'a@b, c@d'), ('sender_email', 'A <a@b.example>'),
  ('public_url', e'https://a.example\n'), ('public_url', 'https://a.example/path'), ('public_url', 'https://u@a.example'), ('public_url', 'javascript:alert(1)'),
  ('logo_url', 'javascript:alert(1)'), ('logo_url', 'https://a.example/"onload=')) v (setting, value);
select lives_ok(pg_temp.set('logo_url', null), 'a logo may be missing');

-- One row, for ever
select throws_ok('delete from public.company_settings', 'MT002', null, 'the settings cannot be deleted');
select throws_ok('truncate public.company_settings', 'MT002', null, 'nor emptied');
select throws_ok('insert into public.company_settings default values', '23505', null, 'nor written twice');
select throws_ok('insert into public.company_settings (only_row) values (false)', '23514', null, 'in whatever way');

select * from finish();
rollback;
