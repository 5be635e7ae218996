-- The stage of a simulation: a clock that is moved with every act, people who act with their own rights, and a sender.
-- Loaded after the helpers of supabase/tests, into a throw-away database.

create schema simulation;

create or replace function private.clock()
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return current_setting('simulation.now')::timestamptz;
end;
$$;

create function simulation.call_of(door text, arguments jsonb)
returns text
language sql stable
as $$
  select format('select to_jsonb(public.%I(%s))', door, string_agg(
    case
      when t.typcategory = 'A' then format('%I => array(select jsonb_array_elements_text($1 -> %L))::%s', a.key, a.key, format_type(t.oid, null))
      when t.typname = 'jsonb' then format('%I => $1 -> %L', a.key, a.key)
      else format('%I => ($1 ->> %L)::%s', a.key, a.key, format_type(t.oid, null)) end, ', '))
  from pg_proc p
  cross join jsonb_object_keys(arguments) a (key)
  cross join lateral (select p.proargtypes[array_position(p.proargnames, a.key) - 1] as oid) g
  left join pg_type t on t.oid = g.oid
  where p.pronamespace = 'public'::regnamespace and p.proname = door
$$;
comment on function simulation.call_of is 'The statement that calls a door with named arguments, as the API does; $1 holds them.';

create function simulation.act(at timestamptz, database_role text, user_id uuid, door text, arguments jsonb)
returns jsonb
language plpgsql volatile
as $$
declare
  v_call text := simulation.call_of(door, arguments);
  v_answer jsonb;
begin
  perform set_config('simulation.now', at::text, true);
  perform tests.act_as(database_role, user_id);
  execute v_call into v_answer using arguments;
  return v_answer;
end;
$$;
comment on function simulation.act is 'One call of a door, in a transaction of its own: as whom, and when.';

create function simulation.by_cron(at timestamptz, statement text)
returns void
language plpgsql volatile
as $$
begin
  perform set_config('simulation.now', at::text, true);
  execute statement;
end;
$$;
comment on function simulation.by_cron is 'A statement that cron runs, as the owner of the database.';

create function simulation.by_hand(at timestamptz, statement text, arguments jsonb)
returns bigint
language plpgsql volatile
as $$
declare
  v_rows bigint;
begin
  perform set_config('simulation.now', at::text, true);
  perform tests.act_as('service_role');
  execute statement using arguments;
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;
comment on function simulation.by_hand is 'What an administrator writes into a table in Studio, where there is no door yet: under the triggers and the rights of the service role.';

create view simulation.left_in_peace as
  select s.address, null::uuid as customer_id, s.reason = 'unsubscribed' as gets_answers from public.suppressions s
  union all
  select null, a.customer_id, false from public.office_activities a
  where a.kind = 'client_change' and a.state = 'open' and a.details ->> 'what' = 'died';
comment on view simulation.left_in_peace is 'Who is written to no more; gets_answers: but about what they do themselves.';

create function simulation.send_all(at timestamptz, refused jsonb)
returns jsonb
language plpgsql volatile
as $$
declare
  v_claim jsonb;
  v_message jsonb;
  v_mails jsonb := '[]';
  v_superseded integer := 0;
begin
  perform set_config('simulation.now', at::text, true);
  -- The minutes for which a summary waits, and those between two attempts, are over.
  update public.messages m set next_attempt_at = clock_timestamp() where m.state = 'queued' and m.next_attempt_at > clock_timestamp();
  perform tests.act_as('service_role');
  loop
    v_claim := public.claim_messages(200, '{"catch": {"provider": "simulation", "deduplicates": true}}');
    v_superseded := v_superseded + (v_claim ->> 'superseded')::integer;
    exit when v_claim -> 'messages' = '[]' and v_claim -> 'superseded' = '0';
    for v_message in select m from jsonb_array_elements(v_claim -> 'messages') m loop
      perform public.freeze_message((v_message ->> 'id')::uuid, (v_message ->> 'lease_id')::uuid,
        jsonb_build_object('subject', v_message -> 'kind', 'text', v_message #> '{facts,link}'));
      perform public.settle_message((v_message ->> 'id')::uuid, (v_message ->> 'lease_id')::uuid,
        case when refused ? (v_message ->> 'recipient') then 'refused' else 'sent' end);
      v_mails := v_mails || jsonb_build_object('kind', v_message -> 'kind', 'recipient', v_message -> 'recipient',
        'unsubscribe', substring(v_message #>> '{facts,unsubscribe_url}', '[^/]+$'));
    end loop;
  end loop;
  perform tests.act_as_owner();
  perform set_config('simulation.now', at::text, true);
  return jsonb_build_object('superseded', v_superseded,
    'mails', (select coalesce(jsonb_agg(m order by m ->> 'recipient', m ->> 'kind'), '[]') from jsonb_array_elements(v_mails) m),
    'unwanted', (
      select coalesce(jsonb_agg(jsonb_build_object('kind', m.kind, 'recipient', m.recipient)), '[]')
      from public.messages m join simulation.left_in_peace p on p.address = m.recipient or p.customer_id = m.customer_id
      join private.message_kinds k on k.kind = m.kind
      where m.sent_at = at and (k.needs_consent or not p.gets_answers)));
end;
$$;
comment on function simulation.send_all is 'What the sender does once a minute, until nothing waits; the provider refuses these recipients. Returns who was written what, and what nobody should have got.';
