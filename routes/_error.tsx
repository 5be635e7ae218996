import { HttpError } from "fresh";
import { define } from "@/lib/define.ts";

export default define.page(function ErrorPage({ error }) {
  const isMissing = error instanceof HttpError && error.status === 404;
  return <h1>{isMissing ? "There is no such page." : "Something went wrong."}</h1>;
});
