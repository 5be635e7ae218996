/** To be imported before the application: it then believes what a proxy writes into `X-Real-IP`. */
Deno.env.set("TRUSTED_ADDRESS_HEADER", "x-real-ip");
// Other test files of this process have no proxy.
Deno.test.afterAll(() => Deno.env.delete("TRUSTED_ADDRESS_HEADER"));
