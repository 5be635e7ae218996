-- The company's settings: one row that makes sense, whoever writes it.
begin;
select plan(109);

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
  ('sender_email', ''), ('sender_email', 'x'), ('sender_email', e'a@b.example\nBcc: c@d.example'), ('sender_email', ' a@b.example'), ('sender_email', 'a@b, c@d'), ('sender_email', 'A <a@b.example>'),
  ('public_url', e'https://a.example\n'), ('public_url', 'https://a.example/path'), ('public_url', 'https://u@a.example'), ('public_url', 'javascript:alert(1)'),
  ('logo_url', 'javascript:alert(1)'), ('logo_url', 'https://a.example/"onload=')) v (setting, value);
select lives_ok(pg_temp.set('logo_url', null), 'a logo may be missing');

select throws_ok(pg_temp.set(setting, value), '23514', null, setting || ' is never ' || quote_literal(value))
from (values ('company_name', e'A\u202eB'), ('sender_name', e'A\u200bB'), ('sender_name', e'\u0007A'), ('postal_address', e'1 Main\u2066St'),
  ('sender_email', e'a\u202e@b.example'), ('sender_email', 'a@b'),
  ('phone', 'call us'), ('phone', '12'), ('phone', '000-000-0000'), ('phone', '905-555-0100 ext.'), ('phone', '905-555-010'), ('phone', '+44 20'),
  ('public_url', 'https://['), ('public_url', 'https://[::1'), ('public_url', 'http://a b'), ('public_url', 'https://a..b'), ('public_url', 'https://-a.example'),
  ('public_url', 'https://a.example:0'), ('public_url', 'https://a.example:65536'), ('public_url', 'https://256.1.1.1'), ('public_url', 'https://1.2.3'), ('public_url', 'https://'),
  ('logo_url', 'https://['), ('logo_url', 'https:///logo.png'), ('logo_url', e'https://a.example/\u202egnp.ogol'),
  ('recipient_allow_list', '{@}'), ('recipient_allow_list', '{@example}'), ('recipient_allow_list', '{NULL}'), ('recipient_allow_list', '{""}'),
  ('recipient_allow_list', '{all@example.com,everybody}'), ('recipient_allow_list', '{" @example.com"}'), ('recipient_allow_list', '{" tests@example.com"}')) v (setting, value);
select lives_ok(pg_temp.set(setting, value), setting || ' may be ' || coalesce(quote_literal(value), 'missing'))
from (values ('phone', '905-555-0100'), ('phone', '1-905-555-0100 ext. 2'), ('phone', '(905) 555-0100 poste 12'), ('phone', '+1 905.555.0100 x7'), ('phone', '+44 20 7946 0018'),
  ('public_url', 'https://book.example.com'), ('public_url', 'http://127.0.0.1:8000'), ('public_url', 'http://localhost:65535'), ('public_url', 'https://xn--caf-dma.example'),
  ('logo_url', 'https://a.example:8443/pictures/logo.png?v=2'), ('recipient_allow_list', '{tests@example.com,@example.org}'), ('recipient_allow_list', '{}'), ('recipient_allow_list', null)) v (setting, value);

select throws_ok(pg_temp.set('service_area_km', km), '23514', null, km || ' km is no area') from unnest(array['0', '-5', '5001']) km;

-- Hours of the day
select throws_ok(pg_temp.set(setting, '24:00'), '23514', null, setting || ' is an hour that a day comes to') from unnest(array['mail_from_time', 'digest_at']) setting;
select lives_ok(pg_temp.set('digest_at', '23:59'), 'a minute before it is one');

-- One row, for ever
select throws_ok('delete from public.company_settings', 'MT002', null, 'the settings cannot be deleted');
select throws_ok('truncate public.company_settings', 'MT002', null, 'nor emptied');
select throws_ok('insert into public.company_settings default values', '23505', null, 'nor written twice');
select throws_ok('insert into public.company_settings (only_row) values (false)', '23514', null, 'in whatever way');

select * from finish();
rollback;
