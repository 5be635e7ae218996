-- Reports of visits and what is taken from them: who may write and read them, what fits, and that they stay as they are.
begin;
select plan(67);
-- Wednesday, June 3, 2026, 11:00 in Toronto.
select tests.freeze_clock('2026-06-03 15:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
values (tests.id('stop'), tests.id('Tess One'), 'maintenance', tests.id('ada'), '[2026-06-03 13:00+00, 2026-06-03 14:00+00)');
insert into public.maintenance_visits (id, cycle_id, task_id)
select tests.id('visit'), y.id, tests.id('stop') from public.maintenance_cycles y;

-- A picture of one pixel; its size stands in bytes 17 to 24.
create function pg_temp.png(width text default '00000001', height text default '00000001', filler integer default 0, kind text default '0802000000') returns bytea language sql as $$
  select decode('89504e470d0a1a0a0000000d49484452' || width || height || kind || '907753de' || lpad(to_hex(filler + 1), 8, '0') || '49444154' || repeat('00', filler + 5) || '0000000049454e44ae426082', 'hex') $$;
create function pg_temp.report(id text, state text default 'accepted', report text default '{}') returns text language sql as $$
  select format('insert into public.visit_reports (id, visit_id, kind, state, report, answer, recorded_by, recorded_at) values (%L, %L, %L, %L, %L, %L, %L, private.clock())',
    tests.id(id), tests.id('visit'), 'completed', state, report, '{}', 'technician') $$;
create function pg_temp.part(more jsonb default '{}') returns text language sql as $$
  select format('insert into public.visit_parts (visit_id, position, description, quantity, unit_price, charge)
    select p.visit_id, p.position, p.description, p.quantity, p.unit_price, p.charge from jsonb_populate_record(null::public.visit_parts, %L) p',
    jsonb_build_object('visit_id', tests.id('visit'), 'position', 1, 'description', 'Battery 12 V', 'quantity', 2, 'unit_price', 45.5, 'charge', 'billed') || more) $$;
create function pg_temp.signature(content bytea) returns text language sql as $$
  select format('insert into public.visit_files (visit_id, report_id, kind, content) values (%L, %L, %L, %L)', tests.id('visit'), tests.id('first'), 'signature', content) $$;
create function pg_temp.complete(statement text) returns text language plpgsql as $$
begin
  perform tests.as_function('complete_visit', statement);
  return 'written';
exception when others then
  perform set_config('rules.made_by', '', true);
  return sqlstate;
end;
$$;

grant execute on all functions in schema pg_temp to public;

-- By hand nobody writes any of it
select throws_ok(pg_temp.report('first'), 'MT002', 'what is written about a visit is written as the visit ends', 'no report by hand');
select throws_ok(pg_temp.part(), 'MT002', null, 'no part by hand');
select throws_ok(pg_temp.signature(pg_temp.png()), 'MT002', null, 'no signature by hand');
select throws_ok(format($$ update public.maintenance_visits set %s $$, change), 'MT002', 'the record of a visit is written as it ends', 'no record by hand: ' || change)
from unnest(array[$$service_on = '2026-06-03'$$, 'started_at = private.clock()', 'finished_at = private.clock()', 'labour_minutes = 5', $$findings = 'Worn'$$,
  $$advice_to_client = 'Keep dry'$$, $$signed_as = 'unable', unsigned_reason = 'Shaky'$$]) change;
select throws_ok($$ insert into public.maintenance_visits (cycle_id, task_id, state, findings) select y.id, tests.id('stop'), 'cancelled', 'Worn' from public.maintenance_cycles y $$, 'MT002', null,
  'nor with a new visit');
select lives_ok($$ update public.maintenance_visits set access_notes = 'Dog', findings = null $$, 'all else is written as before');
select tests.act_as_service();
select throws_ok(pg_temp.report('first'), '42501', null, 'jobs neither');
select tests.act_as_staff('admin');
select throws_ok(pg_temp.part(), '42501', null, 'an administrator neither');
select tests.act_as_owner();

-- As a visit ends
select is(pg_temp.complete(pg_temp.report('first', report => '{"findings": "Rail worn", "signature": {"name": "Ada"}}')), 'written', 'a function that ends visits writes a report');
select is(pg_temp.complete(pg_temp.report('first')), '23505', 'each once');
select is(pg_temp.complete(pg_temp.report('picture', report => '{"signature": {"png_base64": "iVBORw0KGgo="}}')), '23514', 'the picture lies elsewhere');
select is(pg_temp.complete(pg_temp.report('list', report => '[]')), '23514', 'a list is no report');
select is(pg_temp.complete(pg_temp.report('long', report => jsonb_build_object('findings', repeat('x', 200000))::text)), '23514', 'and none is without end');
select is(pg_temp.complete(pg_temp.part()), 'written', 'parts are written down');
select is(pg_temp.complete(pg_temp.part('{"position": 2}' )), 'written', 'one after the other');
select is(pg_temp.complete(pg_temp.part(more::jsonb)), code, 'no part with ' || more) from (values
  ('{"position": 2}', '23505'), ('{"position": 3, "quantity": 0}', '23514'), ('{"position": 3, "quantity": 1000}', '23514'), ('{"position": 3, "unit_price": -1}', '23514'),
  ('{"position": 3, "unit_price": 100000}', '23514'), ('{"position": 3, "charge": "gift"}', '23514'), ('{"position": 3, "description": " "}', '23514')) p (more, code);

-- Pictures
select ok(private.is_png(pg_temp.png('00000fa0', '00000fa0'), 4000), '4000 pixels each way are a picture');
select ok(private.is_png(pg_temp.png(kind => kind), 1600), 'what pads make: ' || kind) from unnest(array['0800000000', '0804000000', '0806000000', '1006000000']) kind;
select ok(not private.is_png(pg_temp.png(kind => kind), 1600), what || ' is none') from (values ('a palette', '0803000000'), ('four bits', '0400000000'), ('interlaced', '0806000001'), ('packed in another way', '0806010000'), ('filtered in another way', '0806000100')) k (what, kind);
select is(pg_temp.complete(pg_temp.signature(pg_temp.png(width => '00000641'))), '23514', 'nor is one as wide as a wall taken');
select ok(not private.is_png(content, 4000), what || ' is none') from (values
  ('wider', pg_temp.png(width => '00000fa1')), ('higher', pg_temp.png(height => '00000fa1')), ('nothing', ''::bytea), ('no width', pg_temp.png(width => '00000000')),
  ('more than four billion', pg_temp.png(width => 'ffffffff')), ('half of it', substring(pg_temp.png() from 1 for 57)), ('another kind', decode('ffd8ffe0', 'hex') || substring(pg_temp.png() from 5))) p (what, content);
select is(pg_temp.complete(pg_temp.signature(pg_temp.png(filler => 102400 - 57))), '23514', 'none of more than 100 KB');
select is(pg_temp.complete(pg_temp.signature(pg_temp.png(filler => 102400 - 58))), 'written', 'one of 100 KB');
select is(pg_temp.complete(pg_temp.signature(pg_temp.png())), '23505', 'a report is signed once');
select is((select (sha256 = extensions.digest(content, 'sha256'))::text from public.visit_files), 'true', 'its digest is kept');

-- The record, and that it stays
select is(pg_temp.complete($$ update public.maintenance_visits set started_at = private.clock(), finished_at = private.clock() - interval '1 second' $$), '23514', 'work begins before it ends');
select is(pg_temp.complete(change), code, change) from (values
  ($$ update public.maintenance_visits set signed_as = 'client', signed_how = 'typed' $$, '23514'),
  ($$ update public.maintenance_visits set signed_as = 'unable' $$, '23514'),
  ($$ update public.maintenance_visits set signed_by = 'Ada Example' $$, '23514'),
  ($$ update public.maintenance_visits set signed_as = 'client', signed_how = 'drawn', signed_by = 'Ada Example', report_id = tests.id('first') $$, 'written')) c (change, code);
select is((select (signed_by, report_id = tests.id('first'))::text from public.maintenance_visits), '("Ada Example",t)', 'the record names its report');
select throws_ok($$ update public.visit_parts set quantity = 3 $$, 'MT002', null, 'parts stay');
select throws_ok($$ delete from public.visit_files $$, 'MT002', null, 'a signature stays');
select throws_ok($$ delete from public.visit_reports $$, 'MT002', null, 'a report stays');
select is(pg_temp.complete($$ update public.visit_reports set report = '{}' $$), 'MT002', 'as it was sent');
select is(pg_temp.complete(pg_temp.report('late', 'conflict')), 'written', 'one may meet a visit that has changed');
select throws_ok($$ update public.visit_reports set state = 'accepted' where id = tests.id('late') $$, 'MT002', null, 'which nobody decides by hand');
select throws_ok($$ select tests.as_function('complete_visit', pg_temp.report('odd', 'discarded')) $$, 'MT001', null, 'none begins as discarded');

-- The trail has all of it but the picture, and what somebody wrote apart
select is((select string_agg(distinct k, ' ' order by k) from public.audit_events e, jsonb_object_keys(e.changes) k where e.table_name = 'visit_files'), 'actor caption created_at id kind line named_by repair_failure_id repair_report_id report_id sha256 taken_at visit_id work_order_id', 'of a picture the trail has the digest');
select is_empty($$ select from public.audit_events where table_name = 'visit_reports' and changes ? 'report' or table_name = 'maintenance_visits' and changes ->> 'signed_by' <> '' $$, 'what somebody wrote lies apart');

-- Who reads it
select tests.act_as_staff('technician');
select is((select count(*) from public.visit_reports) + (select count(*) from public.visit_files) + (select count(*) from public.visit_parts), 0::bigint, 'technicians have functions');
select tests.act_as_staff('office');
select is((select count(*) from public.visit_reports) + (select count(*) from public.visit_files) + (select count(*) from public.visit_parts), 5::bigint, 'the office reads');
select tests.act_as_owner();

select * from finish();
rollback;
