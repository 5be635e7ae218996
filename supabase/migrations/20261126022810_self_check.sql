-- Self-check: what always holds, looked at every night. Each rule is a function that names the things that break it, and a row
-- of private.self_checks (the chapters after this one). What is found is work for the office until it is not so any more. Tests that let a company live for
-- years call the same functions.

create type private.finding as (about text, id text, customer_id uuid, contract_id uuid, details jsonb);
comment on type private.finding is 'A thing that breaks a rule: what an activity about it is about, whose it is, and what one needs to know.';

create table private.self_checks (
  name text primary key,
  position integer not null unique,
  rule text not null,
  is_urgent boolean not null,
  kind text not null default 'self_check' references private.activity_kinds
);
comment on table private.self_checks is 'What the self-check looks at: the function private.broken_NAME(as_of) returns what breaks the rule.';
comment on column private.self_checks.rule is 'What holds, in words for the office.';
comment on column private.self_checks.kind is 'As which work it is told.';

-- The night's run -----------------------------------------------------------------------------------------------------

create function private.findings(check_name text, as_of timestamptz)
returns setof private.finding
language plpgsql stable
set search_path = ''
-- Compiling a query of a whole company takes longer than running it.
set jit = off
as $$
begin
  return query execute format('select * from private.%I($1)', 'broken_' || check_name) using findings.as_of;
end;
$$;
comment on function private.findings is 'What breaks one rule of private.self_checks as of an instant.';

create function private.raise_finding(self_check private.self_checks, finding private.finding)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
begin
  return private.raise_activity(self_check.kind, private.subject_key(finding.about, finding.id || ':' || self_check.name),
    finding.details || jsonb_build_object('check', self_check.name, 'rule', self_check.rule), customer_id => finding.customer_id,
    contract_id => finding.contract_id, task_id => case when finding.about = 'task' then finding.id::uuid end, urgent => self_check.is_urgent);
end;
$$;
comment on function private.raise_finding is 'Opens the activity about a thing that breaks a rule: one per rule and thing.';

create function private.run_one_check(self_check private.self_checks, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  -- A rule that breaks everywhere is one fault: its number is told, and the list stays one that people can work through.
  v_most constant integer := 100;
  v_found private.finding[] := array(select f from private.findings(self_check.name, as_of) f);
  v_keys text[] := array(select private.subject_key(f.about, f.id || ':' || self_check.name) from unnest(v_found) f);
  v_settled integer;
  v_raised integer;
begin
  update public.office_activities a
  set state = 'done', closed_at = private.clock(), outcome = 'is not so any more'
  where a.kind = self_check.kind and a.state = 'open' and a.details ->> 'check' = self_check.name and a.subject_key <> all (v_keys);
  get diagnostics v_settled = row_count;
  select count(private.raise_finding(self_check, row (f.*)::private.finding)) into v_raised
  from (
    select f.* from unnest(v_found) f
    where not exists (
      select from public.office_activities a
      where a.kind = self_check.kind and a.subject_key = private.subject_key(f.about, f.id || ':' || self_check.name)
        -- What a person closed does not come back at once.
        and (a.state = 'open' or a.closed_by_hand and a.closed_at > run_one_check.as_of - interval '30 days'))
    order by f.about, f.id limit v_most) f;
  return jsonb_build_object('findings', cardinality(v_found), 'activities', v_raised, 'settled', v_settled, 'failed', 0);
end;
$$;
comment on function private.run_one_check is 'Looks at one rule: what breaks it is on the work list, what does so no more leaves it → {findings, activities: opened, settled, failed: 0}.';

create function private.run_self_check(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_check private.self_checks;
  v_counts jsonb := private.prove_trail(run_self_check.as_of);
begin
  for v_check in select * from private.self_checks s order by s.position loop
    begin
      v_counts := private.add_counts(v_counts, private.run_one_check(v_check, run_self_check.as_of));
      perform private.settle('succeeded', 'job', array['self-check:' || v_check.name], 'it went through');
    exception when others then
      v_counts := private.add_counts(v_counts, jsonb '{"failed": 1}');
      perform private.raise_activity('self_check', private.subject_key('job', 'self-check:' || v_check.name),
        jsonb_build_object('reason', 'check_failed', 'rule', v_check.rule, 'sqlstate', sqlstate), urgent => true);
    end;
  end loop;
  return v_counts || jsonb_build_object('more', false);
end;
$$;
comment on function private.run_self_check is 'Proves some of the audit trail, and looks at every rule as of an instant, each by itself → {seals: of the trail that were proven, findings: how much breaks a rule, activities: opened, settled: closed because it is not so any more, failed: rules that could not be looked at, more: false}.';
