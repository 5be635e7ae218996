-- An invoice, or the summary of a visit with its certificate, is mailed once more: to whoever may be written to, not at once again.
begin;
select plan(36);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com'), (tests.id('cleo'), 'Cleo Example', null);
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.staff_user('office');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('other', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('quiet', 'cleo', 'stairlift', '5 Fir Ave', '2026-06-20');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('other', 'Luis Two', '2026-06-03 13:00+00'), tests.book('quiet', 'Luis Two', '2026-06-03 16:00+00');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) and y.number = 1 $$;
create function pg_temp.done(label text) returns text language sql as $$
  select private.complete_visit(pg_temp.visit(done.label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist',
    (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit(done.label)),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock()) ->> 'status' $$;
create function pg_temp.invoice(customer text) returns uuid language sql as $$ select i.id from public.invoices i where i.customer_id = tests.id(customer) order by i.created_at limit 1 $$;
create function pg_temp.invoice_again(customer text) returns text language sql as $$
  select concat_ws(' ', a ->> 'status', a ->> 'reason', a ->> 'mailed_to') from private.mail_invoice_again(pg_temp.invoice(customer), private.clock()) a $$;
create function pg_temp.summary_again(label text) returns text language sql as $$
  select concat_ws(' ', a ->> 'status', a ->> 'reason', a ->> 'mailed_to') from private.mail_summary_again(pg_temp.visit(label), private.clock()) a $$;
create function pg_temp.mails(kind text, customer text) returns bigint language sql as $$ select count(*) from public.messages m where m.kind = mails.kind and m.customer_id = tests.id(customer) $$;
create function pg_temp.deliver() returns void language sql set rules.made_by = 'settle_message' as $$
  select tests.as_function('lease_messages', $s$ update public.messages set state = 'sending', lease_id = gen_random_uuid(), lease_until = private.clock() + interval '1 minute' where state = 'queued' $s$);
  select tests.as_function('settle_message', $s$ update public.messages set state = 'sent', sent_at = private.clock(), lease_id = null, lease_until = null where state = 'sending' $s$) $$;

grant execute on all functions in schema pg_temp to public;

-- Who
select tests.act_as_anon();
select throws_ok($$ select public.mail_invoice_again(tests.id('x')) $$, '42501', null, 'no stranger has anything mailed');
select throws_ok($$ select public.mail_summary_again(tests.id('x')) $$, '42501', null, 'nor of a visit');
select tests.act_as_staff('technician');
select throws_ok($$ select public.mail_invoice_again(tests.id('x')) $$, '42501', null, 'no technician');
select throws_ok($$ select public.mail_summary_again(tests.id('x')) $$, '42501', null, 'nor of a visit');
select tests.act_as_staff('office');
select throws_ok($$ select public.mail_invoice_again(tests.id('x')) $$, 'PT404', null, 'the office, what is there');
select throws_ok($$ select public.mail_summary_again(tests.id('x')) $$, 'PT404', null, 'and of a visit');
select tests.act_as_owner();

-- An invoice
select is(pg_temp.invoice_again('ada'), 'refused draft', 'what is not issued is not mailed');
select is(pg_temp.summary_again('lift'), 'refused state', 'nor what has not been');
select tests.freeze_clock('2026-06-03 14:00+00');
select is(pg_temp.done('lift'), 'done', 'a visit is done');
select is(pg_temp.summary_again('lift'), 'refused waiting', 'what waits to be sent is not sent twice');
select is(pg_temp.mails('invoice', 'ada'), 0::bigint, 'the invoice went with the summary');
select is(pg_temp.invoice_again('ada'), 'queued 1', 'so it may be sent by itself at once');
select is(pg_temp.invoice_again('ada'), 'refused waiting', 'not while it waits');
select pg_temp.deliver();
select is(pg_temp.invoice_again('ada'), 'refused recent', 'nor right after it went');
select tests.freeze_clock('2026-06-03 14:04:59+00');
select is(pg_temp.invoice_again('ada'), 'refused recent', 'nor within five minutes');
select is(pg_temp.summary_again('lift'), 'refused recent', 'of a visit as well');
select tests.freeze_clock('2026-06-03 14:05+00');
select tests.act_as_staff('office');
select is(public.mail_invoice_again(pg_temp.invoice('ada')), '{"status": "queued", "mailed_to": 1}'::jsonb, 'after them it may');
select is(public.mail_summary_again(pg_temp.visit('lift')), '{"status": "queued", "mailed_to": 1}'::jsonb, 'and so may the summary');
select tests.act_as_owner();
select is(pg_temp.mails('invoice', 'ada'), 2::bigint, 'two mails for two requests');
select is((select count(*) from public.messages m where m.kind = 'visit_summary' and m.payload #>> '{units,0,certificate,number}' = 'MIR-2026-00001'), 2::bigint, 'the certificate comes with each summary');
select ok((select bool_and(private.still_holds(m)) from public.messages m where m.customer_id = tests.id('ada') and m.state = 'queued' and m.kind in ('invoice', 'visit_summary')), 'and both hold when they are sent');
select ok((select m.next_attempt_at <= clock_timestamp() from public.messages m where m.kind = 'visit_summary' and m.state = 'queued'), 'at once, for somebody waits on the phone');
select set_eq($$ select e.table_name, e.changes ->> 'what' as what, e.actor = (select user_id from public.staff where role = 'office') as is_theirs from public.audit_events e where e.changes ->> 'what' like '%mailed again' and e.actor is not null $$,
  $$ values ('invoices', 'mailed again', true), ('technician_tasks', 'summary mailed again', true) $$, 'who asked is in the trail');
select pg_temp.deliver();

-- Whom
select tests.freeze_clock('2026-06-04 14:00+00');
savepoint reachable;
insert into public.suppressions (address, reason) values ('ada@example.com', 'unsubscribed');
select is(pg_temp.invoice_again('ada'), 'queued 1', 'who wants no reminders still gets what they ask for');
rollback to reachable;
insert into public.suppressions (address, reason) values ('ada@example.com', 'hard_bounce');
select is(pg_temp.invoice_again('ada'), 'refused nobody', 'nothing goes to an address that is dead');
select is(pg_temp.summary_again('lift'), 'refused nobody', 'of a visit neither');
rollback to reachable;
select private.raise_about_cycle('client_change', (select id from public.maintenance_cycles where contract_id = tests.id('lift') and closed_at is null), '{"what": "died"}');
select is(pg_temp.invoice_again('ada'), 'refused quiet', 'nor to the name of somebody who has died');
select is(pg_temp.summary_again('lift'), 'refused quiet', 'at all');
rollback to reachable;
select tests.freeze_clock('2026-06-03 17:30+00');
select is(pg_temp.done('quiet'), 'done', 'a client without address is visited');
select is(pg_temp.invoice_again('cleo'), 'refused nobody', 'and gets the paper');

-- What was taken back
select is(pg_temp.done('other'), 'done', 'another visit is done');
select pg_temp.deliver();
select is(private.reverse_visit(pg_temp.visit('other'), 'the wrong house', private.clock()) ->> 'status', 'reversed', 'and taken back');
select tests.freeze_clock('2026-06-04 14:00+00');
select is(pg_temp.summary_again('other'), 'refused state', 'nobody is told of it any more');
select is(pg_temp.invoice_again('bob'), 'refused void', 'nor asked to pay');
select private.revoke_certificate(i.id, 'Wrong unit') from public.inspection_certificates i where i.visit_id = pg_temp.visit('lift');
select is(pg_temp.summary_again('lift'), 'queued 1', 'a visit whose certificate was withdrawn');
select is((select m.payload #> '{units,0,certificate}' from public.messages m where m.customer_id = tests.id('ada') and m.kind = 'visit_summary' and m.state = 'queued'), 'null'::jsonb, 'is told without it');
select * from finish();
rollback;
