import { expect } from "expect";
import { clientAddress, networkOf } from "./client_address.ts";

const SOCKET: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "10.0.0.1", port: 1 },
  completed: Promise.resolve(),
};

const address = (headers: HeadersInit, trusted?: string) =>
  clientAddress(new Headers(headers), SOCKET, trusted);

Deno.test("without a trusted header only the socket tells the address", () => {
  expect(address({ "X-Forwarded-For": "203.0.113.7" })).toBe("10.0.0.1");
});

Deno.test("of a trusted header the last entry counts: those before it are what the client claims", () => {
  const trusted = "x-forwarded-for";
  expect(address({ "X-Forwarded-For": "203.0.113.7" }, trusted)).toBe("203.0.113.7");
  expect(address({ "X-Forwarded-For": "1.1.1.1, 2.2.2.2,203.0.113.7 " }, trusted))
    .toBe("203.0.113.7");
  const twice = new Headers([["X-Forwarded-For", "1.1.1.1"], ["X-Forwarded-For", "203.0.113.7"]]);
  expect(address(twice, trusted)).toBe("203.0.113.7");
  expect(address({ "X-Real-IP": "2001:db8::7" }, "x-real-ip")).toBe("2001:db8::7");
});

Deno.test("a request that the proxy did not mark, or a senseless address, counts for the socket", () => {
  for (const value of ["", "1.1.1.1,", "unknown", "x".repeat(5000), "1.1.1.1 2.2.2.2"]) {
    expect(address({ "X-Real-IP": value }, "x-real-ip")).toBe("10.0.0.1");
  }
  expect(address({}, "x-real-ip")).toBe("10.0.0.1");
});

Deno.test("whoever has one address of an IPv6 network has all of its first 64 bits", () => {
  for (
    const address of [
      "2001:db8:1:2::1",
      "2001:0DB8:0001:0002:ffff:ffff:ffff:ffff",
      "2001:db8:1:2:3:4:192.0.2.1",
      "2001:db8:1:2::%eth0",
    ]
  ) {
    expect([address, networkOf(address)]).toEqual([address, "2001:db8:1:2"]);
  }
  expect(networkOf("2001:db8:1:3::1")).toBe("2001:db8:1:3");
  expect([networkOf("::1"), networkOf("::")]).toEqual(["0:0:0:0", "0:0:0:0"]);
});

Deno.test("an IPv4 address is one subscriber's, however it is written", () => {
  for (const address of ["203.0.113.7", "::ffff:203.0.113.7", "::FFFF:cb00:7107"]) {
    expect([address, networkOf(address)]).toEqual([address, "203.0.113.7"]);
  }
  expect(networkOf("")).toBe("");
});
