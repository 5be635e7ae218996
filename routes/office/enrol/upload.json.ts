import { HttpError } from "fresh";
import { addPart, describe, sizeComplaint, startUpload } from "@/lib/enrolment/wizard/add.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers({
  /** A file in parts: its beginning, each part, and that all of it has come. */
  async POST(ctx) {
    const { session: { rpc }, staff } = ctx.state;
    const form = await readForm(ctx.req);
    const deed = textOf(form, "do");
    if (deed === "start") {
      const [name, size] = [textOf(form, "name"), Number(textOf(form, "size"))];
      const problem = sizeComplaint(name, size);
      if (problem !== null) return Response.json({ problem });
      return Response.json({ upload: await startUpload(rpc, name, size) });
    }
    const id = keyOf({ id: textOf(form, "upload") });
    if (deed === "part") {
      const [number, bytes] = [Number(textOf(form, "number")), form.get("bytes")];
      if (!Number.isInteger(number) || !(bytes instanceof File)) throw new HttpError(400);
      await addPart(rpc, id, number, new Uint8Array(await bytes.arrayBuffer()));
      return Response.json({});
    }
    if (deed !== "whole") throw new HttpError(400);
    const problem = await describe(rpc, id, staff.role === "admin");
    return Response.json(problem === null ? {} : { problem });
  },
});
