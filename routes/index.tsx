import { define } from "@/lib/define.ts";

export default define.page(function Home() {
  return <h1>Fusion Maintenance</h1>;
});
