-- A company in which every reason against a place can be met: what is booked, then what makes it impossible elsewhere.
create schema board_refusals;

-- Pages take nothing for an id but what is one by its version.
create or replace function tests.id(label text)
returns uuid
language sql immutable
as $$ select overlay(overlay(md5(label) placing '4' from 13) placing '8' from 17)::uuid $$;

create function board_refusals.move(label text, technician text, at timestamptz)
returns void
language plpgsql volatile
as $$
begin
  perform tests.act_as_staff('office');
  perform public.move_task((
    select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label)),
    tests.id(technician), at, override => true);
  perform tests.act_as_owner();
end;
$$;

select tests.freeze_clock('2026-07-02 12:00+00');
insert into public.customers (id, name, email, street, city, province, postal_code, latitude, longitude)
select tests.id(label), initcap(label) || ' Example', label || '@example.com', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7
from unnest('{ada,bob,cy,pia}'::text[]) label;
select tests.technician('Bea Two', '{lifts}'), tests.technician('Cem Three', '{lifts}'), tests.technician('Dov Four', '{lifts}'),
  tests.technician('Eve Five', '{lift_chairs}'), tests.technician('Gus Six', '{lifts}');
select tests.unit(label, label, case label when 'pia' then 'porch_lift' else 'stairlift' end, '1 Elm St', '2026-07-25')
from unnest('{ada,bob,cy,pia}'::text[]) label;
select tests.book('ada', 'Bea Two', '2026-07-09 13:00+00'), tests.book('bob', 'Cem Three', '2026-07-09 13:00+00'),
  tests.book('cy', 'Bea Two', '2026-07-10 13:00+00'), tests.book('pia', 'Bea Two', '2026-07-14 13:00+00');

update public.technicians set max_visits_per_day = 1 where id = tests.id('Cem Three');
insert into public.technician_tasks (id, technician_id, task_type, title, during)
values (tests.id('last'), tests.id('Gus Six'), 'other', 'Hands in his keys', '[2026-07-06 12:00+00, 2026-07-06 12:30+00)');
insert into public.technician_tasks (technician_id, task_type, during)
values (tests.id('Dov Four'), 'time_off', '[2026-07-09 17:00+00, 2026-07-09 19:00+00)');
insert into public.technician_tasks (technician_id, task_type, title, during, latitude, longitude)
select t.id, 'delivery', 'Far away', '[2026-07-09 14:00+00, 2026-07-09 15:00+00)', 43.45, -80.49 from public.technicians t where t.name = 'Tess Road';
insert into public.holidays (on_day, name) values ('2026-07-10', 'Founder''s Day');
do $$
begin
  perform tests.act_as_staff('office');
  perform public.set_task_state(tests.id('last'), 'completed');
  -- What stood outside that day waits for another one.
  perform public.close_day('2026-07-14', null, true, 'an ice storm', dry_run => false);
  perform tests.act_as_owner();
end;
$$;
update public.technicians set active = false where id = tests.id('Gus Six');
update public.equipment_categories set winter_from = '07-20', winter_until = '07-30' where code = 'porch_lift';
