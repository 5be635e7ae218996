import { HttpError, page } from "fresh";
import { FilesPage } from "@/components/enrolment/FilesPage.tsx";
import { addFile, describeAs, keepColumns, type Said } from "@/lib/enrolment/wizard/add.ts";
import {
  type FilesFound,
  filesTold,
  readSaid,
  viewOfFiles,
} from "@/lib/enrolment/wizard/files_view.ts";
import { readAll } from "@/lib/enrolment/wizard/reading.ts";
import { readUploads } from "@/lib/enrolment/wizard/uploads.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

const PATH = "/office/enrol";

export const handler = defineStaff.handlers<FilesFound>({
  async GET(ctx) {
    const { session: { rpc }, staff } = ctx.state;
    const query = ctx.url.searchParams;
    const told = filesTold(query);
    return page(await viewOfFiles(rpc, query.get("file"), staff.role === "admin", { told }));
  },
  async POST(ctx) {
    const { session: { rpc }, staff } = ctx.state;
    const isAdmin = staff.role === "admin";
    const form = await readForm(ctx.req);
    const deed = textOf(form, "do");
    const refused = async (complaint: string, upload: string | null, typed?: Said) =>
      page(await viewOfFiles(rpc, upload, isAdmin, { complaint, typed }), { status: 422 });
    if (deed === "add") {
      const files = form.getAll("file").filter((each) => each instanceof File && each.name !== "");
      if (files.length === 0) return await refused("Choose a file first.", null);
      const complaints: string[] = [];
      for (const file of files as File[]) {
        const complaint = await addFile(rpc, file, isAdmin);
        if (complaint !== null) complaints.push(complaint);
      }
      if (complaints.length > 0) return await refused(complaints.join(" "), null);
      return ctx.redirect(`${PATH}?did=added`, 303);
    }
    if (deed === "read") {
      await readAll(rpc, isAdmin, () => {});
      return ctx.redirect(`${PATH}?did=read`, 303);
    }
    const id = keyOf({ id: textOf(form, "upload") });
    if (deed === "leave_out") {
      await rpc("leave_out_upload", { file_id: id });
      return ctx.redirect(PATH, 303);
    }
    const upload = (await readUploads(rpc)).find(({ upload_id }) => upload_id === id);
    if (!upload) throw new HttpError(409);
    const said = deed === "columns" ? readSaid(form) : undefined;
    const complaint = deed === "kind"
      ? await describeAs(rpc, id, textOf(form, "kind"), isAdmin)
      : said !== undefined
      ? await keepColumns(rpc, upload, said)
      : undefined;
    if (complaint === undefined) throw new HttpError(400);
    if (complaint !== null) return await refused(complaint, id, said);
    return ctx.redirect(
      deed === "kind" ? `${PATH}?file=${id}#columns` : `${PATH}?did=columns`,
      303,
    );
  },
});

export default defineStaff.page<typeof handler>(function Files({ data, state }) {
  return <FilesPage {...data} isAdmin={state.staff.role === "admin"} />;
});
