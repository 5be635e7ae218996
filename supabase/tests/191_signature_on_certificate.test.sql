-- What a client drew stands on the certificate: by its digest in what is frozen, and as a picture for whoever makes the paper.
begin;
select plan(12);
-- Monday, June 1, 2026, 8:00 in Toronto; the visits are on June 3.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', '1 Elm St', '2026-06-20') from unnest(array['drawn', 'typed', 'unable']) label;
do $$ begin perform tests.book('drawn', 'Tess One', '2026-06-03 13:00+00', array[tests.id('typed'), tests.id('unable')]); end; $$;
create temp table made as select c.id as contract_id, v.id as visit_id from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
-- One dot, as a pad makes it.
create function pg_temp.png(last text) returns bytea language sql as $$
  select decode('89504e470d0a1a0a0000000d494844520000000100000001' || '0806000000' || '1f15c489' || lpad(to_hex(octet_length(last) / 2), 8, '0') || '49444154' || last || '00000000' || '0000000049454e44ae426082', 'hex') $$;
create function pg_temp.complete(label text, signature jsonb, id text default null) returns text language sql as $$
  select private.complete_visit(m.visit_id, jsonb_build_object('version', 1, 'report_id', tests.id('report ' || coalesce(complete.id, label)), 'signature', signature, 'checklist', (
    select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass')) from private.visit_checklist i where i.visit_id = m.visit_id)), 'office', private.clock()) ->> 'status'
  from made m where m.contract_id = tests.id(label) $$;
create function pg_temp.drawn(last text) returns jsonb language sql as $$
  select jsonb_build_object('name', 'Ada', 'role', 'client', 'method', 'drawn', 'png_base64', encode(pg_temp.png(last), 'base64')) $$;
create function pg_temp.facts(label text) returns jsonb language sql as $$
  select private.certificate_facts(i) from public.inspection_certificates i where i.contract_id = tests.id(label) $$;

select tests.freeze_clock('2026-06-03 14:00+00');
select is(pg_temp.complete('drawn', pg_temp.drawn('01')), 'done', 'one is signed on the pad');
select is(pg_temp.complete('typed', '{"name": "Ada", "role": "client", "method": "typed"}'), 'done', 'one by a name');
select is(pg_temp.complete('unable', '{"role": "unable", "reason": "Hand in plaster"}'), 'done', 'and one by nobody');
select is((pg_temp.facts('drawn') #>> '{signature,sha256}'), encode(extensions.digest(pg_temp.png('01'), 'sha256'), 'hex'), 'what was drawn is frozen by its digest');
select is(decode(pg_temp.facts('drawn') ->> 'signature_png', 'base64'), pg_temp.png('01'), 'and is told to whoever draws the paper');
select is(strpos(pg_temp.facts('drawn') ->> 'signature_png', chr(10)), 0, 'in one line');
select is(pg_temp.complete('drawn', pg_temp.drawn('02'), 'another'), 'conflict', 'what somebody signs later');
select is(pg_temp.complete('typed', pg_temp.drawn('01'), 'drawn later'), 'conflict', 'or draws where a name was typed');
select is(decode(pg_temp.facts('drawn') ->> 'signature_png', 'base64'), pg_temp.png('01'), 'does not get onto it');
select is(pg_temp.facts(label) ->> 'signature_png', null, 'without a drawing there is none: ' || label) from unnest(array['typed', 'unable']) label;
select is((select count(*) from public.messages m, jsonb_array_elements(m.payload -> 'units') u where m.kind = 'visit_summary' and u #>> '{certificate,signature_png}' is not null), 1::bigint, 'the certificate that is mailed is the same');
select * from finish();
rollback;
