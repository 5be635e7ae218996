-- Staff: who works here, how far their login is, what they may, and how they are signed out.

create function private.login_state(member public.staff)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when not member.active then 'off'
    when exists (select from auth.users u where u.id = member.user_id and u.last_sign_in_at is not null) then 'signs_in'
    when exists (select from private.password_links l where l.staff_id = member.id and l.used_at is null and l.ends_at > clock_timestamp()) then 'invited'
    when exists (select from private.password_links l where l.staff_id = member.id) then 'run_out'
    else 'not_invited' end;
end;
$$;
comment on function private.login_state is 'How far somebody''s login is: off | signs_in | invited (a link is open) | run_out (it was not used in time) | not_invited.';

create function private.staff_shown(member public.staff)
returns text
language sql immutable
return concat_ws('/', (staff_shown.member).role, (staff_shown.member).active, (staff_shown.member).name);
comment on function private.staff_shown is 'What a page shows of somebody that a form may change: sent back with it, so that nothing is overwritten.';

create function private.staff_told(member public.staff)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'staff_id', member.id, 'name', member.name, 'email', member.email, 'role', member.role, 'state', private.login_state(member),
    'is_me', coalesce(member.id = private.me(), false), 'shown', private.staff_shown(member), 'signed_out_at', member.signed_out_at,
    'last_signed_in_at', (select u.last_sign_in_at from auth.users u where u.id = member.user_id),
    'sessions', (select count(*) from auth.sessions x where x.user_id = member.user_id),
    'link', (
      select jsonb_build_object('link_kind', l.link_kind, 'asked_at', l.created_at, 'ends_at', l.ends_at, 'mail', m.state)
      from private.password_links l
      left join public.messages m on m.dedupe_key = concat_ws(':', l.link_kind, l.id)
      where l.staff_id = member.id order by l.created_at desc limit 1),
    'technician', (
      select jsonb_build_object('technician_id', t.id, 'name', t.name, 'active', t.active)
      from public.technicians t where t.staff_id = member.id));
end;
$$;
comment on function private.staff_told is 'One of the staff, as staff_page lists them.';

create function private.staff_page()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('status', 'ok',
    'staff', (select coalesce(jsonb_agg(private.staff_told(s) order by s.active desc, lower(s.name), s.id), '[]') from public.staff s),
    'technicians', (
      select coalesce(jsonb_agg(jsonb_build_object('technician_id', t.id, 'name', t.name) order by t.name, t.id), '[]')
      from public.technicians t where t.active and t.staff_id is null));
end;
$$;
comment on function private.staff_page is 'Everybody on the staff: see the door of the same name.';

create function private.invite_staff(name text, email text, role text, technician_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_name text := private.written(name);
  v_email text := lower(btrim(email));
  v_staff_id uuid;
begin
  if not coalesce(private.is_one_line(v_name, 120), false) then
    return private.rejected('name');
  elsif length(v_email) > private.most('email') or not coalesce(private.is_usable_address(v_email), false) then
    return private.rejected('email');
  elsif coalesce(invite_staff.role not in ('office', 'technician', 'admin'), true) then
    return private.rejected('role');
  elsif invite_staff.technician_id is not null and (invite_staff.role <> 'technician' or not exists (
    select from public.technicians t where t.id = invite_staff.technician_id and t.active and t.staff_id is null)) then
    return private.rejected('technician');
  end if;
  insert into public.staff (name, email, role) values (v_name, v_email, invite_staff.role)
  on conflict do nothing
  returning id into v_staff_id;
  if v_staff_id is null then
    return private.refused('known') || (select private.staff_told(s) from public.staff s where lower(s.email) = v_email);
  end if;
  update public.technicians t set staff_id = v_staff_id where t.id = invite_staff.technician_id and t.staff_id is null;
  perform private.ask_for_link(v_staff_id, 'invitation');
  return jsonb_build_object('status', 'invited', 'staff_id', v_staff_id);
end;
$$;
comment on function private.invite_staff is 'Puts somebody on the staff and mails them a link: see the door of the same name.';

create function private.hold_staff(staff_id uuid)
returns public.staff
language plpgsql volatile
set search_path = ''
as $$
declare
  v_member public.staff;
begin
  -- In the order of hold_administrators, whatever is written then.
  perform from public.staff s where s.role = 'admin' order by s.id for update;
  select * into v_member from public.staff s where s.id = hold_staff.staff_id for update;
  if not found then
    raise exception 'nobody of that id' using errcode = 'PT404';
  end if;
  return v_member;
end;
$$;
comment on function private.hold_staff is 'Somebody of the staff, whom nobody else changes meanwhile. PT404.';

create function private.send_password_link(staff_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_member public.staff := private.hold_staff(staff_id);
  v_kind text := case private.login_state(v_member) when 'signs_in' then 'password_reset' else 'invitation' end;
begin
  if not v_member.active then
    return private.refused('off');
  elsif not private.is_usable_address(v_member.email) then
    return private.refused('email');
  elsif private.asked_too_often(v_member.id, v_kind) then
    return private.refused('too_often');
  end if;
  perform private.ask_for_link(v_member.id, v_kind);
  return jsonb_build_object('status', 'sent', 'link_kind', v_kind);
end;
$$;
comment on function private.send_password_link is 'Mails an invitation again, or a link for a new password to who has signed in before: see the door of the same name.';

create function private.change_staff(staff_id uuid, name text, role text, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_member public.staff := private.hold_staff(staff_id);
  v_name text := private.written(name);
begin
  if shown is distinct from private.staff_shown(v_member) then
    return private.changed_by_somebody(array[v_member.id]);
  elsif not coalesce(private.is_one_line(v_name, 120), false) then
    return private.rejected('name');
  elsif coalesce(change_staff.role not in ('office', 'technician', 'admin'), true) then
    return private.rejected('role');
  elsif v_member.id = private.me() and change_staff.role <> v_member.role then
    return private.refused('self');
  elsif (v_name, change_staff.role) = (v_member.name, v_member.role) then
    return jsonb_build_object('status', 'unchanged');
  end if;
  update public.staff s set name = v_name, role = change_staff.role where s.id = v_member.id;
  return jsonb_build_object('status', 'changed');
end;
$$;
comment on function private.change_staff is 'Another name or other rights, from the next request on: see the door of the same name.';

create function private.switch_staff(staff_id uuid, active boolean, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_member public.staff := private.hold_staff(staff_id);
begin
  if shown is distinct from private.staff_shown(v_member) then
    return private.changed_by_somebody(array[v_member.id]);
  elsif v_member.id = private.me() then
    return private.refused('self');
  elsif switch_staff.active is null then
    return private.rejected('active');
  end if;
  update public.staff s set active = switch_staff.active where s.id = v_member.id;
  return jsonb_build_object('status', 'switched');
end;
$$;
comment on function private.switch_staff is 'Switches somebody''s login off or on, at once: see the door of the same name.';

create function private.require_own_login(staff_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if private.staff_role() is null or staff_id is distinct from private.me() then
    perform private.require_admin();
  end if;
end;
$$;
comment on function private.require_own_login is 'Raises 42501 unless the login is that of the caller, who is on the staff, or the caller is admin, the service role or a direct connection.';

create function private.sign_out_everywhere(staff_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'sign_out_everywhere'
as $$
declare
  v_user_id uuid;
begin
  update public.staff s set signed_out_at = clock_timestamp() where s.id = sign_out_everywhere.staff_id returning s.user_id into v_user_id;
  if not found then
    raise exception 'nobody of that id' using errcode = 'PT404';
  end if;
  perform private.end_links(sign_out_everywhere.staff_id);
  return jsonb_build_object('status', 'signed_out', 'sessions', private.end_sessions(v_user_id));
end;
$$;
comment on function private.sign_out_everywhere is 'Ends every session of somebody, and every link to their login: see the door of the same name.';
