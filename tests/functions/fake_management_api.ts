/** One function as it was handed in. */
export interface Upload {
  /** What the CLI tells about it: entry point, import map, whether callers need a session. */
  metadata: Record<string, unknown>;
  /** Bytes of the files by path from the project's root. */
  files: Map<string, number>;
}

export interface FakeManagementApi {
  url: string;
  /** By the function's name. */
  uploads: Map<string, Upload>;
  stop(): Promise<void>;
}

/** Takes functions as the service that hosts projects does, and deploys nothing. */
export function startFakeManagementApi(): FakeManagementApi {
  const uploads = new Map<string, Upload>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      const slug = searchParams.get("slug");
      if (pathname.endsWith("/functions/deploy") && slug !== null) {
        uploads.set(slug, await readUpload(request));
        return Response.json(deployed(slug), { status: 201 });
      }
      await request.body?.cancel();
      if (request.method === "PUT") return Response.json({ functions: [] });
      return Response.json({ message: "Not found" }, { status: 404 });
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    uploads,
    stop: () => server.shutdown(),
  };
}

async function readUpload(request: Request): Promise<Upload> {
  const form = await request.formData();
  const files = form.getAll("file") as File[];
  return {
    metadata: JSON.parse(form.get("metadata") as string),
    files: new Map(files.map(({ name, size }) => [name, size])),
  };
}

function deployed(slug: string): Record<string, unknown> {
  const times = { created_at: 1, updated_at: 1 };
  return { id: crypto.randomUUID(), slug, name: slug, status: "ACTIVE", version: 1, ...times };
}
