-- The office's door to questions of imports, and to who of a run may be mailed. Definers behind require_office(): answers are written by functions only.

create function public.list_conflicts(
  conflict_kind text default null, state text default 'open', import_run_id uuid default null, customer_id uuid default null, most integer default 20, after uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.list_conflicts(conflict_kind, state, import_run_id, private.client_now(customer_id), most, after);
end;
$$;
comment on function public.list_conflicts is 'Questions between files and what is on record, of a kind, a run or a client, open (the oldest first) or decided by a person (the latest first): {status: ok, kinds: how many are open of each, rows: at most `most` (1 to 100) after the one that after names, after: what the next page begins after, null on the last}. A row: {conflict_id, conflict_kind, opened_at, import_run_id, client: whose it is here, other: whose it is in the file (private.client_beside), unit (private.unit_beside), visit (private.visit_beside), told: what the file said, decisions: how it can be answered, decision, decided_at, by, can_undo, shown: to be sent back with the answer}. 42501 unless office.';

create function public.conflict_page(conflict_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.conflict_page(conflict_id);
end;
$$;
comment on function public.conflict_page is 'One question as in list_conflicts, with {status: ok, admins: names of administrators, next_id: another open one, null for none}. 42501 unless office, PT404.';

create function public.decide_conflict(conflict_id uuid, decision text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.decide_conflict(conflict_id, decision, shown, private.clock());
end;
$$;
comment on function public.decide_conflict is 'Answers a question with one of its decisions; shown is what its row had, or an answer of this function. What has consequences is told first: {status: tried, changes (private.what_changed), shown: to be sent back} | {status: decided, decision, repeated: it was answered so already} | {status: refused, reason: changed (at, by: what the page showed, or what follows, is no longer so; changes, shown), decided (decision, at, by: otherwise), booked, repair, begun, erased, deceased, gone, not_enabled, enrolled} | {status: rejected, reason: decision (none of this kind), merge (by merge_customers)}. 42501 unless office, PT404.';

create function public.undo_conflict(conflict_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.undo_conflict(conflict_id);
end;
$$;
comment on function public.undo_conflict is 'Takes back an answer that left all as it was (keep, two, leave): {status: open | refused (reason: done: what it did is mended where it lies)}. 42501 unless office, PT404.';

create function public.backfill_consent(run_id uuid, most integer default 50, after uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.backfill_consent(run_id, most, after);
end;
$$;
comment on function public.backfill_consent is 'Who of those that a run would enrol may be mailed, and why: {status: ok, rule: the company''s (consent_rule), standings: for each of express, contract, purchase, expired (more than two years ago), none {clients, units, mailable: have an address}, called: clients with an address whom the rule keeps from being mailed, no_address, rows: at most `most` (1 to 1000) clients after the one that after names {customer_id, name, email, phone, units, standing, consent_on}, after: what the next page begins after, null on the last}. 42501 unless office, PT404.';

grant execute on function public.backfill_consent to authenticated, service_role;
grant execute on function public.list_conflicts, public.conflict_page, public.decide_conflict, public.undo_conflict to authenticated, service_role;
