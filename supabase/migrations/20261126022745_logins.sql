-- Logins: the links by which somebody of the staff chooses a password.

create function private.asked_too_often(staff_id uuid, link_kind text)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  -- One after the other, so that each counts those before it.
  perform from public.staff s where s.id = asked_too_often.staff_id for no key update;
  return (
    select count(*) >= 10 or count(*) filter (where l.created_at > clock_timestamp() - interval '1 hour') >= 3
    from private.password_links l
    where l.staff_id = asked_too_often.staff_id and l.link_kind = asked_too_often.link_kind
      and l.created_at > clock_timestamp() - interval '24 hours');
end;
$$;
comment on function private.asked_too_often is 'Whether three links of a kind were asked for within an hour, or ten within a day: no more mail goes to one mailbox.';

create function private.ask_for_link(staff_id uuid, link_kind text)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'ask_for_link'
as $$
declare
  v_link_id uuid;
begin
  update private.password_links l set ends_at = clock_timestamp()
  where l.staff_id = ask_for_link.staff_id and l.link_kind = ask_for_link.link_kind and l.used_at is null and l.ends_at > clock_timestamp();
  insert into private.password_links (staff_id, link_kind, ends_at)
  values (ask_for_link.staff_id, ask_for_link.link_kind, clock_timestamp() + private.link_life(ask_for_link.link_kind))
  returning id into v_link_id;
  insert into public.messages (kind, recipient, dedupe_key, payload)
  select ask_for_link.link_kind, lower(btrim(s.email)), concat_ws(':', ask_for_link.link_kind, v_link_id),
    jsonb_build_object('link_id', v_link_id, 'name', s.name, 'first_name', private.first_name(s.name),
      'asked_by', (select a.name from public.staff a where a.id = private.me()))
  from public.staff s where s.id = ask_for_link.staff_id;
end;
$$;
comment on function private.ask_for_link is 'Queues the mail with a link to choose a password; an older link of that kind is no longer good. The link itself is made when the mail is written (keep_password_link).';

create function private.keep_password_link(message_id uuid, lease_id uuid, user_id uuid, token_hash text)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'keep_password_link'
as $$
declare
  v_recipient text;
  v_link_id uuid;
  v_member public.staff;
begin
  select m.recipient, (m.payload ->> 'link_id')::uuid into v_recipient, v_link_id
  from public.messages m
  where m.id = message_id and m.lease_id = keep_password_link.lease_id and m.state = 'sending';
  select s.* into v_member
  from public.staff s join private.password_links l on l.staff_id = s.id
  where l.id = v_link_id and l.used_at is null and l.ends_at > clock_timestamp() and s.active
  for update of l, s;
  if not found then
    return jsonb_build_object('status', 'lost');
  elsif v_member.user_id is distinct from keep_password_link.user_id and (
    v_member.user_id is not null
    or exists (select from public.staff s where s.user_id = keep_password_link.user_id)
    or not exists (select from auth.users u where u.id = keep_password_link.user_id and lower(u.email) = v_recipient)) then
    return private.refused('other_login');
  end if;
  update public.staff s set user_id = keep_password_link.user_id where s.id = v_member.id and s.user_id is null;
  update private.password_links l
  set token_hash = private.token_hash(keep_password_link.token_hash), ends_at = clock_timestamp() + private.link_life(l.link_kind)
  where l.id = v_link_id;
  return jsonb_build_object('status', 'kept');
end;
$$;
comment on function private.keep_password_link is 'Says which login and which secret a link that was asked for has: see the door of the same name.';

create function private.password_link(token_hash text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((
    select case when l.used_at is null and l.ends_at > clock_timestamp() and s.active
      then jsonb_build_object('status', 'open', 'link_kind', l.link_kind, 'email', s.email)
      else jsonb_build_object('status', 'over') end
    from private.password_links l join public.staff s on s.id = l.staff_id
    where length(password_link.token_hash) <= private.most('token') and l.token_hash = private.token_hash(password_link.token_hash)),
    jsonb_build_object('status', 'unknown'));
end;
$$;
comment on function private.password_link is 'Whether a link to choose a password is good: see the door of the same name.';

create function private.forgot_password(email text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_staff_id uuid;
begin
  if length(forgot_password.email) > private.most('email') then
    return private.rejected('email');
  end if;
  select s.id into v_staff_id from public.staff s
  where lower(s.email) = lower(btrim(forgot_password.email))
    and s.active and s.user_id is not null and private.is_usable_address(s.email);
  if v_staff_id is not null and not private.asked_too_often(v_staff_id, 'password_reset') then
    perform private.ask_for_link(v_staff_id, 'password_reset');
  end if;
  return jsonb_build_object('status', 'ok');
end;
$$;
comment on function private.forgot_password is 'Mails a link to whoever signs in with that address, three an hour at most; the answer is the same for all, but for what is too long for an address.';

create function private.password_is_set(user_id uuid, session_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'password_is_set'
as $$
begin
  update private.password_links l set used_at = clock_timestamp()
  from public.staff s
  where s.id = l.staff_id and s.user_id = password_is_set.user_id and l.used_at is null and l.ends_at > clock_timestamp();
  return jsonb_build_object('status', 'ok', 'ended', private.end_sessions(user_id, but => session_id));
end;
$$;
comment on function private.password_is_set is 'After somebody chose a password: their links are used, and whoever else was signed in with the old one is signed out.';
