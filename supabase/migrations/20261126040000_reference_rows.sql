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
  (code, name, equipment_class, identity, safety_critical, installed, maintenance_enabled, interval_months, fee, tax_code_id, required_skill_id, visit_minutes, certificate_months)
select c.code, c.name, c.equipment_class, c.identity, c.safety_critical, c.installed, c.enabled, c.interval_months, c.fee, t.id, s.id, c.visit_minutes, c.certificate_months
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

insert into public.checklist_items (category_id, position, label, required, safety_critical)
select c.id, i.position, i.label, true, i.safety_critical
from (values
  ('stairlift', 1, 'Rail and rack clean and lubricated', false),
  ('stairlift', 2, 'Rail anchored firmly', true),
  ('stairlift', 3, 'Rollers and guide wheels', false),
  ('stairlift', 4, 'Footrest obstruction sensor stops the lift', true),
  ('stairlift', 5, 'Carriage obstruction sensors stop the lift', true),
  ('stairlift', 6, 'Final limit switches', true),
  ('stairlift', 7, 'Overspeed or slack-cable safety device', true),
  ('stairlift', 8, 'Seat switch stops travel when unlocked', true),
  ('stairlift', 9, 'Seat swivel locks', false),
  ('stairlift', 10, 'Seat belt', true),
  ('stairlift', 11, 'Call and send stations', false),
  ('stairlift', 12, 'Charge contacts', false),
  ('stairlift', 13, 'Battery voltage under load', false),
  ('stairlift', 14, 'Brake holds under load', true),
  ('stairlift', 15, 'Loaded ride up and down', true),
  ('stairlift', 16, 'Manual lowering works', false),
  ('porch_lift', 1, 'Under-pan obstruction sensors stop the lift', true),
  ('porch_lift', 2, 'Gate locks and interlock', true),
  ('porch_lift', 3, 'Emergency stop', true),
  ('porch_lift', 4, 'Safety-nut switch', true),
  ('porch_lift', 5, 'Load switch', true),
  ('porch_lift', 6, 'Final limit switches', true),
  ('porch_lift', 7, 'Chain, belt or screw wear (mm)', false),
  ('porch_lift', 8, 'Guide rollers', false),
  ('porch_lift', 9, 'Safety brake holds', true),
  ('porch_lift', 10, 'Oil leaks', false),
  ('porch_lift', 11, 'Battery', false),
  ('porch_lift', 12, 'Emergency lowering works', true),
  ('porch_lift', 13, 'Alarm', false),
  ('porch_lift', 14, 'Anchors tight, no corrosion, free of ice', false),
  ('porch_lift', 15, 'Ramp', false),
  ('lift_chair', 1, 'Power cord undamaged', true),
  ('lift_chair', 2, 'Transformer', false),
  ('lift_chair', 3, 'Hand control', false),
  ('lift_chair', 4, 'Actuator noise and bolts', false),
  ('lift_chair', 5, 'Scissor linkage and welds', true),
  ('lift_chair', 6, 'Loaded full cycle', true),
  ('lift_chair', 7, 'Backup battery', false),
  ('lift_chair', 8, 'No entrapment gaps', true),
  ('lift_chair', 9, 'Upholstery', false),
  ('manual_wheelchair', 1, 'Tracks straight', false),
  ('manual_wheelchair', 2, 'Folds and opens', false),
  ('manual_wheelchair', 3, 'Wheel locks hold', true),
  ('manual_wheelchair', 4, 'Quick-release axles lock', true),
  ('manual_wheelchair', 5, 'Spokes and handrims', false),
  ('manual_wheelchair', 6, 'Tires', false),
  ('manual_wheelchair', 7, 'Casters: flutter and forks', false),
  ('manual_wheelchair', 8, 'Bearings', false),
  ('manual_wheelchair', 9, 'Upholstery', false),
  ('manual_wheelchair', 10, 'Arms and footrests', false),
  ('manual_wheelchair', 11, 'Anti-tippers and belt', false),
  ('power_wheelchair', 1, 'Joystick returns to centre', true),
  ('power_wheelchair', 2, 'Speed limits, also with the seat raised', true),
  ('power_wheelchair', 3, 'Motors', false),
  ('power_wheelchair', 4, 'Electromagnetic brakes hold', true),
  ('power_wheelchair', 5, 'Freewheel levers', false),
  ('power_wheelchair', 6, 'Battery load test', false),
  ('power_wheelchair', 7, 'Battery terminals and charger', false),
  ('power_wheelchair', 8, 'Cables', false),
  ('power_wheelchair', 9, 'Frame', false),
  ('power_wheelchair', 10, 'Casters and tires', false),
  ('power_wheelchair', 11, 'Belt', false),
  ('power_wheelchair', 12, 'Seating actuators', false),
  ('power_wheelchair', 13, 'Road test', true),
  ('scooter', 1, 'Releasing the throttle brakes', true),
  ('scooter', 2, 'Tiller locks', false),
  ('scooter', 3, 'Transaxle', false),
  ('scooter', 4, 'Motor brushes', false),
  ('scooter', 5, 'Wheel keyway', false),
  ('scooter', 6, 'Tire tread', false),
  ('scooter', 7, 'Battery meter', false),
  ('scooter', 8, 'Charger', false),
  ('scooter', 9, 'Wiring', false),
  ('scooter', 10, 'Lights and horn', false),
  ('scooter', 11, 'Freewheel lever', false),
  ('scooter', 12, 'Seat locks', true),
  ('walker', 1, 'Brakes hold', true),
  ('walker', 2, 'Brake cables and pads', false),
  ('walker', 3, 'Parking lock', true),
  ('walker', 4, 'Wheels', false),
  ('walker', 5, 'Fold lock', false),
  ('walker', 6, 'Height pins', false),
  ('walker', 7, 'Grips', false),
  ('walker', 8, 'Ferrules', false),
  ('walker', 9, 'Fasteners', false),
  ('walker', 10, 'Seat', false)
) as i (code, position, label, safety_critical)
join public.equipment_categories c on c.code = i.code
where not exists (select from public.checklist_items x where x.category_id = c.id);

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
