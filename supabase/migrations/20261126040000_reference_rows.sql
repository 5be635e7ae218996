-- Reference rows that every company starts from. Figures are the first company's proposal; administrators edit them.
-- Idempotent: rows that exist are left as the company made them.

insert into public.company_settings (only_row) values (true) on conflict (only_row) do nothing;

insert into public.skills (code, name) values
  ('lifts', 'Stair and porch lifts'),
  ('lift_chairs', 'Lift chairs'),
  ('wheelchairs', 'Manual wheelchairs and walkers'),
  ('power_mobility', 'Power wheelchairs and scooters')
on conflict (code) do nothing;

-- Which category gets which code is for the company's accountant to confirm.
insert into public.tax_codes (code, name, rate, zero_rated_reason) values
  ('HST_ON', 'HST 13 %', 0.13, null),
  ('ZERO_DEVICE', 'Zero-rated', 0, 'Service on a zero-rated medical device')
on conflict (code) do nothing;

insert into public.equipment_categories
  (code, name, equipment_class, identity, safety_critical, installed, maintenance_enabled, interval_months, fee, tax_code_id, required_skill_id, visit_minutes, certificate_months, outdoor)
select c.code, c.name, c.equipment_class, c.identity, c.safety_critical, c.installed, c.enabled, c.interval_months, c.fee, t.id, s.id, c.visit_minutes, c.certificate_months, c.code = 'porch_lift'
from (values
  ('stairlift', 'Stair lift', 'lift_elevating', 'line', true, true, true, 6, 189.00, 'lifts', 60, 12),
  ('porch_lift', 'Porch lift (vertical platform)', 'lift_elevating', 'line', true, true, true, 6, 249.00, 'lifts', 90, 12),
  ('lift_chair', 'Lift chair', 'lift_elevating', 'line', true, false, true, 6, 129.00, 'lift_chairs', 45, 12),
  ('manual_wheelchair', 'Manual wheelchair', 'mobility', 'serial', false, false, true, 6, 79.00, 'wheelchairs', 45, null),
  ('power_wheelchair', 'Power wheelchair', 'mobility', 'serial', false, false, true, 3, 119.00, 'power_mobility', 60, null),
  ('scooter', 'Scooter', 'mobility', 'serial', false, false, true, 4, 99.00, 'power_mobility', 45, null),
  ('walker', 'Walker', 'mobility', 'serial', false, false, false, 12, 49.00, 'wheelchairs', 30, null)
) as c (code, name, equipment_class, identity, safety_critical, installed, enabled, interval_months, fee, skill, visit_minutes, certificate_months)
join public.skills s on s.code = c.skill
join public.tax_codes t on t.code = 'HST_ON'
on conflict (code) do nothing;

select private.set_checklist(i.code, i.lines)
from (
  select v.code, jsonb_agg(to_jsonb(v) - 'code') as lines
  from (values
    ('stairlift', 1, 'Rail', 'Rail and rack clean and lubricated', false, null),
    ('stairlift', 2, 'Rail', 'Rail anchored firmly', true, null),
    ('stairlift', 3, 'Rail', 'Rollers and guide wheels', false, null),
    ('stairlift', 4, 'Safety devices', 'Footrest obstruction sensor stops the lift', true, null),
    ('stairlift', 5, 'Safety devices', 'Carriage obstruction sensors stop the lift', true, null),
    ('stairlift', 6, 'Safety devices', 'Final limit switches', true, null),
    ('stairlift', 7, 'Safety devices', 'Overspeed or slack-cable safety device', true, 'Whichever this model has, tested as its maker says.'),
    ('stairlift', 8, 'Seat', 'Seat switch stops travel when unlocked', true, null),
    ('stairlift', 9, 'Seat', 'Seat swivel locks', false, null),
    ('stairlift', 10, 'Seat', 'Seat belt', true, null),
    ('stairlift', 11, 'Controls and power', 'Call and send stations', false, null),
    ('stairlift', 12, 'Controls and power', 'Charge contacts', false, null),
    ('stairlift', 13, 'Controls and power', 'Battery voltage under load', false, 'Measured while the lift goes up.'),
    ('stairlift', 14, 'Ride', 'Brake holds under load', true, null),
    ('stairlift', 15, 'Ride', 'Loaded ride up and down', true, null),
    ('stairlift', 16, 'Ride', 'Manual lowering works', false, null),
    ('porch_lift', 1, 'Safety devices', 'Under-pan obstruction sensors stop the lift', true, null),
    ('porch_lift', 2, 'Safety devices', 'Gate locks and interlock', true, 'No gate opens unless the platform is there, and the lift does not move with a gate open.'),
    ('porch_lift', 3, 'Safety devices', 'Emergency stop', true, null),
    ('porch_lift', 4, 'Safety devices', 'Safety-nut switch', true, null),
    ('porch_lift', 5, 'Safety devices', 'Load switch', true, null),
    ('porch_lift', 6, 'Safety devices', 'Final limit switches', true, null),
    ('porch_lift', 7, 'Drive', 'Chain, belt or screw wear (mm)', false, 'Note the millimetres.'),
    ('porch_lift', 8, 'Drive', 'Guide rollers', false, null),
    ('porch_lift', 9, 'Drive', 'Safety brake holds', true, null),
    ('porch_lift', 10, 'Drive', 'Oil leaks', false, null),
    ('porch_lift', 11, 'Power and emergency', 'Battery', false, null),
    ('porch_lift', 12, 'Power and emergency', 'Emergency lowering works', true, null),
    ('porch_lift', 13, 'Power and emergency', 'Alarm', false, null),
    ('porch_lift', 14, 'Site', 'Anchors tight, no corrosion, free of ice', false, null),
    ('porch_lift', 15, 'Site', 'Ramp', false, 'Not applicable where there is none.'),
    ('lift_chair', 1, 'Power', 'Power cord undamaged', true, null),
    ('lift_chair', 2, 'Power', 'Transformer', false, null),
    ('lift_chair', 3, 'Power', 'Hand control', false, null),
    ('lift_chair', 4, 'Mechanism', 'Actuator noise and bolts', false, null),
    ('lift_chair', 5, 'Mechanism', 'Scissor linkage and welds', true, null),
    ('lift_chair', 6, 'Mechanism', 'Loaded full cycle', true, 'All the way up and down with somebody in the chair.'),
    ('lift_chair', 7, 'Mechanism', 'Backup battery', false, 'Not applicable where there is none.'),
    ('lift_chair', 8, 'Chair', 'No entrapment gaps', true, null),
    ('lift_chair', 9, 'Chair', 'Upholstery', false, null),
    ('manual_wheelchair', 1, 'Frame', 'Tracks straight', false, null),
    ('manual_wheelchair', 2, 'Frame', 'Folds and opens', false, null),
    ('manual_wheelchair', 3, 'Wheels and brakes', 'Wheel locks hold', true, null),
    ('manual_wheelchair', 4, 'Wheels and brakes', 'Quick-release axles lock', true, null),
    ('manual_wheelchair', 5, 'Wheels and brakes', 'Spokes and handrims', false, null),
    ('manual_wheelchair', 6, 'Wheels and brakes', 'Tires', false, null),
    ('manual_wheelchair', 7, 'Wheels and brakes', 'Casters: flutter and forks', false, null),
    ('manual_wheelchair', 8, 'Wheels and brakes', 'Bearings', false, null),
    ('manual_wheelchair', 9, 'Seat and supports', 'Upholstery', false, null),
    ('manual_wheelchair', 10, 'Seat and supports', 'Arms and footrests', false, null),
    ('manual_wheelchair', 11, 'Seat and supports', 'Anti-tippers and belt', false, null),
    ('power_wheelchair', 1, 'Drive and controls', 'Joystick returns to centre', true, null),
    ('power_wheelchair', 2, 'Drive and controls', 'Speed limits, also with the seat raised', true, null),
    ('power_wheelchair', 3, 'Drive and controls', 'Motors', false, null),
    ('power_wheelchair', 4, 'Drive and controls', 'Electromagnetic brakes hold', true, null),
    ('power_wheelchair', 5, 'Drive and controls', 'Freewheel levers', false, null),
    ('power_wheelchair', 6, 'Power', 'Battery load test', false, null),
    ('power_wheelchair', 7, 'Power', 'Battery terminals and charger', false, null),
    ('power_wheelchair', 8, 'Power', 'Cables', false, null),
    ('power_wheelchair', 9, 'Frame and seat', 'Frame', false, null),
    ('power_wheelchair', 10, 'Frame and seat', 'Casters and tires', false, null),
    ('power_wheelchair', 11, 'Frame and seat', 'Belt', false, null),
    ('power_wheelchair', 12, 'Frame and seat', 'Seating actuators', false, null),
    ('power_wheelchair', 13, 'Ride', 'Road test', true, null),
    ('scooter', 1, 'Drive and steering', 'Releasing the throttle brakes', true, 'The scooter comes to a stop by itself as soon as the lever is let go.'),
    ('scooter', 2, 'Drive and steering', 'Tiller locks', false, null),
    ('scooter', 3, 'Drive and steering', 'Transaxle', false, null),
    ('scooter', 4, 'Drive and steering', 'Motor brushes', false, null),
    ('scooter', 5, 'Drive and steering', 'Wheel keyway', false, null),
    ('scooter', 6, 'Drive and steering', 'Tire tread', false, null),
    ('scooter', 7, 'Power', 'Battery meter', false, null),
    ('scooter', 8, 'Power', 'Charger', false, null),
    ('scooter', 9, 'Power', 'Wiring', false, null),
    ('scooter', 10, 'Power', 'Lights and horn', false, null),
    ('scooter', 11, 'Levers and seat', 'Freewheel lever', false, null),
    ('scooter', 12, 'Levers and seat', 'Seat locks', true, null),
    ('walker', 1, 'Brakes', 'Brakes hold', true, null),
    ('walker', 2, 'Brakes', 'Brake cables and pads', false, null),
    ('walker', 3, 'Brakes', 'Parking lock', true, null),
    ('walker', 4, 'Wheels and frame', 'Wheels', false, null),
    ('walker', 5, 'Wheels and frame', 'Fold lock', false, null),
    ('walker', 6, 'Wheels and frame', 'Height pins', false, null),
    ('walker', 7, 'Grips and seat', 'Grips', false, null),
    ('walker', 8, 'Grips and seat', 'Ferrules', false, null),
    ('walker', 9, 'Grips and seat', 'Fasteners', false, null),
    ('walker', 10, 'Grips and seat', 'Seat', false, null)
  ) as v (code, position, section, label, safety_critical, help)
  group by v.code
) i
join public.equipment_categories c on c.code = i.code
where not exists (select from public.checklist_versions x where x.category_id = c.id);

insert into public.products (sku, name, unit_kind, maintenance_enabled) values
  ('MAINT-VISIT', 'Maintenance visit', 'service', false)
on conflict (sku) do nothing;

insert into public.callout_rates (equipment_class, label, call_out, hourly, minimum_minutes) values
  ('mobility', 'Standard call-out', 85.00, 95.00, 60),
  ('lift_elevating', 'Lift and elevating call-out', 125.00, 125.00, 60)
on conflict (equipment_class, valid_from) do nothing;

-- Ontario's public holidays, and where the first company rests as well. One that falls on a weekend is observed on the
-- next weekday that is none itself; the day keeps its own row for those who work on weekends.
with years as (
  select year, make_date(year, 1, 1) as first_day,
    -- The anonymous Gregorian computus: March 22 plus the days from there to Easter Sunday.
    year % 19 as a, year / 100 as b, year % 100 as c
  from generate_series(2026, 2036) year
), moons as (
  select y.*, (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30 as h from years y
), sundays as (
  select m.*, (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7 as l from moons m
), easters as (
  select s.*, make_date(year, 3, 22) + h + l - 7 * ((a + 11 * h + 22 * l) / 451) as easter from sundays s
), named as (
  select d.name, d.on_day, d.is_fixed
  from easters e
  cross join lateral (values
    ('New Year''s Day', first_day, true),
    -- The third Monday of February, the Monday before May 25, the first of September, the second of October.
    ('Family Day', make_date(year, 2, 21) - (extract(isodow from make_date(year, 2, 21))::integer - 1), false),
    ('Good Friday', easter - 2, false),
    ('Victoria Day', make_date(year, 5, 24) - (extract(isodow from make_date(year, 5, 24))::integer - 1), false),
    ('Canada Day', make_date(year, 7, 1), true),
    ('Labour Day', make_date(year, 9, 7) - (extract(isodow from make_date(year, 9, 7))::integer - 1), false),
    ('Thanksgiving', make_date(year, 10, 14) - (extract(isodow from make_date(year, 10, 14))::integer - 1), false),
    ('Christmas Day', make_date(year, 12, 25), true),
    ('Boxing Day', make_date(year, 12, 26), true)
  ) d (name, on_day, is_fixed)
), observed as (
  -- Two in a row, Christmas and Boxing Day, take two weekdays.
  select n.on_day + case when extract(isodow from n.on_day) = 7 and n.name not in ('Christmas Day', 'Boxing Day') then 1 else 2 end,
    n.name || ' (observed)'
  from named n where n.is_fixed and extract(isodow from n.on_day) > 5
)
insert into public.holidays (on_day, name)
select on_day, name from named
union all
select * from observed
on conflict (on_day) do nothing;
