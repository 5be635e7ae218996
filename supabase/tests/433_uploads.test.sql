-- Uploads: who brings files, in parts that may come twice, what is remembered of their columns, and when their bytes go.
begin;
select plan(42);

select tests.freeze_clock('2026-06-02 14:00:00+00');

-- Who may -------------------------------------------------------------------------------------------

create temp table calls as select unnest(array[
  $$select public.start_upload('c.csv', 10)$$,
  $$select public.add_upload_part(gen_random_uuid(), 1, 'QQ==')$$,
  $$select public.upload_parts(gen_random_uuid(), 1)$$,
  $$select public.describe_upload(gen_random_uuid(), 'customers')$$,
  $$select public.known_mapping('customers', repeat('a', 64))$$]) as call;
grant select on calls to public;

select tests.act_as_anon();
select throws_ok(call, '42501', null, 'anon may not: ' || call) from calls;
select throws_ok($$ select from public.import_uploads $$, '42501', null, 'nor see what was brought');
select tests.act_as_staff('technician');
select throws_ok(call, '42501', null, 'a technician may not: ' || call) from calls;
select is_empty($$ select from public.import_uploads $$, 'nor see what was brought');
select throws_ok($$ select from private.upload_parts $$, '42501', null, 'nobody reads bytes but by a function');

select tests.act_as_staff('office');
create temp table brought as select public.start_upload('clients 2026.csv', 8) as id;
grant select on brought to public;
select throws_ok($$ insert into public.import_uploads (file_name, size) values ('x', 1) $$, '42501', null, 'the office writes no row by hand');
select throws_ok($$ update public.import_mappings set mapping = '{}' $$, '42501', null, 'nor what is remembered');
select throws_ok($$ select public.describe_upload((select id from brought), 'technicians') $$, '42501', null, 'only an administrator says who works here');
select throws_ok($$ select public.describe_upload((select id from brought), 'equipment_categories') $$, '42501', null, 'and what the policies are');
select throws_ok($$ select public.start_upload(' ', 8) $$, '22023', null, 'a file has a name');
select throws_ok($$ select public.start_upload('big.csv', 25 * 1024 * 1024 + 1) $$, '22023', null, 'and at most 25 MB');
select lives_ok($$ select public.start_upload('big.csv', 25 * 1024 * 1024) $$, '25 MB are fine');

-- Parts ---------------------------------------------------------------------------------------------

select is(public.add_upload_part((select id from brought), 1, encode('abcd', 'base64')), '{"status": "stored", "is_whole": false}', 'a part is kept');
select is(public.add_upload_part((select id from brought), 1, encode('abcd', 'base64')), '{"status": "repeated", "is_whole": false}', 'sent again it is the same');
select throws_ok($$ select public.add_upload_part((select id from brought), 1, encode('abce', 'base64')) $$, '22023', null, 'another part of that number is refused');
select throws_ok($$ select public.add_upload_part((select id from brought), 2, encode('efghi', 'base64')) $$, '22023', null, 'and more than was told');
select throws_ok($$ select public.add_upload_part((select id from brought), 2, 'no base!') $$, '22023', null, 'and what is no base64');
select throws_ok($$ select public.add_upload_part((select id from brought), 0, 'QQ==') $$, '22023', null, 'and a number below one');
select throws_ok($$ select public.add_upload_part((select id from brought), 2, repeat('QUFB', 200000)) $$, '22023', null, 'and a part too large for a request');
select is(public.upload_parts((select id from brought), 1) ->> 'status', 'unfinished', 'half a file is not whole');
select is(public.add_upload_part((select id from brought), 2, encode('efgh', 'base64')), '{"status": "stored", "is_whole": true}', 'the last part makes it whole');
select is(
  (select convert_from(decode(p ->> 'base64', 'base64'), 'utf8') || (p ->> 'status') || (p ->> 'parts') from public.upload_parts((select id from brought), 2) p),
  'efghwhole2', 'it is read back as it came');

-- What is remembered ----------------------------------------------------------------------------------

select throws_ok($$ select public.describe_upload((select id from brought), 'invoices') $$, '22023', null, 'no other kinds');
select is(public.known_mapping('customers', repeat('a', 64)), '{"status": "unknown"}', 'a header that nobody brought is not known');
select is(public.describe_upload((select id from brought), 'customers', '{"columns": []}', repeat('a', 64)), '{"status": "described"}', 'columns are named');
select is(public.known_mapping('customers', repeat('a', 64)), '{"status": "known", "mapping": {"columns": []}}', 'and known the next time');
select is(public.known_mapping('products', repeat('a', 64)) ->> 'status', 'unknown', 'for that kind alone');

-- When they go ----------------------------------------------------------------------------------------

select tests.act_as_owner();
select throws_ok($$ delete from public.import_uploads $$, 'MT002', null, 'that a file was brought stays');
insert into public.import_uploads (id, file_name, size, kind, uploaded_at) values
  (tests.id('old'), 'old.csv', 1, 'products', clock_timestamp() - interval '30 days 1 minute'),
  (tests.id('new'), 'new.csv', 1, 'products', clock_timestamp() - interval '30 days' + interval '1 minute');
insert into private.upload_parts (upload_id, number, bytes) select tests.id(n), 1, 'a' from unnest(array['old', 'new']) n;
select is(private.keep_house() ->> 'uploads', '1', 'after thirty days the bytes are forgotten');
select is(public.upload_parts(tests.id('old'), 1) - array['size', 'mapping', 'kind', 'import_file_id'],
  '{"status": "gone", "file_name": "old.csv", "parts": 0, "base64": null}', 'and said to be');
select is(public.add_upload_part(tests.id('old'), 1, 'QQ==') ->> 'status', 'gone', 'none come after');
insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
select tests.act_as_staff('admin');
select is(public.erase_customer(tests.id('ada'), 'asked by letter', false, public.erase_customer(tests.id('ada'), 'asked by letter') ->> 'shown') ->> 'status', 'recorded', 'a client is erased');
select is(public.upload_parts((select id from brought), 1) ->> 'status', 'gone', 'with a client who is erased go all files that may name them');
select is(public.upload_parts(tests.id('new'), 1) ->> 'status', 'whole', 'and no others');

select * from finish();
rollback;
