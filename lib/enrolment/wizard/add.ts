/** Bringing files in: their bytes in parts, and what each seems to be. */
import { HttpError } from "fresh";
import * as z from "zod";
import type { Json } from "@/lib/database/database.types.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS, type FileKind } from "@/lib/enrolment/files.ts";
import type { Mapping } from "@/lib/enrolment/mapping.ts";
import { openTable } from "@/lib/enrolment/open_table.ts";
import {
  mappingFrom,
  proposeDays,
  type ProposedColumn,
  proposeKind,
  proposeMapping,
} from "@/lib/enrolment/propose.ts";
import type { Table } from "@/lib/enrolment/table.ts";
import { isFor, type Upload } from "./uploads.ts";
