/** Serves one Edge Function, named by its module's address, on a free loopback port, which it prints. */
const [module] = Deno.args;
const serve = Deno.serve;

Object.assign(Deno, {
  serve: (handler: Deno.ServeHandler) =>
    serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(port) }, handler),
});
await import(module);
