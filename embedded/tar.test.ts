import { expect } from "expect";
import { unpackTar } from "./tar.ts";

/** One header block and its content, as tar lays them out. */
function entry(name: string, type: "0" | "5", content = ""): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
  const write = (text: string, at: number) =>
    new TextEncoder().encodeInto(text, block.subarray(at));
  write(name, 0);
  write(content.length.toString(8).padStart(11, "0"), 124);
  write(type, 156);
  write(content, 512);
  return block;
}

async function bytesOf(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

Deno.test("folders and files of an archive are written as they were", async () => {
  const folder = `${await Deno.makeTempDir()}/new`;
  const long = "x".repeat(700);
  const archive = [entry("/base", "5"), entry("/base/1", "0", long), entry("/empty", "0")];
  unpackTar(await bytesOf(...archive, new Uint8Array(1024)), folder);
  expect(await Deno.readTextFile(`${folder}/base/1`)).toBe(long);
  expect(await Deno.readTextFile(`${folder}/empty`)).toBe("");
  if (Deno.build.os !== "windows") {
    const modeOf = async (path: string) => (await Deno.stat(`${folder}/${path}`)).mode! & 0o777;
    expect([await modeOf("base"), await modeOf("base/1")]).toEqual([0o700, 0o600]);
  }
});

Deno.test("an archive cannot write outside its folder", async () => {
  const folder = `${await Deno.makeTempDir()}/new`;
  const archive = entry("base/../../escaped", "0", "x");
  expect(() => unpackTar(archive, folder)).toThrow("outside its folder");
  await expect(Deno.stat(`${folder}/../escaped`)).rejects.toThrow(Deno.errors.NotFound);
});
