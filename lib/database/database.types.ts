
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "activity_calls": {
                  Row: {
                    "activity_id": string,"again_on": string | null,"due_on": string,"id": string,"made_at": string,"note": string | null,"number": number,"result": string,"staff_id": string | null,"turn": number,"undoes": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "activity_id": string,"again_on"?: string | null,"due_on": string,"id"?: string,"made_at"?: string,"note"?: string | null,"number": number,"result": string,"staff_id"?: string | null,"turn"?: number,"undoes"?: string | null
                  }
                  Update: {
                    "activity_id"?: string,"again_on"?: string | null,"due_on"?: string,"id"?: string,"made_at"?: string,"note"?: string | null,"number"?: number,"result"?: string,"staff_id"?: string | null,"turn"?: number,"undoes"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "activity_calls_activity_id_fkey"
      columns: ["activity_id"]
isOneToOne: false
      referencedRelation: "office_activities"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "activity_calls_staff_id_fkey"
      columns: ["staff_id"]
isOneToOne: false
      referencedRelation: "staff"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "activity_calls_undoes_fkey"
      columns: ["undoes"]
isOneToOne: true
      referencedRelation: "activity_calls"
      referencedColumns: ["id"]
    }
                  ]
                },"audit_events": {
                  Row: {
                    "action": string,"actor": string | null,"at": string,"changes": NonNullable<Json>,"id": string,"made_by": string | null,"personal_digest": string | null,"request_role": string | null,"row_id": string | null,"seq": number,"session_role": string,"table_name": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"actor"?: string | null,"at"?: string,"changes": NonNullable<Json>,"id"?: string,"made_by"?: string | null,"personal_digest"?: string | null,"request_role"?: string | null,"row_id"?: string | null,"seq"?: never,"session_role"?: string,"table_name": string
                  }
                  Update: {
                    "action"?: string,"actor"?: string | null,"at"?: string,"changes"?: NonNullable<Json>,"id"?: string,"made_by"?: string | null,"personal_digest"?: string | null,"request_role"?: string | null,"row_id"?: string | null,"seq"?: never,"session_role"?: string,"table_name"?: string
                  }
                  Relationships: [
                    
                  ]
                },"audit_personal_values": {
                  Row: {
                    "changes": NonNullable<Json>,"id": string,"salt": string
                  }
                  ComputedFields: never
                  Insert: {
                    "changes": NonNullable<Json>,"id": string,"salt"?: string
                  }
                  Update: {
                    "changes"?: NonNullable<Json>,"id"?: string,"salt"?: string
                  }
                  Relationships: [
                    
                  ]
                },"backfill_rows": {
                  Row: {
                    "anchor_on": string | null,"anchor_source": string | null,"category_id": string | null,"consent": string | null,"consent_on": string | null,"contract_id": string | null,"customer_id": string | null,"doubt": string | null,"due_on": string | null,"failure": string | null,"fee": number | null,"first_due_on": string | null,"id": string,"import_row_id": string,"interval_months": number | null,"mail_on": string | null,"makes_unit": boolean | null,"outcome": string,"position": number,"product_id": string | null,"purchased_on": string | null,"reason": string | null,"rival_id": string | null,"run_id": string,"serial_number": string | null,"source_claim_id": string | null,"source_line_id": string | null,"state": string | null,"unit_id": string | null,"unit_number": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "anchor_on"?: string | null,"anchor_source"?: string | null,"category_id"?: string | null,"consent"?: string | null,"consent_on"?: string | null,"contract_id"?: string | null,"customer_id"?: string | null,"doubt"?: string | null,"due_on"?: string | null,"failure"?: string | null,"fee"?: number | null,"first_due_on"?: string | null,"id"?: string,"import_row_id": string,"interval_months"?: number | null,"mail_on"?: string | null,"makes_unit"?: boolean | null,"outcome": string,"position": number,"product_id"?: string | null,"purchased_on"?: string | null,"reason"?: string | null,"rival_id"?: string | null,"run_id": string,"serial_number"?: string | null,"source_claim_id"?: string | null,"source_line_id"?: string | null,"state"?: string | null,"unit_id"?: string | null,"unit_number"?: number | null
                  }
                  Update: {
                    "anchor_on"?: string | null,"anchor_source"?: string | null,"category_id"?: string | null,"consent"?: string | null,"consent_on"?: string | null,"contract_id"?: string | null,"customer_id"?: string | null,"doubt"?: string | null,"due_on"?: string | null,"failure"?: string | null,"fee"?: number | null,"first_due_on"?: string | null,"id"?: string,"import_row_id"?: string,"interval_months"?: number | null,"mail_on"?: string | null,"makes_unit"?: boolean | null,"outcome"?: string,"position"?: number,"product_id"?: string | null,"purchased_on"?: string | null,"reason"?: string | null,"rival_id"?: string | null,"run_id"?: string,"serial_number"?: string | null,"source_claim_id"?: string | null,"source_line_id"?: string | null,"state"?: string | null,"unit_id"?: string | null,"unit_number"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "backfill_rows_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "equipment_categories"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "contract_list"
      referencedColumns: ["contract_id"]
    },{
      foreignKeyName: "backfill_rows_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "maintenance_contracts"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_import_row_id_fkey"
      columns: ["import_row_id"]
isOneToOne: false
      referencedRelation: "import_rows"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_rival_id_fkey"
      columns: ["rival_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_run_id_fkey"
      columns: ["run_id"]
isOneToOne: false
      referencedRelation: "backfill_runs"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_source_claim_id_fkey"
      columns: ["source_claim_id"]
isOneToOne: false
      referencedRelation: "device_claims"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_source_line_id_fkey"
      columns: ["source_line_id"]
isOneToOne: false
      referencedRelation: "sales_order_lines"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "backfill_rows_unit_id_fkey"
      columns: ["unit_id"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["id"]
    }
                  ]
                },"backfill_runs": {
                  Row: {
                    "asked_until": number,"content_hash": string | null,"created_at": string,"enrolled": number,"failed": number,"file_ids": (string)[],"finished_at": string | null,"first_day": string | null,"id": string,"passed_over": number,"report": NonNullable<Json>,"revives_cancelled": boolean,"started_by": string | null,"state": string,"taken_back": number,"to_enrol": number,"today": string,"weeks": number
                  }
                  ComputedFields: never
                  Insert: {
                    "asked_until"?: number,"content_hash"?: string | null,"created_at"?: string,"enrolled"?: number,"failed"?: number,"file_ids": (string)[],"finished_at"?: string | null,"first_day"?: string | null,"id"?: string,"passed_over"?: number,"report"?: NonNullable<Json>,"revives_cancelled"?: boolean,"started_by"?: string | null,"state"?: string,"taken_back"?: number,"to_enrol"?: number,"today": string,"weeks": number
                  }
                  Update: {
                    "asked_until"?: number,"content_hash"?: string | null,"created_at"?: string,"enrolled"?: number,"failed"?: number,"file_ids"?: (string)[],"finished_at"?: string | null,"first_day"?: string | null,"id"?: string,"passed_over"?: number,"report"?: NonNullable<Json>,"revives_cancelled"?: boolean,"started_by"?: string | null,"state"?: string,"taken_back"?: number,"to_enrol"?: number,"today"?: string,"weeks"?: number
                  }
                  Relationships: [
                    
                  ]
                },"booking_attempts": {
                  Row: {
                    "action": string,"at": string,"cycle_id": string | null,"details": NonNullable<Json>,"id": string,"reason": string | null,"starts_at": string | null,"status": string,"technician_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"at"?: string,"cycle_id"?: string | null,"details"?: NonNullable<Json>,"id"?: string,"reason"?: string | null,"starts_at"?: string | null,"status": string,"technician_id"?: string | null
                  }
                  Update: {
                    "action"?: string,"at"?: string,"cycle_id"?: string | null,"details"?: NonNullable<Json>,"id"?: string,"reason"?: string | null,"starts_at"?: string | null,"status"?: string,"technician_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "booking_attempts_cycle_id_fkey"
      columns: ["cycle_id"]
isOneToOne: false
      referencedRelation: "maintenance_cycles"
      referencedColumns: ["id"]
    }
                  ]
                },"callout_rates": {
                  Row: {
                    "call_out": number,"equipment_class": string,"hourly": number,"id": string,"label": string,"minimum_minutes": number,"valid_from": string
                  }
                  ComputedFields: never
                  Insert: {
                    "call_out": number,"equipment_class": string,"hourly": number,"id"?: string,"label": string,"minimum_minutes"?: number,"valid_from"?: string
                  }
                  Update: {
                    "call_out"?: number,"equipment_class"?: string,"hourly"?: number,"id"?: string,"label"?: string,"minimum_minutes"?: number,"valid_from"?: string
                  }
                  Relationships: [
                    
                  ]
                },"checklist_items": {
                  Row: {
                    "help": string | null,"id": string,"label": string,"position": number,"required": boolean,"safety_critical": boolean,"section": string,"version_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "help"?: string | null,"id"?: string,"label": string,"position": number,"required"?: boolean,"safety_critical"?: boolean,"section": string,"version_id": string
                  }
                  Update: {
                    "help"?: string | null,"id"?: string,"label"?: string,"position"?: number,"required"?: boolean,"safety_critical"?: boolean,"section"?: string,"version_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "checklist_items_version_id_fkey"
      columns: ["version_id"]
isOneToOne: false
      referencedRelation: "checklist_versions"
      referencedColumns: ["id"]
    }
                  ]
                },"checklist_results": {
                  Row: {
                    "answered_at": string,"id": string,"note": string | null,"position": number,"result": string,"visit_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "answered_at"?: string,"id"?: string,"note"?: string | null,"position": number,"result": string,"visit_id": string
                  }
                  Update: {
                    "answered_at"?: string,"id"?: string,"note"?: string | null,"position"?: number,"result"?: string,"visit_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "checklist_results_visit_id_fkey"
      columns: ["visit_id"]
isOneToOne: false
      referencedRelation: "maintenance_visits"
      referencedColumns: ["id"]
    }
                  ]
                },"checklist_versions": {
                  Row: {
                    "actor": string | null,"category_id": string,"id": string,"line_count": number,"made_at": string,"number": number
                  }
                  ComputedFields: never
                  Insert: {
                    "actor"?: string | null,"category_id": string,"id"?: string,"line_count": number,"made_at"?: string,"number": number
                  }
                  Update: {
                    "actor"?: string | null,"category_id"?: string,"id"?: string,"line_count"?: number,"made_at"?: string,"number"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "checklist_versions_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "equipment_categories"
      referencedColumns: ["id"]
    }
                  ]
                },"closure_parts": {
                  Row: {
                    "closure_id": string,"during": unknown,"id": string,"revision": number,"state": string,"task_id": string,"technician_id": string,"told": string,"what": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closure_id": string,"during": unknown,"id"?: string,"revision": number,"state": string,"task_id": string,"technician_id": string,"told": string,"what": string
                  }
                  Update: {
                    "closure_id"?: string,"during"?: unknown,"id"?: string,"revision"?: number,"state"?: string,"task_id"?: string,"technician_id"?: string,"told"?: string,"what"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "closure_parts_closure_id_fkey"
      columns: ["closure_id"]
isOneToOne: false
      referencedRelation: "closures"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "closure_parts_task_id_fkey"
      columns: ["task_id"]
isOneToOne: false
      referencedRelation: "technician_tasks"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "closure_parts_technician_id_fkey"
      columns: ["technician_id"]
isOneToOne: false
      referencedRelation: "technicians"
      referencedColumns: ["id"]
    }
                  ]
                },"closures": {
                  Row: {
                    "during": unknown,"id": string,"made_at": string,"made_by": string | null,"mails_at": string,"note": string | null,"on_day": string,"outdoor_only": boolean,"reason": string,"technician_ids": (string)[],"turn": number,"undone_at": string | null,"undone_by": string | null,"undone_turn": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "during": unknown,"id"?: string,"made_at"?: string,"made_by"?: string | null,"mails_at": string,"note"?: string | null,"on_day": string,"outdoor_only": boolean,"reason": string,"technician_ids": (string)[],"turn"?: number,"undone_at"?: string | null,"undone_by"?: string | null,"undone_turn"?: number | null
                  }
                  Update: {
                    "during"?: unknown,"id"?: string,"made_at"?: string,"made_by"?: string | null,"mails_at"?: string,"note"?: string | null,"on_day"?: string,"outdoor_only"?: boolean,"reason"?: string,"technician_ids"?: (string)[],"turn"?: number,"undone_at"?: string | null,"undone_by"?: string | null,"undone_turn"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "closures_made_by_fkey"
      columns: ["made_by"]
isOneToOne: false
      referencedRelation: "staff"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "closures_undone_by_fkey"
      columns: ["undone_by"]
isOneToOne: false
      referencedRelation: "staff"
      referencedColumns: ["id"]
    }
                  ]
                },"company_settings": {
                  Row: {
                    "arrival_window_minutes": number,"booking_horizon_days": number,"brand_color": string,"certificate_notice_days": number,"change_cutoff_hours": number,"company_name": string,"consent_rule": string,"dead_man_url": string | null,"delivery_mode": string,"digest_at": string,"digest_on": boolean,"follow_up_again_days": number,"household_days": number,"hst_number": string | null,"id": string,"import_most_new": number,"invoice_on_completion": boolean,"logo_url": string | null,"mail_from_time": string,"message_attempts": number,"messages_paused": boolean,"minimum_notice_hours": number,"only_row": boolean,"overdue_urgent_after_days": number,"payment_terms_days": number,"phone": string,"postal_address": string,"public_url": string,"recipient_allow_list": (string)[] | null,"reminder_bands": (number)[],"require_photo_on_fail": boolean,"sender_email": string,"sender_name": string,"service_area_km": number | null,"slot_step_minutes": number,"staff_horizon_days": number,"stagger_weeks": number,"tell_clients_on_absence": boolean,"time_zone": string,"unbooked_after_days": number,"unpaid_after_days": number,"wait_minutes_per_day": number
                  }
                  ComputedFields: never
                  Insert: {
                    "arrival_window_minutes"?: number,"booking_horizon_days"?: number,"brand_color"?: string,"certificate_notice_days"?: number,"change_cutoff_hours"?: number,"company_name"?: string,"consent_rule"?: string,"dead_man_url"?: string | null,"delivery_mode"?: string,"digest_at"?: string,"digest_on"?: boolean,"follow_up_again_days"?: number,"household_days"?: number,"hst_number"?: string | null,"id"?: string,"import_most_new"?: number,"invoice_on_completion"?: boolean,"logo_url"?: string | null,"mail_from_time"?: string,"message_attempts"?: number,"messages_paused"?: boolean,"minimum_notice_hours"?: number,"only_row"?: boolean,"overdue_urgent_after_days"?: number,"payment_terms_days"?: number,"phone"?: string,"postal_address"?: string,"public_url"?: string,"recipient_allow_list"?: (string)[] | null,"reminder_bands"?: (number)[],"require_photo_on_fail"?: boolean,"sender_email"?: string,"sender_name"?: string,"service_area_km"?: number | null,"slot_step_minutes"?: number,"staff_horizon_days"?: number,"stagger_weeks"?: number,"tell_clients_on_absence"?: boolean,"time_zone"?: string,"unbooked_after_days"?: number,"unpaid_after_days"?: number,"wait_minutes_per_day"?: number
                  }
                  Update: {
                    "arrival_window_minutes"?: number,"booking_horizon_days"?: number,"brand_color"?: string,"certificate_notice_days"?: number,"change_cutoff_hours"?: number,"company_name"?: string,"consent_rule"?: string,"dead_man_url"?: string | null,"delivery_mode"?: string,"digest_at"?: string,"digest_on"?: boolean,"follow_up_again_days"?: number,"household_days"?: number,"hst_number"?: string | null,"id"?: string,"import_most_new"?: number,"invoice_on_completion"?: boolean,"logo_url"?: string | null,"mail_from_time"?: string,"message_attempts"?: number,"messages_paused"?: boolean,"minimum_notice_hours"?: number,"only_row"?: boolean,"overdue_urgent_after_days"?: number,"payment_terms_days"?: number,"phone"?: string,"postal_address"?: string,"public_url"?: string,"recipient_allow_list"?: (string)[] | null,"reminder_bands"?: (number)[],"require_photo_on_fail"?: boolean,"sender_email"?: string,"sender_name"?: string,"service_area_km"?: number | null,"slot_step_minutes"?: number,"staff_horizon_days"?: number,"stagger_weeks"?: number,"tell_clients_on_absence"?: boolean,"time_zone"?: string,"unbooked_after_days"?: number,"unpaid_after_days"?: number,"wait_minutes_per_day"?: number
                  }
                  Relationships: [
                    
                  ]
                },"customer_contacts": {
                  Row: {
                    "billing_address": string | null,"created_at": string,"customer_id": string,"email": string | null,"id": string,"is_payer": boolean,"name": string,"phone": string | null,"purchase_order": string | null,"receives": string,"relation": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "billing_address"?: string | null,"created_at"?: string,"customer_id": string,"email"?: string | null,"id"?: string,"is_payer"?: boolean,"name": string,"phone"?: string | null,"purchase_order"?: string | null,"receives"?: string,"relation"?: string | null
                  }
                  Update: {
                    "billing_address"?: string | null,"created_at"?: string,"customer_id"?: string,"email"?: string | null,"id"?: string,"is_payer"?: boolean,"name"?: string,"phone"?: string | null,"purchase_order"?: string | null,"receives"?: string,"relation"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "customer_contacts_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    }
                  ]
                },"customers": {
                  Row: {
                    "apartment": string | null,"city": string | null,"consent_basis": string,"consent_on": string | null,"created_at": string,"customer_ref": string | null,"deceased_on": string | null,"email": string | null,"erased_on": string | null,"first_name": string,"id": string,"latitude": number | null,"longitude": number | null,"name": string,"notes": string | null,"phone": string | null,"postal_code": string | null,"province": string | null,"reach_by": string,"reach_note": string | null,"street": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "apartment"?: string | null,"city"?: string | null,"consent_basis"?: string,"consent_on"?: string | null,"created_at"?: string,"customer_ref"?: string | null,"deceased_on"?: string | null,"email"?: string | null,"erased_on"?: string | null,"first_name"?: never,"id"?: string,"latitude"?: number | null,"longitude"?: number | null,"name": string,"notes"?: string | null,"phone"?: string | null,"postal_code"?: string | null,"province"?: string | null,"reach_by"?: string,"reach_note"?: string | null,"street"?: string | null
                  }
                  Update: {
                    "apartment"?: string | null,"city"?: string | null,"consent_basis"?: string,"consent_on"?: string | null,"created_at"?: string,"customer_ref"?: string | null,"deceased_on"?: string | null,"email"?: string | null,"erased_on"?: string | null,"first_name"?: never,"id"?: string,"latitude"?: number | null,"longitude"?: number | null,"name"?: string,"notes"?: string | null,"phone"?: string | null,"postal_code"?: string | null,"province"?: string | null,"reach_by"?: string,"reach_note"?: string | null,"street"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"device_claims": {
                  Row: {
                    "adp_delivery_date": string | null,"claim_ref": string,"customer_id": string,"device_type": string | null,"funder": string | null,"id": string,"invoice_date": string | null,"order_date": string | null,"product_id": string | null,"serial_number": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "adp_delivery_date"?: string | null,"claim_ref": string,"customer_id": string,"device_type"?: string | null,"funder"?: string | null,"id"?: string,"invoice_date"?: string | null,"order_date"?: string | null,"product_id"?: string | null,"serial_number"?: string | null
                  }
                  Update: {
                    "adp_delivery_date"?: string | null,"claim_ref"?: string,"customer_id"?: string,"device_type"?: string | null,"funder"?: string | null,"id"?: string,"invoice_date"?: string | null,"order_date"?: string | null,"product_id"?: string | null,"serial_number"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "device_claims_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "device_claims_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    }
                  ]
                },"device_types": {
                  Row: {
                    "category_id": string | null,"id": string,"name": string,"name_key": string
                  }
                  ComputedFields: never
                  Insert: {
                    "category_id"?: string | null,"id"?: string,"name": string,"name_key"?: never
                  }
                  Update: {
                    "category_id"?: string | null,"id"?: string,"name"?: string,"name_key"?: never
                  }
                  Relationships: [
                    {
      foreignKeyName: "device_types_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "equipment_categories"
      referencedColumns: ["id"]
    }
                  ]
                },"equipment_categories": {
                  Row: {
                    "battery_months": number | null,"certificate_months": number | null,"code": string,"equipment_class": string,"fee": number | null,"id": string,"identity": string,"installed": boolean,"interval_months": number | null,"maintenance_enabled": boolean,"name": string,"outdoor": boolean,"required_skill_id": string | null,"safety_critical": boolean,"service_product_id": string | null,"tax_code_id": string | null,"visit_minutes": number | null,"winter_from": string | null,"winter_until": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "battery_months"?: number | null,"certificate_months"?: number | null,"code": string,"equipment_class"?: string,"fee"?: number | null,"id"?: string,"identity"?: string,"installed"?: boolean,"interval_months"?: number | null,"maintenance_enabled"?: boolean,"name": string,"outdoor"?: boolean,"required_skill_id"?: string | null,"safety_critical"?: boolean,"service_product_id"?: string | null,"tax_code_id"?: string | null,"visit_minutes"?: number | null,"winter_from"?: string | null,"winter_until"?: string | null
                  }
                  Update: {
                    "battery_months"?: number | null,"certificate_months"?: number | null,"code"?: string,"equipment_class"?: string,"fee"?: number | null,"id"?: string,"identity"?: string,"installed"?: boolean,"interval_months"?: number | null,"maintenance_enabled"?: boolean,"name"?: string,"outdoor"?: boolean,"required_skill_id"?: string | null,"safety_critical"?: boolean,"service_product_id"?: string | null,"tax_code_id"?: string | null,"visit_minutes"?: number | null,"winter_from"?: string | null,"winter_until"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "equipment_categories_required_skill_id_fkey"
      columns: ["required_skill_id"]
isOneToOne: false
      referencedRelation: "skills"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "equipment_categories_service_product_fkey"
      columns: ["service_product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "equipment_categories_tax_code_id_fkey"
      columns: ["tax_code_id"]
isOneToOne: false
      referencedRelation: "tax_codes"
      referencedColumns: ["id"]
    }
                  ]
                },"holidays": {
                  Row: {
                    "id": string,"name": string,"on_day": string
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"name"?: string,"on_day": string
                  }
                  Update: {
                    "id"?: string,"name"?: string,"on_day"?: string
                  }
                  Relationships: [
                    
                  ]
                },"import_changes": {
                  Row: {
                    "became": string | null,"change_kind": string,"field": string | null,"file_name": string | null,"id": string,"import_run_id": string,"line": number | null,"subject": string,"subject_id": string | null,"was": string | null,"why": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "became"?: string | null,"change_kind": string,"field"?: string | null,"file_name"?: string | null,"id"?: string,"import_run_id": string,"line"?: number | null,"subject": string,"subject_id"?: string | null,"was"?: string | null,"why"?: string | null
                  }
                  Update: {
                    "became"?: string | null,"change_kind"?: string,"field"?: string | null,"file_name"?: string | null,"id"?: string,"import_run_id"?: string,"line"?: number | null,"subject"?: string,"subject_id"?: string | null,"was"?: string | null,"why"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "import_changes_import_run_id_fkey"
      columns: ["import_run_id"]
isOneToOne: false
      referencedRelation: "import_runs"
      referencedColumns: ["id"]
    }
                  ]
                },"import_conflicts": {
                  Row: {
                    "conflict_kind": string,"customer_id": string | null,"decided_at": string | null,"decided_by": string | null,"decision": string | null,"id": string,"import_run_id": string | null,"opened_at": string,"other_customer_id": string | null,"source_claim_id": string | null,"source_line_id": string | null,"subject": string,"task_id": string | null,"told": NonNullable<Json>,"unit_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "conflict_kind": string,"customer_id"?: string | null,"decided_at"?: string | null,"decided_by"?: string | null,"decision"?: string | null,"id"?: string,"import_run_id"?: string | null,"opened_at"?: string,"other_customer_id"?: string | null,"source_claim_id"?: string | null,"source_line_id"?: string | null,"subject": string,"task_id"?: string | null,"told"?: NonNullable<Json>,"unit_id"?: string | null
                  }
                  Update: {
                    "conflict_kind"?: string,"customer_id"?: string | null,"decided_at"?: string | null,"decided_by"?: string | null,"decision"?: string | null,"id"?: string,"import_run_id"?: string | null,"opened_at"?: string,"other_customer_id"?: string | null,"source_claim_id"?: string | null,"source_line_id"?: string | null,"subject"?: string,"task_id"?: string | null,"told"?: NonNullable<Json>,"unit_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "import_conflicts_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "import_conflicts_import_run_id_fkey"
      columns: ["import_run_id"]
isOneToOne: false
      referencedRelation: "import_runs"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "import_conflicts_other_customer_id_fkey"
      columns: ["other_customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "import_conflicts_source_claim_id_fkey"
      columns: ["source_claim_id"]
isOneToOne: false
      referencedRelation: "device_claims"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "import_conflicts_source_line_id_fkey"
      columns: ["source_line_id"]
isOneToOne: false
      referencedRelation: "sales_order_lines"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "import_conflicts_task_id_fkey"
      columns: ["task_id"]
isOneToOne: false
      referencedRelation: "technician_tasks"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "import_conflicts_unit_id_fkey"
      columns: ["unit_id"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["id"]
    }
                  ]
                },"import_files": {
                  Row: {
                    "changed_count": number,"file_name": string,"finished_at": string | null,"id": string,"import_run_id": string | null,"imported_by": string | null,"is_whole": boolean,"kind": string,"number": number,"request_id": string | null,"row_count": number,"staged_count": number,"started_at": string,"state": string,"taken_count": number,"taken_line": number
                  }
                  ComputedFields: never
                  Insert: {
                    "changed_count"?: number,"file_name": string,"finished_at"?: string | null,"id"?: string,"import_run_id"?: string | null,"imported_by"?: string | null,"is_whole"?: boolean,"kind": string,"number"?: never,"request_id"?: string | null,"row_count"?: number,"staged_count"?: number,"started_at"?: string,"state"?: string,"taken_count"?: number,"taken_line"?: number
                  }
                  Update: {
                    "changed_count"?: number,"file_name"?: string,"finished_at"?: string | null,"id"?: string,"import_run_id"?: string | null,"imported_by"?: string | null,"is_whole"?: boolean,"kind"?: string,"number"?: never,"request_id"?: string | null,"row_count"?: number,"staged_count"?: number,"started_at"?: string,"state"?: string,"taken_count"?: number,"taken_line"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "import_files_import_run_id_fkey"
      columns: ["import_run_id"]
isOneToOne: false
      referencedRelation: "import_runs"
      referencedColumns: ["id"]
    }
                  ]
                },"import_mappings": {
                  Row: {
                    "header": string,"id": string,"kind": string,"mapping": NonNullable<Json>
                  }
                  ComputedFields: never
                  Insert: {
                    "header": string,"id"?: string,"kind": string,"mapping": NonNullable<Json>
                  }
                  Update: {
                    "header"?: string,"id"?: string,"kind"?: string,"mapping"?: NonNullable<Json>
                  }
                  Relationships: [
                    
                  ]
                },"import_rows": {
                  Row: {
                    "fields": Json | null,"file_id": string,"id": string,"line": number,"notice": string | null,"problem": string | null,"ref": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "fields"?: Json | null,"file_id": string,"id"?: string,"line": number,"notice"?: string | null,"problem"?: string | null,"ref"?: string | null
                  }
                  Update: {
                    "fields"?: Json | null,"file_id"?: string,"id"?: string,"line"?: number,"notice"?: string | null,"problem"?: string | null,"ref"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "import_rows_file_id_fkey"
      columns: ["file_id"]
isOneToOne: false
      referencedRelation: "import_files"
      referencedColumns: ["id"]
    }
                  ]
                },"import_runs": {
                  Row: {
                    "counts": NonNullable<Json>,"finished_at": string | null,"id": string,"number": number,"on_day": string,"request_id": string,"source": string,"started_at": string,"state": string
                  }
                  ComputedFields: never
                  Insert: {
                    "counts"?: NonNullable<Json>,"finished_at"?: string | null,"id"?: string,"number"?: never,"on_day": string,"request_id": string,"source": string,"started_at"?: string,"state"?: string
                  }
                  Update: {
                    "counts"?: NonNullable<Json>,"finished_at"?: string | null,"id"?: string,"number"?: never,"on_day"?: string,"request_id"?: string,"source"?: string,"started_at"?: string,"state"?: string
                  }
                  Relationships: [
                    
                  ]
                },"import_uploads": {
                  Row: {
                    "dropped_at": string | null,"file_name": string,"id": string,"import_file_id": string | null,"kind": string | null,"mapping": NonNullable<Json>,"size": number,"uploaded_at": string,"uploaded_by": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "dropped_at"?: string | null,"file_name": string,"id"?: string,"import_file_id"?: string | null,"kind"?: string | null,"mapping"?: NonNullable<Json>,"size": number,"uploaded_at"?: string,"uploaded_by"?: string | null
                  }
                  Update: {
                    "dropped_at"?: string | null,"file_name"?: string,"id"?: string,"import_file_id"?: string | null,"kind"?: string | null,"mapping"?: NonNullable<Json>,"size"?: number,"uploaded_at"?: string,"uploaded_by"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "import_uploads_import_file_id_fkey"
      columns: ["import_file_id"]
isOneToOne: false
      referencedRelation: "import_files"
      referencedColumns: ["id"]
    }
                  ]
                },"inspection_certificates": {
                  Row: {
                    "code": string,"content": NonNullable<Json>,"contract_id": string,"expires_on": string,"id": string,"issued_at": string,"number": string,"number_in_year": number,"pdf_sha256": string | null,"repair_order_id": string | null,"revoked_at": string | null,"revoked_reason": string | null,"service_on": string,"unit_id": string,"visit_id": string,"year": number
                  }
                  ComputedFields: never
                  Insert: {
                    "code": string,"content": NonNullable<Json>,"contract_id": string,"expires_on": string,"id"?: string,"issued_at"?: string,"number"?: never,"number_in_year": number,"pdf_sha256"?: string | null,"repair_order_id"?: string | null,"revoked_at"?: string | null,"revoked_reason"?: string | null,"service_on": string,"unit_id": string,"visit_id": string,"year": number
                  }
                  Update: {
                    "code"?: string,"content"?: NonNullable<Json>,"contract_id"?: string,"expires_on"?: string,"id"?: string,"issued_at"?: string,"number"?: never,"number_in_year"?: number,"pdf_sha256"?: string | null,"repair_order_id"?: string | null,"revoked_at"?: string | null,"revoked_reason"?: string | null,"service_on"?: string,"unit_id"?: string,"visit_id"?: string,"year"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "inspection_certificates_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "contract_list"
      referencedColumns: ["contract_id"]
    },{
      foreignKeyName: "inspection_certificates_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "maintenance_contracts"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "inspection_certificates_repair_order_id_fkey"
      columns: ["repair_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "inspection_certificates_unit_id_fkey"
      columns: ["unit_id"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "inspection_certificates_visit_id_fkey"
      columns: ["visit_id"]
isOneToOne: false
      referencedRelation: "maintenance_visits"
      referencedColumns: ["id"]
    }
                  ]
                },"invoice_lines": {
                  Row: {
                    "amount": number,"description": string,"id": string,"invoice_id": string,"live": boolean,"position": number,"price_reason": string | null,"product_id": string | null,"quantity": number,"tax": number,"tax_code": string | null,"tax_name": string,"tax_rate": number,"tax_reason": string | null,"unit_price": number,"visit_id": string | null,"visit_part_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "amount"?: never,"description": string,"id"?: string,"invoice_id": string,"live"?: boolean,"position": number,"price_reason"?: string | null,"product_id"?: string | null,"quantity"?: number,"tax"?: never,"tax_code"?: string | null,"tax_name": string,"tax_rate": number,"tax_reason"?: string | null,"unit_price": number,"visit_id"?: string | null,"visit_part_id"?: string | null
                  }
                  Update: {
                    "amount"?: never,"description"?: string,"id"?: string,"invoice_id"?: string,"live"?: boolean,"position"?: number,"price_reason"?: string | null,"product_id"?: string | null,"quantity"?: number,"tax"?: never,"tax_code"?: string | null,"tax_name"?: string,"tax_rate"?: number,"tax_reason"?: string | null,"unit_price"?: number,"visit_id"?: string | null,"visit_part_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "invoice_lines_invoice_id_fkey"
      columns: ["invoice_id"]
isOneToOne: false
      referencedRelation: "invoices"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "invoice_lines_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "invoice_lines_visit_id_fkey"
      columns: ["visit_id"]
isOneToOne: false
      referencedRelation: "maintenance_visits"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "invoice_lines_visit_part_id_fkey"
      columns: ["visit_part_id"]
isOneToOne: false
      referencedRelation: "visit_parts"
      referencedColumns: ["id"]
    }
                  ]
                },"invoices": {
                  Row: {
                    "bill_to_address": string | null,"bill_to_name": string | null,"created_at": string,"credited_invoice_id": string | null,"customer_id": string,"due_on": string | null,"exported_at": string | null,"id": string,"issued_at": string | null,"kind": string,"number": number | null,"printed": Json | null,"purchase_order": string | null,"series": string,"state": string,"void_reason": string | null,"work_order_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "bill_to_address"?: string | null,"bill_to_name"?: string | null,"created_at"?: string,"credited_invoice_id"?: string | null,"customer_id": string,"due_on"?: string | null,"exported_at"?: string | null,"id"?: string,"issued_at"?: string | null,"kind"?: string,"number"?: number | null,"printed"?: Json | null,"purchase_order"?: string | null,"series"?: string,"state"?: string,"void_reason"?: string | null,"work_order_id"?: string | null
                  }
                  Update: {
                    "bill_to_address"?: string | null,"bill_to_name"?: string | null,"created_at"?: string,"credited_invoice_id"?: string | null,"customer_id"?: string,"due_on"?: string | null,"exported_at"?: string | null,"id"?: string,"issued_at"?: string | null,"kind"?: string,"number"?: number | null,"printed"?: Json | null,"purchase_order"?: string | null,"series"?: string,"state"?: string,"void_reason"?: string | null,"work_order_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "invoices_credited_invoice_id_fkey"
      columns: ["credited_invoice_id"]
isOneToOne: false
      referencedRelation: "invoices"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "invoices_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "invoices_work_order_fkey"
      columns: ["work_order_id","customer_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id","customer_id"]
    }
                  ]
                },"job_runs": {
                  Row: {
                    "company_day": string,"counts": NonNullable<Json>,"id": string,"job": string,"succeeded_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "company_day": string,"counts"?: NonNullable<Json>,"id"?: string,"job": string,"succeeded_at"?: string
                  }
                  Update: {
                    "company_day"?: string,"counts"?: NonNullable<Json>,"id"?: string,"job"?: string,"succeeded_at"?: string
                  }
                  Relationships: [
                    
                  ]
                },"maintenance_contracts": {
                  Row: {
                    "cancelled_note": string | null,"cancelled_reason": string | null,"category_id": string,"created_at": string,"customer_id": string,"due_anchor_on": string,"fee": number,"id": string,"interval_months": number,"last_service_on": string | null,"no_charge_reason": string | null,"no_charge_until": string | null,"paused_on": string | null,"paused_reason": string | null,"paused_until": string | null,"source": string,"state": string,"tax_code_id": string,"tax_reason": string | null,"unit_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "cancelled_note"?: string | null,"cancelled_reason"?: string | null,"category_id": string,"created_at"?: string,"customer_id": string,"due_anchor_on": string,"fee": number,"id"?: string,"interval_months": number,"last_service_on"?: string | null,"no_charge_reason"?: string | null,"no_charge_until"?: string | null,"paused_on"?: string | null,"paused_reason"?: string | null,"paused_until"?: string | null,"source"?: string,"state"?: string,"tax_code_id": string,"tax_reason"?: string | null,"unit_id": string
                  }
                  Update: {
                    "cancelled_note"?: string | null,"cancelled_reason"?: string | null,"category_id"?: string,"created_at"?: string,"customer_id"?: string,"due_anchor_on"?: string,"fee"?: number,"id"?: string,"interval_months"?: number,"last_service_on"?: string | null,"no_charge_reason"?: string | null,"no_charge_until"?: string | null,"paused_on"?: string | null,"paused_reason"?: string | null,"paused_until"?: string | null,"source"?: string,"state"?: string,"tax_code_id"?: string,"tax_reason"?: string | null,"unit_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "maintenance_contracts_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "equipment_categories"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "maintenance_contracts_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "maintenance_contracts_tax_code_id_fkey"
      columns: ["tax_code_id"]
isOneToOne: false
      referencedRelation: "tax_codes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "maintenance_contracts_unit_id_fkey"
      columns: ["unit_id"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["id"]
    }
                  ]
                },"maintenance_cycles": {
                  Row: {
                    "closed_at": string | null,"closed_reason": string | null,"contract_id": string,"due_on": string,"fee": number | null,"id": string,"number": number,"opened_at": string,"outcome": string | null,"price_frozen_at": string | null,"tax_rate": number | null,"token": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string | null,"closed_reason"?: string | null,"contract_id": string,"due_on": string,"fee"?: number | null,"id"?: string,"number": number,"opened_at"?: string,"outcome"?: string | null,"price_frozen_at"?: string | null,"tax_rate"?: number | null,"token"?: string | null
                  }
                  Update: {
                    "closed_at"?: string | null,"closed_reason"?: string | null,"contract_id"?: string,"due_on"?: string,"fee"?: number | null,"id"?: string,"number"?: number,"opened_at"?: string,"outcome"?: string | null,"price_frozen_at"?: string | null,"tax_rate"?: number | null,"token"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "maintenance_cycles_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "contract_list"
      referencedColumns: ["contract_id"]
    },{
      foreignKeyName: "maintenance_cycles_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "maintenance_contracts"
      referencedColumns: ["id"]
    }
                  ]
                },"maintenance_visits": {
                  Row: {
                    "access_notes": string | null,"advice_to_client": string | null,"booked_by": string,"cancelled_reason": string | null,"checklist_version_id": string | null,"contact_phone": string | null,"created_at": string,"cycle_id": string,"due_on": string,"findings": string | null,"finished_at": string | null,"id": string,"labour_minutes": number | null,"minutes": number,"report_id": string | null,"service_on": string | null,"signed_as": string | null,"signed_by": string | null,"signed_how": string | null,"started_at": string | null,"state": string,"task_id": string,"unsigned_reason": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "access_notes"?: string | null,"advice_to_client"?: string | null,"booked_by"?: string,"cancelled_reason"?: string | null,"checklist_version_id"?: string | null,"contact_phone"?: string | null,"created_at"?: string,"cycle_id": string,"due_on": string,"findings"?: string | null,"finished_at"?: string | null,"id"?: string,"labour_minutes"?: number | null,"minutes": number,"report_id"?: string | null,"service_on"?: string | null,"signed_as"?: string | null,"signed_by"?: string | null,"signed_how"?: string | null,"started_at"?: string | null,"state"?: string,"task_id": string,"unsigned_reason"?: string | null
                  }
                  Update: {
                    "access_notes"?: string | null,"advice_to_client"?: string | null,"booked_by"?: string,"cancelled_reason"?: string | null,"checklist_version_id"?: string | null,"contact_phone"?: string | null,"created_at"?: string,"cycle_id"?: string,"due_on"?: string,"findings"?: string | null,"finished_at"?: string | null,"id"?: string,"labour_minutes"?: number | null,"minutes"?: number,"report_id"?: string | null,"service_on"?: string | null,"signed_as"?: string | null,"signed_by"?: string | null,"signed_how"?: string | null,"started_at"?: string | null,"state"?: string,"task_id"?: string,"unsigned_reason"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "maintenance_visits_checklist_version_id_fkey"
      columns: ["checklist_version_id"]
isOneToOne: false
      referencedRelation: "checklist_versions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "maintenance_visits_cycle_id_fkey"
      columns: ["cycle_id"]
isOneToOne: false
      referencedRelation: "maintenance_cycles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "maintenance_visits_report_id_fkey"
      columns: ["report_id"]
isOneToOne: false
      referencedRelation: "visit_reports"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "maintenance_visits_task_id_fkey"
      columns: ["task_id"]
isOneToOne: false
      referencedRelation: "technician_tasks"
      referencedColumns: ["id"]
    }
                  ]
                },"messages": {
                  Row: {
                    "attempts": number,"created_at": string,"customer_id": string | null,"cycle_id": string | null,"dedupe_key": string,"handed_over_at": string | null,"id": string,"kind": string,"last_error": string | null,"lease_id": string | null,"lease_until": string | null,"next_attempt_at": string,"payload": NonNullable<Json>,"provider": string | null,"provider_deduplicates": boolean,"provider_id": string | null,"recipient": string,"rendered": Json | null,"sent_at": string | null,"set_aside_at": string | null,"set_aside_reason": string | null,"state": string,"task_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "attempts"?: number,"created_at"?: string,"customer_id"?: string | null,"cycle_id"?: string | null,"dedupe_key": string,"handed_over_at"?: string | null,"id"?: string,"kind": string,"last_error"?: string | null,"lease_id"?: string | null,"lease_until"?: string | null,"next_attempt_at"?: string,"payload": NonNullable<Json>,"provider"?: string | null,"provider_deduplicates"?: boolean,"provider_id"?: string | null,"recipient": string,"rendered"?: Json | null,"sent_at"?: string | null,"set_aside_at"?: string | null,"set_aside_reason"?: string | null,"state"?: string,"task_id"?: string | null
                  }
                  Update: {
                    "attempts"?: number,"created_at"?: string,"customer_id"?: string | null,"cycle_id"?: string | null,"dedupe_key"?: string,"handed_over_at"?: string | null,"id"?: string,"kind"?: string,"last_error"?: string | null,"lease_id"?: string | null,"lease_until"?: string | null,"next_attempt_at"?: string,"payload"?: NonNullable<Json>,"provider"?: string | null,"provider_deduplicates"?: boolean,"provider_id"?: string | null,"recipient"?: string,"rendered"?: Json | null,"sent_at"?: string | null,"set_aside_at"?: string | null,"set_aside_reason"?: string | null,"state"?: string,"task_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "messages_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "messages_cycle_id_fkey"
      columns: ["cycle_id"]
isOneToOne: false
      referencedRelation: "maintenance_cycles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "messages_task_id_fkey"
      columns: ["task_id"]
isOneToOne: false
      referencedRelation: "technician_tasks"
      referencedColumns: ["id"]
    }
                  ]
                },"office_activities": {
                  Row: {
                    "closed_at": string | null,"closed_by_hand": boolean,"contract_id": string | null,"created_at": string,"customer_id": string | null,"cycle_id": string | null,"details": NonNullable<Json>,"due_on": string,"id": string,"kind": string,"message_id": string | null,"outcome": string | null,"owner_id": string | null,"state": string,"subject_key": string,"task_id": string | null,"urgent": boolean
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string | null,"closed_by_hand"?: boolean,"contract_id"?: string | null,"created_at"?: string,"customer_id"?: string | null,"cycle_id"?: string | null,"details"?: NonNullable<Json>,"due_on"?: string,"id"?: string,"kind": string,"message_id"?: string | null,"outcome"?: string | null,"owner_id"?: string | null,"state"?: string,"subject_key": string,"task_id"?: string | null,"urgent"?: boolean
                  }
                  Update: {
                    "closed_at"?: string | null,"closed_by_hand"?: boolean,"contract_id"?: string | null,"created_at"?: string,"customer_id"?: string | null,"cycle_id"?: string | null,"details"?: NonNullable<Json>,"due_on"?: string,"id"?: string,"kind"?: string,"message_id"?: string | null,"outcome"?: string | null,"owner_id"?: string | null,"state"?: string,"subject_key"?: string,"task_id"?: string | null,"urgent"?: boolean
                  }
                  Relationships: [
                    {
      foreignKeyName: "office_activities_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "contract_list"
      referencedColumns: ["contract_id"]
    },{
      foreignKeyName: "office_activities_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "maintenance_contracts"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "office_activities_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "office_activities_cycle_id_fkey"
      columns: ["cycle_id"]
isOneToOne: false
      referencedRelation: "maintenance_cycles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "office_activities_message_id_fkey"
      columns: ["message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "office_activities_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "staff"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "office_activities_task_id_fkey"
      columns: ["task_id"]
isOneToOne: false
      referencedRelation: "technician_tasks"
      referencedColumns: ["id"]
    }
                  ]
                },"payments": {
                  Row: {
                    "amount": number,"balance_after": number,"created_at": string,"id": string,"invoice_id": string,"method": string,"note": string | null,"request_id": string,"rounding": number,"state": string,"taken_at": string,"taken_by": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "amount": number,"balance_after": number,"created_at"?: string,"id"?: string,"invoice_id": string,"method": string,"note"?: string | null,"request_id": string,"rounding"?: number,"state"?: string,"taken_at": string,"taken_by"?: string | null
                  }
                  Update: {
                    "amount"?: number,"balance_after"?: number,"created_at"?: string,"id"?: string,"invoice_id"?: string,"method"?: string,"note"?: string | null,"request_id"?: string,"rounding"?: number,"state"?: string,"taken_at"?: string,"taken_by"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "payments_invoice_id_fkey"
      columns: ["invoice_id"]
isOneToOne: false
      referencedRelation: "invoices"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "payments_taken_by_fkey"
      columns: ["taken_by"]
isOneToOne: false
      referencedRelation: "staff"
      referencedColumns: ["id"]
    }
                  ]
                },"price_changes": {
                  Row: {
                    "applied_at": string | null,"contract_id": string,"created_at": string,"fee": number,"from_on": string,"id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "applied_at"?: string | null,"contract_id": string,"created_at"?: string,"fee": number,"from_on": string,"id"?: string
                  }
                  Update: {
                    "applied_at"?: string | null,"contract_id"?: string,"created_at"?: string,"fee"?: number,"from_on"?: string,"id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "price_changes_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "contract_list"
      referencedColumns: ["contract_id"]
    },{
      foreignKeyName: "price_changes_contract_id_fkey"
      columns: ["contract_id"]
isOneToOne: false
      referencedRelation: "maintenance_contracts"
      referencedColumns: ["id"]
    }
                  ]
                },"products": {
                  Row: {
                    "category_id": string | null,"fee": number | null,"id": string,"interval_months": number | null,"is_battery": boolean,"list_price": number | null,"maintenance_enabled": boolean | null,"name": string,"serial_tracked": boolean,"sku": string,"unit_kind": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "category_id"?: string | null,"fee"?: number | null,"id"?: string,"interval_months"?: number | null,"is_battery"?: boolean,"list_price"?: number | null,"maintenance_enabled"?: boolean | null,"name": string,"serial_tracked"?: boolean,"sku": string,"unit_kind"?: string | null
                  }
                  Update: {
                    "category_id"?: string | null,"fee"?: number | null,"id"?: string,"interval_months"?: number | null,"is_battery"?: boolean,"list_price"?: number | null,"maintenance_enabled"?: boolean | null,"name"?: string,"serial_tracked"?: boolean,"sku"?: string,"unit_kind"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "products_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "equipment_categories"
      referencedColumns: ["id"]
    }
                  ]
                },"repair_decisions": {
                  Row: {
                    "actor": string | null,"amount": number,"decided_at": string,"decision": string,"id": string,"note": string | null,"said_by": string,"said_how": string,"work_order_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "actor"?: string | null,"amount": number,"decided_at"?: string,"decision": string,"id"?: string,"note"?: string | null,"said_by": string,"said_how": string,"work_order_id": string
                  }
                  Update: {
                    "actor"?: string | null,"amount"?: number,"decided_at"?: string,"decision"?: string,"id"?: string,"note"?: string | null,"said_by"?: string,"said_how"?: string,"work_order_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "repair_decisions_work_order_id_fkey"
      columns: ["work_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"repair_failures": {
                  Row: {
                    "actor": string | null,"id": string,"note": string | null,"outcome": string,"reason": string,"received_at": string,"recorded_by": string,"task_id": string,"work_order_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "actor"?: string | null,"id": string,"note"?: string | null,"outcome": string,"reason": string,"received_at"?: string,"recorded_by": string,"task_id": string,"work_order_id": string
                  }
                  Update: {
                    "actor"?: string | null,"id"?: string,"note"?: string | null,"outcome"?: string,"reason"?: string,"received_at"?: string,"recorded_by"?: string,"task_id"?: string,"work_order_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "repair_failures_task_id_fkey"
      columns: ["task_id"]
isOneToOne: false
      referencedRelation: "technician_tasks"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "repair_failures_work_order_id_fkey"
      columns: ["work_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"repair_reports": {
                  Row: {
                    "actor": string | null,"answer": Json | null,"id": string,"labour_minutes": number | null,"received_at": string,"recorded_by": string,"repaired_on": string,"report": NonNullable<Json>,"signature": string | null,"work_order_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "actor"?: string | null,"answer"?: Json | null,"id": string,"labour_minutes"?: number | null,"received_at"?: string,"recorded_by": string,"repaired_on": string,"report": NonNullable<Json>,"signature"?: string | null,"work_order_id": string
                  }
                  Update: {
                    "actor"?: string | null,"answer"?: Json | null,"id"?: string,"labour_minutes"?: number | null,"received_at"?: string,"recorded_by"?: string,"repaired_on"?: string,"report"?: NonNullable<Json>,"signature"?: string | null,"work_order_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "repair_reports_work_order_id_fkey"
      columns: ["work_order_id"]
isOneToOne: true
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"repair_results": {
                  Row: {
                    "answered_at": string,"id": string,"note": string | null,"position": number,"result": string,"work_order_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "answered_at"?: string,"id"?: string,"note"?: string | null,"position": number,"result": string,"work_order_id": string
                  }
                  Update: {
                    "answered_at"?: string,"id"?: string,"note"?: string | null,"position"?: number,"result"?: string,"work_order_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "repair_results_work_order_id_fkey"
      columns: ["work_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"repair_waits": {
                  Row: {
                    "actor": string | null,"arrived_at": string | null,"created_at": string,"expected_on": string | null,"id": string,"ordered_on": string,"turn": number,"what": string,"work_order_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "actor"?: string | null,"arrived_at"?: string | null,"created_at"?: string,"expected_on"?: string | null,"id"?: string,"ordered_on": string,"turn"?: number,"what": string,"work_order_id": string
                  }
                  Update: {
                    "actor"?: string | null,"arrived_at"?: string | null,"created_at"?: string,"expected_on"?: string | null,"id"?: string,"ordered_on"?: string,"turn"?: number,"what"?: string,"work_order_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "repair_waits_work_order_id_fkey"
      columns: ["work_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"sales_order_lines": {
                  Row: {
                    "delivery_date": string | null,"description": string | null,"id": string,"invoice_date": string | null,"line_ref": string,"order_id": string,"position": number | null,"product_id": string | null,"quantity": number,"serial_numbers": (string)[],"unit_price": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "delivery_date"?: string | null,"description"?: string | null,"id"?: string,"invoice_date"?: string | null,"line_ref": string,"order_id": string,"position"?: number | null,"product_id"?: string | null,"quantity": number,"serial_numbers"?: (string)[],"unit_price"?: number | null
                  }
                  Update: {
                    "delivery_date"?: string | null,"description"?: string | null,"id"?: string,"invoice_date"?: string | null,"line_ref"?: string,"order_id"?: string,"position"?: number | null,"product_id"?: string | null,"quantity"?: number,"serial_numbers"?: (string)[],"unit_price"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "sales_order_lines_order_id_fkey"
      columns: ["order_id"]
isOneToOne: false
      referencedRelation: "sales_orders"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "sales_order_lines_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    }
                  ]
                },"sales_orders": {
                  Row: {
                    "commitment_date": string | null,"created_at": string,"customer_id": string,"id": string,"order_date": string | null,"order_number": string,"state": string
                  }
                  ComputedFields: never
                  Insert: {
                    "commitment_date"?: string | null,"created_at"?: string,"customer_id": string,"id"?: string,"order_date"?: string | null,"order_number": string,"state"?: string
                  }
                  Update: {
                    "commitment_date"?: string | null,"created_at"?: string,"customer_id"?: string,"id"?: string,"order_date"?: string | null,"order_number"?: string,"state"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "sales_orders_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    }
                  ]
                },"skills": {
                  Row: {
                    "code": string,"id": string,"name": string
                  }
                  ComputedFields: never
                  Insert: {
                    "code": string,"id"?: string,"name": string
                  }
                  Update: {
                    "code"?: string,"id"?: string,"name"?: string
                  }
                  Relationships: [
                    
                  ]
                },"staff": {
                  Row: {
                    "active": boolean,"created_at": string,"email": string,"id": string,"name": string,"role": string,"signed_out_at": string | null,"user_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"created_at"?: string,"email": string,"id"?: string,"name": string,"role": string,"signed_out_at"?: string | null,"user_id"?: string | null
                  }
                  Update: {
                    "active"?: boolean,"created_at"?: string,"email"?: string,"id"?: string,"name"?: string,"role"?: string,"signed_out_at"?: string | null,"user_id"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"suppressions": {
                  Row: {
                    "address": string,"created_at": string,"has_unsubscribed": boolean,"id": string,"reason": string
                  }
                  ComputedFields: never
                  Insert: {
                    "address": string,"created_at"?: string,"has_unsubscribed"?: boolean,"id"?: string,"reason": string
                  }
                  Update: {
                    "address"?: string,"created_at"?: string,"has_unsubscribed"?: boolean,"id"?: string,"reason"?: string
                  }
                  Relationships: [
                    
                  ]
                },"tax_codes": {
                  Row: {
                    "code": string,"id": string,"name": string,"next_from": string | null,"next_name": string | null,"next_rate": number | null,"rate": number,"zero_rated_reason": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "code": string,"id"?: string,"name": string,"next_from"?: string | null,"next_name"?: string | null,"next_rate"?: number | null,"rate": number,"zero_rated_reason"?: string | null
                  }
                  Update: {
                    "code"?: string,"id"?: string,"name"?: string,"next_from"?: string | null,"next_name"?: string | null,"next_rate"?: number | null,"rate"?: number,"zero_rated_reason"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"technician_hours": {
                  Row: {
                    "ends": string,"id": string,"starts": string,"technician_id": string,"valid_from": string | null,"valid_to": string | null,"weekday": number
                  }
                  ComputedFields: never
                  Insert: {
                    "ends": string,"id"?: string,"starts": string,"technician_id": string,"valid_from"?: string | null,"valid_to"?: string | null,"weekday": number
                  }
                  Update: {
                    "ends"?: string,"id"?: string,"starts"?: string,"technician_id"?: string,"valid_from"?: string | null,"valid_to"?: string | null,"weekday"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "technician_hours_technician_id_fkey"
      columns: ["technician_id"]
isOneToOne: false
      referencedRelation: "technicians"
      referencedColumns: ["id"]
    }
                  ]
                },"technician_skills": {
                  Row: {
                    "id": string,"skill_id": string,"technician_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"skill_id": string,"technician_id": string
                  }
                  Update: {
                    "id"?: string,"skill_id"?: string,"technician_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "technician_skills_skill_id_fkey"
      columns: ["skill_id"]
isOneToOne: false
      referencedRelation: "skills"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "technician_skills_technician_id_fkey"
      columns: ["technician_id"]
isOneToOne: false
      referencedRelation: "technicians"
      referencedColumns: ["id"]
    }
                  ]
                },"technician_tasks": {
                  Row: {
                    "actual_finished_at": string | null,"actual_started_at": string | null,"address": string | null,"blocking": boolean,"created_at": string,"customer_id": string | null,"during": unknown,"external_ref": string | null,"id": string,"latitude": number | null,"longitude": number | null,"notes": string | null,"readdressed": number,"readdressed_at": string | null,"revised_at": string | null,"revision": number,"state": string,"task_type": string,"technician_id": string | null,"title": string | null,"unit_id": string | null,"work_order_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "actual_finished_at"?: string | null,"actual_started_at"?: string | null,"address"?: string | null,"blocking"?: never,"created_at"?: string,"customer_id"?: string | null,"during": unknown,"external_ref"?: string | null,"id"?: string,"latitude"?: number | null,"longitude"?: number | null,"notes"?: string | null,"readdressed"?: number,"readdressed_at"?: string | null,"revised_at"?: string | null,"revision"?: number,"state"?: string,"task_type": string,"technician_id"?: string | null,"title"?: string | null,"unit_id"?: string | null,"work_order_id"?: string | null
                  }
                  Update: {
                    "actual_finished_at"?: string | null,"actual_started_at"?: string | null,"address"?: string | null,"blocking"?: never,"created_at"?: string,"customer_id"?: string | null,"during"?: unknown,"external_ref"?: string | null,"id"?: string,"latitude"?: number | null,"longitude"?: number | null,"notes"?: string | null,"readdressed"?: number,"readdressed_at"?: string | null,"revised_at"?: string | null,"revision"?: number,"state"?: string,"task_type"?: string,"technician_id"?: string | null,"title"?: string | null,"unit_id"?: string | null,"work_order_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "technician_tasks_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "technician_tasks_technician_id_fkey"
      columns: ["technician_id"]
isOneToOne: false
      referencedRelation: "technicians"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "technician_tasks_unit_id_fkey"
      columns: ["unit_id"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "technician_tasks_work_order_id_fkey"
      columns: ["customer_id","work_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["customer_id","id"]
    }
                  ]
                },"technicians": {
                  Row: {
                    "active": boolean,"created_at": string,"email": string | null,"first_name": string,"home_address": string | null,"home_latitude": number | null,"home_longitude": number | null,"id": string,"licence_number": string | null,"max_visits_per_day": number | null,"name": string,"phone": string | null,"staff_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"created_at"?: string,"email"?: string | null,"first_name"?: never,"home_address"?: string | null,"home_latitude"?: number | null,"home_longitude"?: number | null,"id"?: string,"licence_number"?: string | null,"max_visits_per_day"?: number | null,"name": string,"phone"?: string | null,"staff_id"?: string | null
                  }
                  Update: {
                    "active"?: boolean,"created_at"?: string,"email"?: string | null,"first_name"?: never,"home_address"?: string | null,"home_latitude"?: number | null,"home_longitude"?: number | null,"id"?: string,"licence_number"?: string | null,"max_visits_per_day"?: number | null,"name"?: string,"phone"?: string | null,"staff_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "technicians_staff_id_fkey"
      columns: ["staff_id"]
isOneToOne: true
      referencedRelation: "staff"
      referencedColumns: ["id"]
    }
                  ]
                },"travel_times": {
                  Row: {
                    "fetched_at": string,"from_latitude": number,"from_longitude": number,"from_place": number,"id": string,"minutes": number,"to_latitude": number,"to_longitude": number,"to_place": number
                  }
                  ComputedFields: never
                  Insert: {
                    "fetched_at"?: string,"from_latitude": number,"from_longitude": number,"from_place"?: never,"id"?: string,"minutes": number,"to_latitude": number,"to_longitude": number,"to_place"?: never
                  }
                  Update: {
                    "fetched_at"?: string,"from_latitude"?: number,"from_longitude"?: number,"from_place"?: never,"id"?: string,"minutes"?: number,"to_latitude"?: number,"to_longitude"?: number,"to_place"?: never
                  }
                  Relationships: [
                    
                  ]
                },"units": {
                  Row: {
                    "access_notes": string | null,"address_key": string | null,"apartment": string | null,"category_id": string,"city": string | null,"condition": string,"created_at": string,"customer_id": string,"id": string,"installed_on": string | null,"latitude": number | null,"longitude": number | null,"postal_code": string | null,"product_id": string | null,"province": string | null,"serial_key": string | null,"serial_number": string | null,"site_type": string,"source_claim_id": string | null,"source_line_id": string | null,"street": string | null,"unit_number": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "access_notes"?: string | null,"address_key"?: never,"apartment"?: string | null,"category_id": string,"city"?: string | null,"condition"?: string,"created_at"?: string,"customer_id": string,"id"?: string,"installed_on"?: string | null,"latitude"?: number | null,"longitude"?: number | null,"postal_code"?: string | null,"product_id"?: string | null,"province"?: string | null,"serial_key"?: never,"serial_number"?: string | null,"site_type"?: string,"source_claim_id"?: string | null,"source_line_id"?: string | null,"street"?: string | null,"unit_number"?: number | null
                  }
                  Update: {
                    "access_notes"?: string | null,"address_key"?: never,"apartment"?: string | null,"category_id"?: string,"city"?: string | null,"condition"?: string,"created_at"?: string,"customer_id"?: string,"id"?: string,"installed_on"?: string | null,"latitude"?: number | null,"longitude"?: number | null,"postal_code"?: string | null,"product_id"?: string | null,"province"?: string | null,"serial_key"?: never,"serial_number"?: string | null,"site_type"?: string,"source_claim_id"?: string | null,"source_line_id"?: string | null,"street"?: string | null,"unit_number"?: number | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "units_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "equipment_categories"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "units_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "units_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "units_source_claim_id_fkey"
      columns: ["source_claim_id"]
isOneToOne: false
      referencedRelation: "device_claims"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "units_source_line_id_fkey"
      columns: ["source_line_id"]
isOneToOne: false
      referencedRelation: "sales_order_lines"
      referencedColumns: ["id"]
    }
                  ]
                },"visit_files": {
                  Row: {
                    "actor": string | null,"caption": string | null,"content": string,"created_at": string,"id": string,"kind": string,"line": number | null,"named_by": string | null,"repair_failure_id": string | null,"repair_report_id": string | null,"report_id": string | null,"sha256": string,"taken_at": string | null,"visit_id": string | null,"work_order_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "actor"?: string | null,"caption"?: string | null,"content": string,"created_at"?: string,"id"?: string,"kind": string,"line"?: number | null,"named_by"?: never,"repair_failure_id"?: string | null,"repair_report_id"?: string | null,"report_id"?: string | null,"sha256"?: never,"taken_at"?: string | null,"visit_id"?: string | null,"work_order_id"?: string | null
                  }
                  Update: {
                    "actor"?: string | null,"caption"?: string | null,"content"?: string,"created_at"?: string,"id"?: string,"kind"?: string,"line"?: number | null,"named_by"?: never,"repair_failure_id"?: string | null,"repair_report_id"?: string | null,"report_id"?: string | null,"sha256"?: never,"taken_at"?: string | null,"visit_id"?: string | null,"work_order_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "visit_files_repair_failure_id_fkey"
      columns: ["repair_failure_id"]
isOneToOne: false
      referencedRelation: "repair_failures"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "visit_files_repair_report_id_fkey"
      columns: ["repair_report_id"]
isOneToOne: false
      referencedRelation: "repair_reports"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "visit_files_report_id_fkey"
      columns: ["report_id"]
isOneToOne: false
      referencedRelation: "visit_reports"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "visit_files_visit_id_fkey"
      columns: ["visit_id"]
isOneToOne: false
      referencedRelation: "maintenance_visits"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "visit_files_work_order_id_fkey"
      columns: ["work_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"visit_parts": {
                  Row: {
                    "charge": string,"description": string,"id": string,"position": number,"product_id": string | null,"quantity": number,"serial_number": string | null,"unit_price": number,"visit_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "charge": string,"description": string,"id"?: string,"position": number,"product_id"?: string | null,"quantity": number,"serial_number"?: string | null,"unit_price": number,"visit_id": string
                  }
                  Update: {
                    "charge"?: string,"description"?: string,"id"?: string,"position"?: number,"product_id"?: string | null,"quantity"?: number,"serial_number"?: string | null,"unit_price"?: number,"visit_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "visit_parts_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "visit_parts_visit_id_fkey"
      columns: ["visit_id"]
isOneToOne: false
      referencedRelation: "maintenance_visits"
      referencedColumns: ["id"]
    }
                  ]
                },"visit_reports": {
                  Row: {
                    "actor": string | null,"answer": NonNullable<Json>,"clock_in_doubt": boolean,"id": string,"kind": string,"received_at": string,"recorded_at": string,"recorded_by": string,"report": NonNullable<Json>,"state": string,"visit_id": string | null,"work_order_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "actor"?: string | null,"answer": NonNullable<Json>,"clock_in_doubt"?: boolean,"id": string,"kind": string,"received_at"?: string,"recorded_at": string,"recorded_by": string,"report": NonNullable<Json>,"state"?: string,"visit_id"?: string | null,"work_order_id"?: string | null
                  }
                  Update: {
                    "actor"?: string | null,"answer"?: NonNullable<Json>,"clock_in_doubt"?: boolean,"id"?: string,"kind"?: string,"received_at"?: string,"recorded_at"?: string,"recorded_by"?: string,"report"?: NonNullable<Json>,"state"?: string,"visit_id"?: string | null,"work_order_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "visit_reports_visit_id_fkey"
      columns: ["visit_id"]
isOneToOne: false
      referencedRelation: "maintenance_visits"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "visit_reports_work_order_id_fkey"
      columns: ["work_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"work_order_lines": {
                  Row: {
                    "amount": number,"description": string,"id": string,"kind": string,"position": number,"product_id": string | null,"quantity": number,"unit_price": number,"work_order_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "amount"?: never,"description": string,"id"?: string,"kind": string,"position": number,"product_id"?: string | null,"quantity"?: number,"unit_price": number,"work_order_id": string
                  }
                  Update: {
                    "amount"?: never,"description"?: string,"id"?: string,"kind"?: string,"position"?: number,"product_id"?: string | null,"quantity"?: number,"unit_price"?: number,"work_order_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "work_order_lines_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "work_order_lines_work_order_id_fkey"
      columns: ["work_order_id"]
isOneToOne: false
      referencedRelation: "work_orders"
      referencedColumns: ["id"]
    }
                  ]
                },"work_orders": {
                  Row: {
                    "cancelled_reason": string | null,"created_at": string,"customer_id": string,"id": string,"intake_source": string,"kind": string,"number": number,"problem": string | null,"quote_number": number | null,"state": string,"unit_id": string | null,"visit_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "cancelled_reason"?: string | null,"created_at"?: string,"customer_id": string,"id"?: string,"intake_source": string,"kind"?: string,"number"?: never,"problem"?: string | null,"quote_number"?: number | null,"state"?: string,"unit_id"?: string | null,"visit_id"?: string | null
                  }
                  Update: {
                    "cancelled_reason"?: string | null,"created_at"?: string,"customer_id"?: string,"id"?: string,"intake_source"?: string,"kind"?: string,"number"?: never,"problem"?: string | null,"quote_number"?: number | null,"state"?: string,"unit_id"?: string | null,"visit_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "work_orders_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "work_orders_unit_id_fkey"
      columns: ["unit_id"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "work_orders_visit_id_fkey"
      columns: ["visit_id"]
isOneToOne: false
      referencedRelation: "maintenance_visits"
      referencedColumns: ["id"]
    }
                  ]
                }
          }
          Views: {
            "contract_list": {
                  Row: {
                    "booked_for": string | null,"category": string,"category_code": string,"city": string | null,"condition": string,"contract_id": string,"customer": string,"customer_id": string,"due_on": string | null,"fee": number | null,"phone": string | null,"product_name": string | null,"serial_number": string | null,"situation": string | null,"state": string,"unit_id": string
                  }
                  ComputedFields: never
                  Relationships: [
                    {
      foreignKeyName: "maintenance_contracts_customer_id_fkey"
      columns: ["customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "maintenance_contracts_unit_id_fkey"
      columns: ["unit_id"]
isOneToOne: false
      referencedRelation: "units"
      referencedColumns: ["id"]
    }
                  ]
                }
          }
          Functions: {
            "accept_report":
{ Args: { "report_id": string }; Returns: Json
                           },
"activity_page":
{ Args: { "activity_id": string }; Returns: Json
                           },
"add_client":
{ Args: { "despite"?: boolean,"fields": Json }; Returns: Json
                           },
"add_repair_photo":
{ Args: { "caption"?: string,"content": string,"file_id": string,"line"?: number,"taken_at"?: string,"work_order_id": string }; Returns: Json
                           },
"add_technician":
{ Args: { "fields": Json }; Returns: Json
                           },
"add_unit_to_stop":
{ Args: { "contract_id": string,"task_id": string }; Returns: Json
                           },
"add_upload_part":
{ Args: { "base64": string,"file_id": string,"number": number }; Returns: Json
                           },
"add_visit_photo":
{ Args: { "caption"?: string,"content": string,"file_id": string,"line"?: number,"taken_at"?: string,"visit_id": string }; Returns: Json
                           },
"approve_repair":
{ Args: { "amount": number,"said_by": string,"said_how": string,"shown"?: string,"work_order_id": string }; Returns: Json
                           },
"backfill_consent":
{ Args: { "after"?: string,"most"?: number,"run_id": string }; Returns: Json
                           },
"backfill_outlook":
{ Args: { "run_id": string }; Returns: Json
                           },
"backfill_page":
{ Args: { "run_id"?: string }; Returns: Json
                           },
"backfill_rows":
{ Args: { "after"?: string,"category"?: string,"most"?: number,"outcome"?: string,"reason"?: string,"run_id": string }; Returns: Json
                           },
"board":
{ Args: { "days"?: number,"from_day"?: string }; Returns: Json
                           },
"board_places":
{ Args: { "days"?: number,"from_day"?: string,"id": string,"what": string }; Returns: Json
                           },
"board_stamp":
{ Args: { "days"?: number,"from_day"?: string }; Returns: Json
                           },
"book_for_client":
{ Args: { "access_notes"?: string,"contract_id": string,"override"?: boolean,"phone"?: string,"starts_at": string,"technician_id": string,"with_contract_ids"?: (string)[] }; Returns: Json
                           },
"book_repair_return":
{ Args: { "starts_at": string,"technician_id": string,"work_order_id": string }; Returns: Json
                           },
"book_return":
{ Args: { "change"?: boolean,"starts_at": string,"technician_id": string,"visit_id": string,"with_contract_ids"?: (string)[] }; Returns: Json
                           },
"booking_page":
{ Args: { "token": string }; Returns: Json
                           },
"booking_sheet":
{ Args: { "contract_id": string }; Returns: Json
                           },
"calendar_link":
{ Args: { "technician_id"?: string }; Returns: Json
                           },
"call_logged":
{ Args: { "activity_id": string }; Returns: Json
                           },
"cancel_booking":
{ Args: { "contract_id"?: string,"reason"?: string,"token": string }; Returns: Json
                           },
"cancel_contract":
{ Args: { "contract_id": string,"note"?: string,"reason": string,"shown"?: string,"tell"?: boolean }; Returns: Json
                           },
"cancel_repair":
{ Args: { "reason": string,"shown"?: string,"work_order_id": string }; Returns: Json
                           },
"cancel_sales_order":
{ Args: { "order_id": string,"reason"?: string,"shown"?: string }; Returns: Json
                           },
"catalogue_page":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"certificate_facts":
{ Args: { "number": string }; Returns: Json
                           },
"change_details":
{ Args: { "access_notes"?: string,"phone"?: string,"token": string }; Returns: Json
                           },
"change_due_date":
{ Args: { "contract_id": string,"due_on": string,"keep_cadence"?: boolean,"reason"?: string,"shown"?: string }; Returns: Json
                           },
"change_quote":
{ Args: { "lines": Json,"shown": number,"work_order_id": string }; Returns: Json
                           },
"change_staff":
{ Args: { "name": string,"role": string,"shown": string,"staff_id": string }; Returns: Json
                           },
"check_time":
{ Args: { "contract_id": string,"starts_at": string,"technician_id": string,"with_contract_ids"?: (string)[] }; Returns: Json
                           },
"check_trail":
{ Args: { "after_number"?: number }; Returns: Json
                           },
"checklist_page":
{ Args: { "category_id": string }; Returns: Json
                           },
"claim_messages":
{ Args: { "batch"?: number,"transports"?: Json }; Returns: Json
                           },
"classify":
{ Args: { "device_types"?: Json,"products"?: Json }; Returns: Json
                           },
"client_file":
{ Args: { "customer_id": string }; Returns: Json
                           },
"client_history":
{ Args: { "customer_id": string,"most"?: number,"older_than"?: string,"what"?: string }; Returns: Json
                           },
"close_activities":
{ Args: { "activity_ids": (string)[],"outcome": string,"shown"?: (string)[] }; Returns: Json
                           },
"close_activity":
{ Args: { "activity_id": string,"outcome": string,"shown"?: string }; Returns: Json
                           },
"close_day":
{ Args: { "dry_run"?: boolean,"from_time"?: string,"note"?: string,"on_day": string,"outdoor_only"?: boolean,"reason"?: string,"shown"?: string,"technician_ids"?: (string)[],"until_time"?: string }; Returns: Json
                           },
"closure_page":
{ Args: { "closure_id": string }; Returns: Json
                           },
"closures_page":
{ Args: { "on_day"?: string }; Returns: Json
                           },
"company_card":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"complete_repair":
{ Args: { "report": Json,"work_order_id": string }; Returns: Json
                           },
"complete_visit":
{ Args: { "report": Json,"visit_id": string }; Returns: Json
                           },
"confirm_booking":
{ Args: { "access_notes"?: string,"phone"?: string,"starts_at": string,"technician_id": string,"token": string,"with_contract_ids"?: (string)[] }; Returns: Json
                           },
"confirm_sales_order":
{ Args: { "order_id": string,"shown"?: string }; Returns: Json
                           },
"conflict_page":
{ Args: { "conflict_id": string }; Returns: Json
                           },
"continue_backfill":
{ Args: { "run_id": string }; Returns: Json
                           },
"contract_page":
{ Args: { "contract_id": string }; Returns: Json
                           },
"contract_slots":
{ Args: { "contract_id": string,"days"?: number,"from_date"?: string,"max_slots"?: number,"technician_id"?: string,"with_contract_ids"?: (string)[] }; Returns: Json
                           },
"copy_booking_link":
{ Args: { "contract_id": string }; Returns: Json
                           },
"correct_death":
{ Args: { "customer_id": string,"reason": string }; Returns: Json
                           },
"correct_price":
{ Args: { "contract_id": string,"fee": number,"reason": string }; Returns: Json
                           },
"create_task":
{ Args: { "fields"?: Json,"minutes": number,"starts_at"?: string,"task_type": string,"technician_id"?: string }; Returns: Json
                           },
"deactivate_technician":
{ Args: { "dry_run"?: boolean,"shown"?: string,"technician_id": string }; Returns: Json
                           },
"decide_conflict":
{ Args: { "conflict_id": string,"decision": string,"shown"?: string }; Returns: Json
                           },
"decide_uncertain":
{ Args: { "arrived": boolean,"message_id": string,"shown"?: string }; Returns: Json
                           },
"decline_repair":
{ Args: { "note"?: string,"said_by": string,"said_how": string,"shown"?: string,"work_order_id": string }; Returns: Json
                           },
"describe_upload":
{ Args: { "file_id": string,"header"?: string,"import_file_id"?: string,"kind": string,"mapping"?: Json }; Returns: Json
                           },
"desk":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"discard_report":
{ Args: { "reason"?: string,"report_id": string }; Returns: Json
                           },
"drop_import_file":
{ Args: { "file_id": string }; Returns: Json
                           },
"enrol_page":
{ Args: { "customer_id": string }; Returns: Json
                           },
"enrol_unit":
{ Args: { "category_id"?: string,"customer_id": string,"due_on"?: string,"fee"?: number,"installed_on"?: string,"product_id"?: string,"request_id"?: string,"serial_number"?: string }; Returns: Json
                           },
"enrolment_files":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"erase_customer":
{ Args: { "customer_id": string,"dry_run"?: boolean,"reason": string,"shown"?: string }; Returns: Json
                           },
"execute_backfill":
{ Args: { "batch"?: number,"go_on"?: boolean,"run_id": string }; Returns: Json
                           },
"expect_parts":
{ Args: { "expected_on"?: string,"shown"?: string,"what": string,"work_order_id": string }; Returns: Json
                           },
"export_customer":
{ Args: { "customer_id": string }; Returns: Json
                           },
"fail_repair":
{ Args: { "based_on"?: number,"note"?: string,"outcome": string,"reason": string,"report_id"?: string,"task_id"?: string,"work_order_id": string }; Returns: Json
                           },
"fail_visit":
{ Args: { "based_on"?: number,"note"?: string,"outcome": string,"reason": string,"report_id"?: string,"visit_id": string }; Returns: Json
                           },
"find":
{ Args: { "kind"?: string,"most"?: number,"typed": string }; Returns: Json
                           },
"find_by_short_code":
{ Args: { "code": string,"postal_code": string }; Returns: Json
                           },
"finish_import":
{ Args: { "file_id": string }; Returns: Json
                           },
"finish_import_run":
{ Args: { "import_run_id": string }; Returns: Json
                           },
"forgot_password":
{ Args: { "email": string }; Returns: Json
                           },
"freeze_message":
{ Args: { "lease_id": string,"message_id": string,"rendered": Json }; Returns: Json
                           },
"give_activity":
{ Args: { "activity_id": string,"shown"?: string,"staff_id": string }; Returns: Json
                           },
"go_live_checks":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"import_batch":
{ Args: { "file_id": string,"number"?: number,"rows": Json }; Returns: Json
                           },
"import_failed":
{ Args: { "message": string,"source": string }; Returns: Json
                           },
"import_run_page":
{ Args: { "import_run_id": string }; Returns: Json
                           },
"import_source":
{ Args: { "source": string }; Returns: Json
                           },
"invite_staff":
{ Args: { "email": string,"name": string,"role": string,"technician_id"?: string }; Returns: Json
                           },
"invoice_page":
{ Args: { "invoice_id": string }; Returns: Json
                           },
"issue_invoice":
{ Args: { "invoice_id": string,"shown"?: number }; Returns: Json
                           },
"keep_certificate_digest":
{ Args: { "certificate_id": string,"sha256": string }; Returns: Json
                           },
"keep_import_cursors":
{ Args: { "cursors": Json,"source": string }; Returns: Json
                           },
"keep_password_link":
{ Args: { "lease_id": string,"message_id": string,"token_hash": string,"user_id": string }; Returns: Json
                           },
"known_mapping":
{ Args: { "header": string,"kind": string }; Returns: Json
                           },
"leave_import_run":
{ Args: { "import_run_id": string }; Returns: Json
                           },
"leave_out_upload":
{ Args: { "file_id": string }; Returns: Json
                           },
"letter_facts":
{ Args: { "contract_id": string }; Returns: Json
                           },
"letters_due":
{ Args: { "kinds"?: (string)[] }; Returns: Json
                           },
"lift_bounce":
{ Args: { "address": string,"why": string }; Returns: Json
                           },
"list_clients":
{ Args: { "after"?: string,"counted"?: boolean,"filters"?: Json,"most"?: number,"sort"?: string }; Returns: Json
                           },
"list_conflicts":
{ Args: { "after"?: string,"conflict_kind"?: string,"customer_id"?: string,"import_run_id"?: string,"most"?: number,"state"?: string }; Returns: Json
                           },
"list_contracts":
{ Args: { "after"?: string,"counted"?: boolean,"filters"?: Json,"most"?: number,"sort"?: string }; Returns: Json
                           },
"list_import_changes":
{ Args: { "after"?: string,"filters"?: Json,"import_run_id": string,"most"?: number }; Returns: Json
                           },
"list_import_runs":
{ Args: { "after"?: number,"most"?: number }; Returns: Json
                           },
"list_invoices":
{ Args: { "after"?: string,"counted"?: boolean,"filters"?: Json,"most"?: number,"sort"?: string }; Returns: Json
                           },
"list_messages":
{ Args: { "after"?: string,"counted"?: boolean,"filters"?: Json,"most"?: number,"sort"?: string }; Returns: Json
                           },
"list_refused_rows":
{ Args: { "after"?: number,"file_id": string,"most"?: number }; Returns: Json
                           },
"list_repairs":
{ Args: { "after"?: string,"counted"?: boolean,"filters"?: Json,"most"?: number,"sort"?: string }; Returns: Json
                           },
"list_sales_orders":
{ Args: { "after"?: string,"counted"?: boolean,"filters"?: Json,"most"?: number,"sort"?: string }; Returns: Json
                           },
"list_visits":
{ Args: { "after"?: string,"counted"?: boolean,"filters"?: Json,"most"?: number,"sort"?: string }; Returns: Json
                           },
"log_call":
{ Args: { "activity_id": string,"again_on"?: string,"calls_seen"?: number,"note"?: string,"result": string,"shown"?: string }; Returns: Json
                           },
"lost_rows":
{ Args: { "after"?: string,"file_id": string,"most"?: number }; Returns: Json
                           },
"mail_invoice_again":
{ Args: { "invoice_id": string }; Returns: Json
                           },
"mail_state":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"mail_summary_again":
{ Args: { "visit_id": string }; Returns: Json
                           },
"merge_customers":
{ Args: { "drop_id": string,"dry_run"?: boolean,"keep_id": string,"shown"?: string,"take"?: (string)[] }; Returns: Json
                           },
"merge_page":
{ Args: { "customer_id": string,"other_id"?: string }; Returns: Json
                           },
"move_task":
{ Args: { "override"?: boolean,"revision"?: number,"starts_at": string,"task_id": string,"technician_id": string }; Returns: Json
                           },
"new_sales_order":
{ Args: { "customer_id": string }; Returns: Json
                           },
"nights":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"note_export":
{ Args: { "filters"?: Json,"list": string }; Returns: Json
                           },
"note_repair_wish":
{ Args: { "note": string,"preferred_times": string,"request_id": string,"work_order_id": string }; Returns: Json
                           },
"note_wish":
{ Args: { "note": string,"preferred_times": string,"request_id": string,"visit_id": string }; Returns: Json
                           },
"open_repair":
{ Args: { "out_of_service"?: boolean,"problem": string,"unit_id": string }; Returns: Json
                           },
"open_slots":
{ Args: { "days"?: number,"from_date"?: string,"max_slots"?: number,"starts_at"?: string,"technician_id"?: string,"token": string,"with_contract_ids"?: (string)[] }; Returns: Json
                           },
"parts_arrived":
{ Args: { "shown"?: string,"work_order_id": string }; Returns: Json
                           },
"password_is_set":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"password_link":
{ Args: { "token_hash": string }; Returns: Json
                           },
"pause_contract":
{ Args: { "cancel_booking"?: boolean,"contract_id": string,"reason": string,"shown"?: string,"until": string }; Returns: Json
                           },
"pause_messages":
{ Args: { "is_paused": boolean,"shown"?: string }; Returns: Json
                           },
"place_pin":
{ Args: { "latitude": number,"longitude": number,"shown"?: Json,"unit_id": string }; Returns: Json
                           },
"place_time_off":
{ Args: { "dry_run"?: boolean,"ends_at": string,"note"?: string,"shown"?: string,"starts_at": string,"technician_id": string }; Returns: Json
                           },
"places_without_coordinates":
{ Args: { "batch"?: number }; Returns: {
              "address": string,"city": string,"postal_code": string,"province": string,"street": string
            }[]
                           },
"policy_page":
{ Args: { "category_id": string }; Returns: Json
                           },
"postpone_activities":
{ Args: { "activity_ids": (string)[],"due_on": string,"reason": string,"shown"?: (string)[] }; Returns: Json
                           },
"postpone_activity":
{ Args: { "activity_id": string,"due_on": string,"reason": string,"shown"?: string }; Returns: Json
                           },
"print_letter":
{ Args: { "contract_id": string }; Returns: Json
                           },
"print_letters":
{ Args: { "contract_ids": (string)[] }; Returns: Json
                           },
"quote_repair":
{ Args: { "visit_id": string }; Returns: Json
                           },
"raise_enrolment_questions":
{ Args: { "run_id": string }; Returns: Json
                           },
"reactivate_technician":
{ Args: { "technician_id": string }; Returns: Json
                           },
"rebill_repair":
{ Args: { "work_order_id": string }; Returns: Json
                           },
"rebill_visit":
{ Args: { "fee"?: number,"reason"?: string,"visit_id": string }; Returns: Json
                           },
"record_bounce":
{ Args: { "address": string,"kind": string }; Returns: Json
                           },
"record_consent":
{ Args: { "basis"?: string,"customer_id": string,"how": string,"on_day": string,"shown"?: string }; Returns: Json
                           },
"record_delivery":
{ Args: { "delivery_date": string,"line_id": string,"shown"?: string }; Returns: Json
                           },
"record_from_paper":
{ Args: { "report": Json,"technician_id": string,"visit_id": string }; Returns: Json
                           },
"record_life_event":
{ Args: { "customer_id": string,"details"?: Json,"dry_run"?: boolean,"event": string,"shown"?: string }; Returns: Json
                           },
"record_payment":
{ Args: { "amount": number,"invoice_id": string,"method": string,"note"?: string,"request_id": string }; Returns: Json
                           },
"reminders_wanted":
{ Args: { "token": string }; Returns: Json
                           },
"remove_catalogue_row":
{ Args: { "row_id": string,"shown"?: Json,"what": string }; Returns: Json
                           },
"remove_contact":
{ Args: { "contact_id": string,"shown"?: string }; Returns: Json
                           },
"remove_visit_photo":
{ Args: { "file_id": string }; Returns: Json
                           },
"reopen_quote":
{ Args: { "reason": string,"shown"?: string,"work_order_id": string }; Returns: Json
                           },
"repair_page":
{ Args: { "work_order_id": string }; Returns: Json
                           },
"repair_return_slots":
{ Args: { "days"?: number,"from_date"?: string,"max_slots"?: number,"work_order_id": string }; Returns: Json
                           },
"repair_sheet":
{ Args: { "work_order_id": string }; Returns: Json
                           },
"repair_slots":
{ Args: { "days"?: number,"from_date"?: string,"max_slots"?: number,"work_order_id": string }; Returns: Json
                           },
"report_change":
{ Args: { "note"?: string,"phone"?: string,"token": string,"what": string,"where_to"?: string }; Returns: Json
                           },
"reprice":
{ Args: { "category"?: string,"contract_ids"?: (string)[],"dry_run"?: boolean,"fee"?: number,"from_on"?: string,"percent"?: number,"shown"?: string }; Returns: Json
                           },
"request_callback":
{ Args: { "note"?: string,"phone": string,"preferred_times"?: string,"token": string }; Returns: Json
                           },
"reschedule_booking":
{ Args: { "starts_at": string,"technician_id": string,"token": string }; Returns: Json
                           },
"resubscribe":
{ Args: { "address": string }; Returns: Json
                           },
"resume_contract":
{ Args: { "contract_id": string,"due_on"?: string,"shown"?: string }; Returns: Json
                           },
"retry_message":
{ Args: { "message_id": string,"shown"?: string }; Returns: Json
                           },
"retry_messages":
{ Args: { "message_ids": (string)[] }; Returns: Json
                           },
"return_slots":
{ Args: { "change"?: boolean,"days"?: number,"from_date"?: string,"max_slots"?: number,"visit_id": string }; Returns: Json
                           },
"reverse_visit":
{ Args: { "reason": string,"visit_id": string }; Returns: Json
                           },
"revoke_booking_link":
{ Args: { "contract_id": string,"shown"?: string }; Returns: Json
                           },
"revoke_calendar_link":
{ Args: { "shown"?: string,"technician_id": string }; Returns: Json
                           },
"revoke_certificate":
{ Args: { "number": string,"reason": string }; Returns: Json
                           },
"rotate_calendar_link":
{ Args: { "shown"?: string,"technician_id": string }; Returns: Json
                           },
"run_job":
{ Args: { "as_of"?: string,"name": string }; Returns: Json
                           },
"run_night_job":
{ Args: { "name": string }; Returns: Json
                           },
"running_late":
{ Args: { "minutes": number,"task_id": string }; Returns: Json
                           },
"sales_order_page":
{ Args: { "order_id": string }; Returns: Json
                           },
"save_catalogue_row":
{ Args: { "fields": Json,"row_id"?: string,"shown"?: Json,"what": string }; Returns: Json
                           },
"save_client":
{ Args: { "customer_id": string,"fields": Json,"shown"?: string }; Returns: Json
                           },
"save_contact":
{ Args: { "contact_id": string,"customer_id": string,"fields": Json,"shown"?: string }; Returns: Json
                           },
"save_policy":
{ Args: { "category_id": string,"dry_run"?: boolean,"fields": Json,"shown"?: Json }; Returns: Json
                           },
"save_repair_draft":
{ Args: { "report_id"?: string,"typed": Json,"work_order_id": string }; Returns: Json
                           },
"save_sales_order":
{ Args: { "order_id": string,"sales_order": Json,"shown"?: string }; Returns: Json
                           },
"save_settings":
{ Args: { "fields": Json,"shown"?: Json }; Returns: Json
                           },
"save_technician":
{ Args: { "fields": Json,"shown": string,"technician_id": string }; Returns: Json
                           },
"save_visit_draft":
{ Args: { "report_id"?: string,"typed": Json,"visit_id": string }; Returns: Json
                           },
"schedule_repair":
{ Args: { "override"?: boolean,"starts_at": string,"technician_id": string,"work_order_id": string }; Returns: Json
                           },
"send_password_link":
{ Args: { "staff_id": string }; Returns: Json
                           },
"send_reminder_again":
{ Args: { "contract_id": string }; Returns: Json
                           },
"send_reminders_again":
{ Args: { "contract_ids": (string)[] }; Returns: Json
                           },
"set_activity_kind":
{ Args: { "is_on": boolean,"kind": string }; Returns: Json
                           },
"set_aside_message":
{ Args: { "message_id": string,"reason": string,"shown"?: string }; Returns: Json
                           },
"set_backfill_weeks":
{ Args: { "first_day"?: string,"run_id": string,"weeks": number }; Returns: Json
                           },
"set_checklist":
{ Args: { "category_code": string,"lines": Json,"shown"?: number }; Returns: Json
                           },
"set_contract_tax":
{ Args: { "contract_id": string,"reason": string,"shown"?: string,"tax_code_id": string }; Returns: Json
                           },
"set_coordinates":
{ Args: { "address": string,"latitude"?: number,"longitude"?: number }; Returns: number
                           },
"set_no_charge":
{ Args: { "contract_id": string,"reason"?: string,"shown"?: string,"until": string }; Returns: Json
                           },
"set_serial_number":
{ Args: { "serial_number": string,"shown"?: string,"unit_id": string }; Returns: Json
                           },
"set_task_state":
{ Args: { "revision"?: number,"state": string,"task_id": string }; Returns: Json
                           },
"set_technician_home":
{ Args: { "address": string,"latitude": number,"longitude": number,"most": number,"shown": string,"technician_id": string }; Returns: Json
                           },
"set_technician_hours":
{ Args: { "despite"?: boolean,"from_day": string,"shown": string,"technician_id": string,"until_day"?: string,"week": Json }; Returns: Json
                           },
"set_technician_skills":
{ Args: { "despite"?: boolean,"shown": string,"skill_ids": (string)[],"technician_id": string }; Returns: Json
                           },
"set_unit_address":
{ Args: { "apartment": string,"city": string,"latitude"?: number,"longitude"?: number,"postal_code": string,"province": string,"shown"?: Json,"street": string,"unit_id": string }; Returns: Json
                           },
"set_unit_condition":
{ Args: { "condition": string,"reason"?: string,"shown"?: string,"unit_id": string }; Returns: Json
                           },
"settings_page":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"settle_message":
{ Args: { "error"?: string,"lease_id": string,"message_id": string,"outcome": string,"provider_id"?: string,"retry_after_seconds"?: number }; Returns: Json
                           },
"sign_out_everywhere":
{ Args: { "staff_id"?: string }; Returns: Json
                           },
"skip_cycle":
{ Args: { "contract_id": string,"reason": string,"shown"?: string }; Returns: Json
                           },
"staff_page":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"start_backfill":
{ Args: { "content_hash"?: string,"file_ids"?: (string)[],"revive_cancelled"?: boolean,"today": string,"weeks"?: number }; Returns: Json
                           },
"start_import":
{ Args: { "file_name": string,"import_run_id"?: string,"is_whole"?: boolean,"kind": string,"request_id"?: string }; Returns: string
                           },
"start_import_run":
{ Args: { "on_day"?: string,"request_id": string,"source": string }; Returns: Json
                           },
"start_upload":
{ Args: { "file_name": string,"size": number }; Returns: string
                           },
"stop_backfill":
{ Args: { "run_id": string }; Returns: Json
                           },
"stop_drafts":
{ Args: { "task_id": string }; Returns: Json
                           },
"stopped_addresses":
{ Args: { "after_id"?: string,"search"?: string }; Returns: Json
                           },
"stopped_backfill":
{ Args: { "content_hash": string,"today": string,"weeks"?: number }; Returns: Json
                           },
"swap_tasks":
{ Args: { "first_revision"?: number,"first_task_id": string,"override"?: boolean,"second_revision"?: number,"second_task_id": string }; Returns: Json
                           },
"switch_staff":
{ Args: { "active": boolean,"shown": string,"staff_id": string }; Returns: Json
                           },
"take_activity":
{ Args: { "activity_id": string,"shown"?: string }; Returns: Json
                           },
"take_back_backfill":
{ Args: { "batch"?: number,"run_id": string }; Returns: Json
                           },
"take_back_time_off":
{ Args: { "shown"?: string,"task_id": string }; Returns: Json
                           },
"technician_calendar":
{ Args: { "known"?: string,"token": string }; Returns: Json
                           },
"technician_day":
{ Args: { "on_day"?: string,"technician_id"?: string }; Returns: Json
                           },
"technician_page":
{ Args: { "technician_id": string }; Returns: Json
                           },
"technicians_page":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"trail_page":
{ Args: { "action"?: string,"before_seq"?: number,"by_whom"?: string,"on_day"?: string,"row_id"?: string,"staff_id"?: string,"table_name"?: string }; Returns: Json
                           },
"transfer_unit":
{ Args: { "customer_id": string,"shown"?: string,"unit_id": string }; Returns: Json
                           },
"try_import_run":
{ Args: { "import_run_id": string }; Returns: Json
                           },
"unclassified":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"undo_call":
{ Args: { "activity_id": string,"calls_seen"?: number }; Returns: Json
                           },
"undo_closure":
{ Args: { "closure_id": string }; Returns: Json
                           },
"undo_conflict":
{ Args: { "conflict_id": string }; Returns: Json
                           },
"undo_deed":
{ Args: { "deed_id": string }; Returns: Json
                           },
"unit_history":
{ Args: { "most"?: number,"older_than"?: string,"unit_id": string,"what"?: string }; Returns: Json
                           },
"unit_place":
{ Args: { "unit_id": string }; Returns: Json
                           },
"unsubscribe":
{ Args: { "token": string }; Returns: Json
                           },
"upload_parts":
{ Args: { "file_id": string,"number": number }; Returns: Json
                           },
"upload_refusals":
{ Args: { "after"?: number,"file_id": string }; Returns: Json
                           },
"use_import_file":
{ Args: { "file_id": string }; Returns: Json
                           },
"use_import_run":
{ Args: { "import_run_id": string }; Returns: Json
                           },
"verify_certificate":
{ Args: { "code": string }; Returns: Json
                           },
"visit_draft":
{ Args: { "visit_id": string }; Returns: Json
                           },
"visit_history":
{ Args: { "most"?: number,"older_than"?: string,"visit_id": string }; Returns: Json
                           },
"visit_outcome":
{ Args: { "visit_id": string }; Returns: Json
                           },
"visit_page":
{ Args: { "visit_id": string }; Returns: Json
                           },
"visit_photo":
{ Args: { "file_id": string }; Returns: Json
                           },
"visit_sheet":
{ Args: { "visit_id": string }; Returns: Json
                           },
"void_invoice":
{ Args: { "invoice_id": string,"reason": string }; Returns: Json
                           },
"wait_for_parts":
{ Args: { "expected_on"?: string,"ordered_on"?: string,"shown"?: string,"what"?: string,"work_order_id": string }; Returns: Json
                           },
"who_am_i":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"who_is_late":
{ Args: { "minutes": number,"task_id": string }; Returns: Json
                           },
"withdraw_change":
{ Args: { "token": string }; Returns: Json
                           },
"work_list":
{ Args: { "after"?: string,"due"?: string,"kind"?: string,"most"?: number,"owner"?: string,"reach"?: string,"search"?: string }; Returns: Json
                           }
          }
          Enums: {
            [_ in never]: never
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            
          }
        }
} as const
