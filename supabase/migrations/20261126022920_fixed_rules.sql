-- Fixed rules: what the system goes by is written in rows here and there (what may become what, kinds of mail and work, what
-- runs by itself). Chapters say what stands in them, and from here on only migrations change it. On a running system
-- one thing is for people to choose: which kinds of work are on.
-- A migration of later days begins with: select set_config('rules.made_by', 'migration', true);

create function private.record_rule()
returns trigger
-- Definer: as record_change.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_old jsonb := to_jsonb(old);
  v_new jsonb := to_jsonb(new);
begin
  perform private.write_audit(tg_table_name, null, lower(tg_op), case tg_op
    when 'UPDATE' then (select jsonb_object_agg(n.key, jsonb_build_array(v_old -> n.key, n.value)) from jsonb_each(v_new) n)
    else coalesce(v_new, v_old) end);
  return null;
end;
$$;
comment on function private.record_rule is 'Audit trigger of rules, which have no id: every column is told, so that one sees which rule it was.';

do $$
declare
  v_table regclass;
begin
  foreach v_table in array array['private.transitions', 'private.activity_kinds', 'private.message_kinds', 'private.change_reasons', 'private.fail_reasons', 'private.life_events', 'private.jobs', 'private.self_checks', 'private.file_kinds']::regclass[]
  loop
    execute format($sql$
      create trigger keep_rules before insert or delete on %1$s
        for each row when (private.made_by() is distinct from 'migration') execute function private.refuse_change();
      create trigger keep_rule before update on %1$s
        for each row when (private.made_by() is distinct from 'migration' and to_jsonb(new) - 'is_on' <> to_jsonb(old) - 'is_on')
        execute function private.refuse_change();
      create trigger audit after insert or update or delete on %1$s
        for each row execute function private.record_rule();
    $sql$, v_table);
  end loop;
end;
$$;
